import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** The morning: what the night adds up to, close it, open it again with a reason. */
export class NightEnd extends Component {
    static template = "recovery_housing.NightEnd";
    static props = { night: Object, reasons: Array, waiting: Number, busy: Boolean, onClose: Function, onReopen: Function };

    setup() {
        this.state = useState({ asks: false });
    }

    get isClosed() {
        return this.props.night.state === "closed";
    }

    get rows() {
        const { counts, counted_by } = this.props.night;
        const rows = counted_by === "headcount"
            ? [[_t("People"), counts.guests], [_t("Entries"), counts.entries], [_t("Most at once"), counts.peak]]
            : [
                [_t("Guests"), counts.guests], [_t("Bed nights"), counts.bed_nights], [_t("On mats"), counts.mats],
                [_t("Women"), counts.women], [_t("Men"), counts.men], [_t("Other or not known"), counts.gender_unknown],
                [_t("Unnamed"), counts.unnamed], [_t("New"), counts.new], [_t("Free places"), counts.free],
            ];
        const over = counts.over ? [[_t("Over capacity"), counts.over]] : [];
        const refused = counts.refused_by_reason.map(({ label, persons }) => [_t("Turned away: %s", label), persons]);
        return [...rows, ...over, ...refused];
    }

    close() {
        this.state.asks = false;
        this.props.onClose();
    }

    reopen(reason) {
        this.state.asks = false;
        this.props.onReopen(reason);
    }
}
