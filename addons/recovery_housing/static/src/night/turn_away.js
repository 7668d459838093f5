import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Stepper } from "@recovery_care/front_desk/stepper";

/** Who is not let in: a tap for the reason, a tap for where they were sent. */
export class TurnAway extends Component {
    static template = "recovery_housing.NightTurnAway";
    static components = { Stepper };
    static props = {
        person: { type: [Object, { value: null }] }, reasons: Array, referrals: Array, rows: Array, isOpen: Boolean, onSave: Function,
        onUndo: Function, onClear: Function,
    };

    setup() {
        this.state = useState({ reason: false, persons: 1 });
    }

    get personsLabel() {
        return _t("How many unnamed people are turned away");
    }

    describe(row) {
        return [row.time, row.code || (row.persons === 1 ? _t("unnamed") : _t("%s unnamed", row.persons)), row.reason, row.referred_to]
            .join(" · ");
    }

    getUndoLabel(row) {
        return _t("Undo: %s", this.describe(row));
    }

    save(referral) {
        const { reason, persons } = this.state;
        const { person } = this.props;
        this.props.onSave({ reason, referred_to: referral, ...(person ? { client_id: person.id } : { headcount: persons }) });
        Object.assign(this.state, { reason: false, persons: 1 });
    }
}
