import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { describeWho } from "./desk_news";

/** Today's visits with their totals, what waits on this device on top. */
export class TodayList extends Component {
    static template = "recovery_care.FrontDeskTodayList";
    static props = {
        today: { type: [Object, { value: null }] },
        loadedAt: String,
        error: String,
        waiting: Array,
        counter: String,
        title: { type: String, optional: true },
        undoing: Array,
        onUndo: Function,
        onRefresh: Function,
    };

    setup() {
        this.describeWho = describeWho;
    }

    get rate() {
        const { issued, returned } = this.props.today;
        return issued ? _t("%s %", Math.round((100 * returned) / issued)) : "";
    }

    formatTime(visit) {
        return luxon.DateTime.fromMillis(visit.at).toFormat("HH:mm");
    }

    getUndoLabel(line) {
        return _t("Undo %(time)s %(who)s", { time: line.time, who: line.who });
    }
}
