import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Stepper } from "../front_desk/stepper";

/** What was found at the stop, by kind; folded away as long as nothing was. */
export class FindForm extends Component {
    static template = "recovery_care.OutreachFinds";
    static components = { Stepper };
    static props = { kinds: Array, finds: Array, onSave: Function, onUndo: Function };

    setup() {
        this.state = useState({ isOpen: false, pieces: {}, method: "counted" });
        this.methods = [
            { id: "counted", name: _t("counted") }, { id: "weighed", name: _t("weighed") }, { id: "estimated", name: _t("estimated") },
        ];
    }

    get isEmpty() {
        return !Object.values(this.state.pieces).some(Boolean);
    }

    getPieces(kind) {
        return this.state.pieces[kind] || 0;
    }

    save() {
        const finds = Object.entries(this.state.pieces)
            .filter(([, pieces]) => pieces)
            .map(([kind, pieces]) => ({ kind, pieces }));
        this.props.onSave({ finds, method: this.state.method });
        Object.assign(this.state, { pieces: {}, method: "counted", isOpen: false });
    }
}
