import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Stepper } from "@recovery_care/front_desk/stepper";

/** The door of a warming room: in, out, in again; how many are inside now. */
export class DoorCounter extends Component {
    static template = "recovery_housing.NightDoorCounter";
    static components = { Stepper };
    static props = { inside: Number, capacity: Number, rows: Array, byHour: Array, isOpen: Boolean, onTap: Function, onUndo: Function };

    setup() {
        this.state = useState({ persons: 1 });
    }

    get personsLabel() {
        return _t("How many come or go together");
    }

    get highest() {
        return Math.max(1, ...this.props.byHour.map(([, persons]) => persons));
    }

    tap(direction, again = false) {
        this.props.onTap({ direction, persons: this.state.persons, again });
        this.state.persons = 1;
    }

    describe(row) {
        const what = row.direction === "out" ? _t("out") : row.again ? _t("in again") : _t("in");
        return `${row.time} · ${row.persons} ${what}`;
    }

    getUndoLabel(row) {
        return _t("Undo: %s", this.describe(row));
    }

    formatHour(hour) {
        return `${String(hour).padStart(2, "0")}:00`;
    }
}
