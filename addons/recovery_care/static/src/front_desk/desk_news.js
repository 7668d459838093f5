import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { isVisit } from "./outbox";

/** Return who a visit of the outbox is of: the code, or how many unnamed people; of other work what it is. */
export function describeWho({ values, who, label }) {
    if (label) {
        return label;
    }
    return values.client_id ? who : _t("%s unnamed", who);
}

/** What became of the visits that left the screen: saved, waiting, refused, cleared. */
export class DeskNews extends Component {
    static template = "recovery_care.FrontDeskNews";
    static props = {
        saved: { type: [Object, { value: null }] },
        undone: { type: [Object, { value: null }] },
        isCleared: Boolean,
        canCorrect: Boolean,
        onUndo: Function,
        onBringBack: Function,
        onCorrect: Function,
    };

    setup() {
        this.desk = useService("recovery_care.outbox");
        this.outbox = useState(this.desk.state);
        Object.assign(this, { describeWho, isVisit });
        this.others = this.desk.store.countOfOthers();
    }

    get savedText() {
        const { time, who } = this.props.saved;
        return _t("Saved %(time)s · %(who)s", { time, who });
    }

    get undoneText() {
        const { time, who } = this.props.undone;
        return _t("Undone %(time)s · %(who)s", { time, who });
    }

    get waitingText() {
        const count = this.outbox.waiting.length;
        if (!this.outbox.waiting.every(isVisit)) {
            return _t("Waits for the connection, kept on this device: %s", count);
        }
        return count === 1
            ? _t("1 visit waits for the connection, kept on this device")
            : _t("%s visits wait for the connection, kept on this device", count);
    }

    get othersText() {
        return _t("Visits of somebody else wait on this device: %s. They go when that person logs in.", this.others);
    }
}
