import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

// Five places after the point are a metre.
const PRECISION = 1e5;
const PATIENCE = 15000;

/** A place that is not on the route; its position only where somebody taps for it. */
export class AddStop extends Component {
    static template = "recovery_care.OutreachAddStop";
    static props = { districts: Array, places: Array, onAdd: Function, onClose: Function };

    setup() {
        this.state = useState({ name: "", districtId: false, place: "street", position: null, isLocating: false, problem: "" });
    }

    get positionText() {
        const { latitude, longitude, accuracy } = this.state.position;
        return _t("%(latitude)s, %(longitude)s (within %(metres)s m)", { latitude, longitude, metres: Math.round(accuracy) });
    }

    onDistrict(ev) {
        this.state.districtId = Number(ev.target.value) || false;
    }

    locate() {
        const { geolocation } = browser.navigator;
        if (!geolocation) {
            this.state.problem = _t("This browser gives no position. The name of the place is enough.");
            return;
        }
        Object.assign(this.state, { isLocating: true, problem: "" });
        geolocation.getCurrentPosition(
            ({ coords }) => this.setPosition(coords),
            () => {
                const problem = _t("The position could not be found. The name of the place is enough.");
                Object.assign(this.state, { isLocating: false, problem });
            },
            { enableHighAccuracy: true, timeout: PATIENCE },
        );
    }

    setPosition({ latitude, longitude, accuracy }) {
        const round = (degrees) => Math.round(degrees * PRECISION) / PRECISION;
        this.state.position = { latitude: round(latitude), longitude: round(longitude), accuracy };
        this.state.isLocating = false;
    }

    add() {
        const { name, districtId, place, position } = this.state;
        if (!name.trim()) {
            this.state.problem = _t("Where: give the place a name.");
            return;
        }
        this.props.onAdd({
            name: name.trim(), district_id: districtId, place,
            ...(position ? { latitude: position.latitude, longitude: position.longitude } : {}),
        });
    }
}
