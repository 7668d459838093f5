import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** A number with − and + beside it; arrows step, digits replace it. */
export class Stepper extends Component {
    static template = "recovery_care.FrontDeskStepper";
    static props = {
        value: Number,
        label: String,
        onChange: Function,
        step: { type: Number, optional: true },
        max: { type: Number, optional: true },
    };
    static defaultProps = { step: 1, max: 99999 };

    get lessLabel() {
        return _t("%(what)s: %(step)s less", { what: this.props.label, step: this.props.step });
    }

    get moreLabel() {
        return _t("%(what)s: %(step)s more", { what: this.props.label, step: this.props.step });
    }

    change(value) {
        this.props.onChange(Math.min(Math.max(value, 0), this.props.max));
    }

    onInput(ev) {
        const digits = ev.target.value.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
        if (digits !== ev.target.value) {
            ev.target.value = digits;
        }
        this.change(Number(digits));
    }

    onKeydown(ev) {
        const step = { ArrowUp: this.props.step, ArrowDown: -this.props.step }[ev.key];
        if (step && !ev.altKey && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            this.change(this.props.value + step);
        }
    }

    onFocus(ev) {
        ev.target.select();
    }

    /** An emptied field is none; it shows so once it is left. */
    onBlur(ev) {
        ev.target.value = String(this.props.value);
    }
}
