import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useRovingFocus } from "@recovery_care/front_desk/roving_focus";

/** Who slept here lately and is not here yet: tick those who come, then all of them at once. */
export class RegularList extends Component {
    static template = "recovery_housing.NightRegularList";
    static props = { rows: Array, ticked: Array, onToggle: Function, onArrive: Function, onClear: Function };

    setup() {
        this.roving = useRovingFocus("rows");
    }

    isTicked(row) {
        return this.props.ticked.includes(row.client_id);
    }

    get arriveText() {
        const count = this.props.ticked.length;
        return count === 1 ? _t("1 is here") : _t("%s are here", count);
    }

    describe(row) {
        return [
            row.nickname && row.code, row.bed, row.nights === 1 ? _t("1 night") : _t("%s nights", row.nights),
        ].filter(Boolean).join(" · ");
    }
}
