import { Component } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/** How much of a grant's time is gone. */
export class TimeBar extends Component {
    static template = "recovery_reporting.TimeBar";
    static props = { time: Object, start: String, end: String };

    get text() {
        const { status, percent } = this.props.time;
        if (status === "before") {
            return _t("not begun yet");
        }
        return status === "ended" ? _t("the time is over") : _t("%s % of the time gone", percent);
    }

    formatDay(date) {
        return deserializeDate(date).toLocaleString(luxon.DateTime.DATE_MED);
    }
}
