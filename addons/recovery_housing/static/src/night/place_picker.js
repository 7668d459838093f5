import { Component } from "@odoo/owl";

/** Where somebody lies: a free bed or mat, a further mat, or nowhere. */
export class PlacePicker extends Component {
    static template = "recovery_housing.NightPlacePicker";
    static props = { places: Array, onPick: Function, onClose: { type: Function, optional: true } };

    get free() {
        return this.props.places.filter((place) => place.free);
    }
}
