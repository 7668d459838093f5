import { registry } from "@web/core/registry";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

/** A number for which 0 means "not told", such as a year of birth: the box stays empty instead of showing 0. */
export class BlankZeroField extends IntegerField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

export const blankZeroField = {
    ...integerField,
    component: BlankZeroField,
    isEmpty: (record, name) => !record.data[name],
};

registry.category("fields").add("recovery_blank_zero", blankZeroField);
