import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { PlacePicker } from "./place_picker";

/** The register of the night: who is here, in which bed; another place, left, back, entered by mistake. */
export class GuestList extends Component {
    static template = "recovery_housing.NightGuestList";
    static components = { PlacePicker };
    static props = { guests: Array, places: Array, genders: Array, changes: Object, waiting: Number, isOpen: Boolean, onChange: Function };

    setup() {
        this.state = useState({ open: false, confirm: false });
    }

    getName(guest) {
        if (guest.client_id) {
            return guest.nickname || guest.code;
        }
        const gender = guest.gender === "unknown" ? "" : this.props.genders.find(({ id }) => id === guest.gender)?.name;
        const who = guest.headcount === 1 ? _t("Unnamed") : _t("%s unnamed", guest.headcount);
        return [who, gender].filter(Boolean).join(", ");
    }

    describe(guest) {
        return [
            guest.nickname && guest.code, _t("came %s", guest.arrived), guest.left && _t("left %s", guest.left),
        ].filter(Boolean).join(" · ");
    }

    getLabel(what, guest) {
        return `${what}: ${this.getName(guest)}`;
    }

    get labels() {
        return { place: _t("Other place"), left: _t("Left"), back: _t("Still here"), cancel: _t("Entered by mistake") };
    }

    toggle(guest) {
        Object.assign(this.state, { open: this.state.open === guest.id ? false : guest.id, confirm: false });
    }

    change(guest, values) {
        this.state.open = false;
        this.props.onChange(guest, values);
    }
}
