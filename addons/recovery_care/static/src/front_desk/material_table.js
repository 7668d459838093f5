import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Stepper } from "./stepper";

const SHORT = 4;
const METHODS = () => [
    { id: "counted", name: _t("counted") }, { id: "weighed", name: _t("weighed") }, { id: "estimated", name: _t("estimated") },
];

/** Material out and back by product, in pieces; what is handed out seldom is folded away. */
export class MaterialTable extends Component {
    static template = "recovery_care.FrontDeskMaterialTable";
    static components = { Stepper };
    static props = {
        visit: Object,
        materials: Array,
        services: Array,
        card: { type: [Object, { value: null }] },
        isOpen: Boolean,
        onOpen: Function,
    };

    setup() {
        this.visit = useState(this.props.visit);
        this.methods = METHODS();
    }

    /** Material is recorded under an exchange; a programme without that service hands nothing out. */
    get isOffered() {
        return Boolean(this.props.materials.length) && this.props.services.some(({ kind }) => kind === "exchange");
    }

    /** What comes back is what an exchange is about, and stands first. */
    get ordered() {
        const { materials } = this.props;
        return [...materials.filter((one) => one.returnable), ...materials.filter((one) => !one.returnable)];
    }

    /** What is always in sight: all of a short list, else what comes back; without any such, the first products. */
    get main() {
        const ordered = this.ordered;
        if (ordered.length <= SHORT + 1) {
            return ordered;
        }
        const returnable = ordered.filter((material) => material.returnable);
        return (returnable.length ? returnable : ordered).slice(0, SHORT);
    }

    get shown() {
        const main = this.main;
        return this.ordered.filter(
            (material) => this.props.isOpen || main.includes(material) || material.id in this.visit.supplies,
        );
    }

    get folded() {
        const main = this.main;
        return this.ordered.filter((material) => !main.includes(material));
    }

    get foldedNames() {
        return this.folded.map((material) => material.name).join(", ");
    }

    get hasLast() {
        return Boolean(this.props.card?.last_supplies.length);
    }

    get lastText() {
        const lines = this.props.card.last_supplies;
        const sum = (way) => lines.reduce((total, line) => total + line[way], 0);
        return _t("As last time: %(out)s out, %(back)s back", { out: sum("issued"), back: sum("returned") });
    }

    get collectsLabel() {
        return _t("Number of others the material is for");
    }

    getLabel(material, way) {
        return way === "issued" ? _t("%s, out", material.name) : _t("%s, back", material.name);
    }

    change(material, way, pieces) {
        this.visit.setPieces(material.id, way, pieces);
        this.visit.followMaterial(this.props.services);
    }

    applyLast() {
        this.visit.applyLast(this.props.card);
        this.visit.followMaterial(this.props.services);
    }
}
