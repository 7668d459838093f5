import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useInputField } from "@web/views/fields/input_field_hook";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// What the server replaces by the next number.
const NOT_GIVEN = "/";

/** A code that is given on saving unless one is typed: the box is empty until then. */
export class GivenCodeField extends Component {
    static template = "recovery_care.GivenCodeField";
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        useInputField({ getValue: () => this.value, parse: (text) => text.trim() || NOT_GIVEN });
    }

    get value() {
        const code = this.props.record.data[this.props.name];
        return code === NOT_GIVEN ? "" : code || "";
    }
}

export const givenCodeField = {
    component: GivenCodeField,
    supportedTypes: ["char"],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("recovery_given_code", givenCodeField);
