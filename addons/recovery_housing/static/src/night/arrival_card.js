import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { PlacePicker } from "./place_picker";

/** Somebody found by code or nickname: let in, given a certain place, or turned away. */
export class ArrivalCard extends Component {
    static template = "recovery_housing.NightArrivalCard";
    static components = { PlacePicker };
    static props = {
        person: Object, guest: { type: [Object, { value: undefined }], optional: true }, places: Array, isFull: Boolean,
        onArrive: Function, onTurnAway: Function, onClose: Function,
    };

    setup() {
        this.state = useState({ isChoosing: false });
        this.main = useRef("main");
        onMounted(() => this.main.el?.focus());
    }

    get hereText() {
        return this.props.isFull ? _t("Here, beyond the places") : _t("Here");
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onClose();
        }
    }
}
