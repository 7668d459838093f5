import { Component, useRef } from "@odoo/owl";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const QUESTION = ["yes", "no", "unknown"];

/**
 * One of a few values, all of them in sight: big enough for a finger, and a radio group for
 * keyboards and screen readers. Of a yes/no question Y, N and ? answer and go on to the next.
 *
 * With `previous_field`, a JSON field that holds `{values: {name: value}}`, what differs is marked.
 */
export class ChoiceField extends Component {
    static template = "recovery_care.ChoiceField";
    static props = {
        ...standardFieldProps,
        label: { type: String, optional: true },
        help: { type: String, optional: true },
        previousField: { type: String, optional: true },
    };

    setup() {
        this.group = useRef("group");
    }

    get field() {
        return this.props.record.fields[this.props.name];
    }

    get label() {
        return this.props.label || this.field.string;
    }

    get labelId() {
        return `${this.props.id || this.props.name}_label`;
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get options() {
        return this.field.selection.map(([value, label]) => ({ value, label }));
    }

    get shownLabel() {
        return this.options.find((option) => option.value === this.value)?.label || "";
    }

    get isQuestion() {
        return this.options.length === 3 && this.options.every(({ value }) => QUESTION.includes(value));
    }

    /** The option that Tab reaches: the chosen one, else the first. */
    get reachable() {
        return this.options.some((option) => option.value === this.value) ? this.value : this.options[0].value;
    }

    get previous() {
        const before = this.props.previousField && this.props.record.data[this.props.previousField];
        return before ? before.values[this.props.name] : undefined;
    }

    get isChanged() {
        return this.previous !== undefined && this.previous !== this.value;
    }

    get previousText() {
        const option = this.options.find(({ value }) => value === this.previous);
        return _t("before: %s", option ? option.label : this.previous);
    }

    choose(value) {
        if (value !== this.value) {
            this.props.record.update({ [this.props.name]: value });
        }
    }

    onKeydown(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const index = this.options.findIndex(({ value }) => value === this.reachable);
        const forward = localization.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
        const back = localization.direction === "rtl" ? "ArrowRight" : "ArrowLeft";
        const steps = { [forward]: index + 1, ArrowDown: index + 1, [back]: index - 1, ArrowUp: index - 1 };
        const last = this.options.length - 1;
        let next;
        if (ev.key in steps) {
            next = (steps[ev.key] + this.options.length) % this.options.length;
        } else if (ev.key === "Home" || ev.key === "End") {
            next = ev.key === "Home" ? 0 : last;
        } else {
            next = this.findByLetter(ev.key, index);
        }
        if (next === undefined) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.choose(this.options[next].value);
        const isLetter = ev.key.length === 1;
        if (!(isLetter && this.isQuestion && this.focusNextQuestion())) {
            this.group.el.querySelectorAll("[role=radio]")[next].focus();
        }
    }

    /** The option after `index` that begins with a letter; Y, N and ? answer a question in every language. */
    findByLetter(key, index) {
        if (key.length !== 1 || key === " ") {
            return undefined;
        }
        const letter = key.toLocaleLowerCase();
        if (this.isQuestion) {
            const found = this.options.findIndex(
                ({ value, label }) => value !== "unknown" && label.toLocaleLowerCase().startsWith(letter),
            );
            const value = { y: "yes", n: "no", "?": "unknown" }[letter];
            const byValue = this.options.findIndex((option) => option.value === value);
            return found >= 0 ? found : byValue >= 0 ? byValue : undefined;
        }
        if (letter === "?") {
            const unknown = this.options.findIndex(({ value }) => value === "unknown");
            return unknown >= 0 ? unknown : undefined;
        }
        const order = this.options.map((_option, step) => (index + 1 + step) % this.options.length);
        return order.find((step) => this.options[step].label.toLocaleLowerCase().startsWith(letter));
    }

    focusNextQuestion() {
        const groups = [...(this.group.el.closest(".o_form_view, .modal") || document).querySelectorAll(
            ".o_recovery_choice_options",
        )];
        const following = groups[groups.indexOf(this.group.el) + 1];
        following?.querySelector("[role=radio][tabindex='0']")?.focus();
        return Boolean(following);
    }
}

registry.category("fields").add("recovery_choice", {
    component: ChoiceField,
    displayName: _t("Choice in sight"),
    supportedOptions: [{ label: _t("Values before"), name: "previous_field", type: "string" }],
    supportedTypes: ["selection"],
    isEmpty: () => false,
    extractProps: ({ string, help, options }) => ({ label: string, help, previousField: options.previous_field }),
});
