import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { roundDecimals } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatRating } from "./rating_value";

const ITEMS = ["individual", "interpersonal", "social", "overall"];

/**
 * The sum of ratings, shown as they are given.
 *
 * The server leaves a value out of its answer when it takes it for unchanged, and for it an empty
 * total is the same as 0.0. The items know better. Where they are not in the view, the total is
 * what the server said.
 */
export class RatingTotalField extends Component {
    static template = "recovery_care.RatingTotalField";
    static props = {
        ...standardFieldProps,
        items: { type: Array, element: String },
    };

    get value() {
        const { record, name, items } = this.props;
        if (items.some((item) => !(item in record.data))) {
            return record.data[name];
        }
        const answers = items.map((item) => record.data[item]);
        return answers.includes(false) ? false : roundDecimals(answers.reduce((sum, answer) => sum + answer, 0), 1);
    }

    get isAnswered() {
        return this.value !== false;
    }

    get formattedValue() {
        return formatRating(this.value);
    }
}

export const ratingTotalField = {
    component: RatingTotalField,
    displayName: _t("Total of ratings"),
    supportedTypes: ["float"],
    supportedOptions: [{ label: _t("Ratings to add up"), name: "items", type: "string" }],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ items: options.items || ITEMS }),
};

registry.category("fields").add("recovery_rating_total", ratingTotalField);
