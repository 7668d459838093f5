import { Component, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Stepper } from "./stepper";

const TONES = { warning: "text-bg-warning", danger: "text-bg-danger" };

/** Who the visit is of: a client with what a worker needs to know, or a number of unnamed people. */
export class ClientCard extends Component {
    static template = "recovery_care.FrontDeskClientCard";
    static components = { Stepper };
    static props = {
        visit: Object,
        person: { type: [Object, { value: null }] },
        card: { type: [Object, { value: null }] },
        error: String,
        onHeadcount: Function,
    };

    setup() {
        this.visit = useState(this.props.visit);
    }

    get headcountLabel() {
        return _t("Number of unnamed people");
    }

    get nickname() {
        return this.props.card?.nickname || this.props.person?.nickname || "";
    }

    get about() {
        const { card } = this.props;
        return [this.nickname, card?.gender, card?.age && _t("about %s", card.age)].filter(Boolean).join(" · ");
    }

    get history() {
        const { card } = this.props;
        if (!card) {
            return "";
        }
        const parts = [
            card.visits_this_year === 1 ? _t("1 visit this year") : _t("%s visits this year", card.visits_this_year),
            card.last_visit
                ? _t("last %s", deserializeDate(card.last_visit).toRelativeCalendar())
                : _t("first visit here"),
        ];
        return parts.join(" · ");
    }

    getTone(notice) {
        return TONES[notice.kind] || "text-bg-info";
    }
}
