import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/**
 * A figure in the unit of its indicator: whole people, one decimal of posts and shares.
 *
 * Options: `signed` writes the sign of a correction, `blank_zero` shows nothing for 0.
 */
export class FigureField extends FloatField {
    static props = {
        ...FloatField.props,
        signed: { type: Boolean, optional: true },
        blankZero: { type: Boolean, optional: true },
    };

    get formattedValue() {
        if (!this.props.readonly) {
            return formatFloat(this.value, { digits: [16, 2], trailingZeros: false });
        }
        if (!this.value && this.props.blankZero) {
            return "";
        }
        const { unit } = this.props.record.data;
        const digits = unit === "fte" || unit === "percent" ? 1 : 0;
        const shown = formatFloat(this.props.signed ? Math.abs(this.value) : this.value, {
            digits: [16, digits], trailingZeros: unit === "fte",
        });
        const figure = unit === "percent" ? `${shown} %` : shown;
        return this.props.signed && this.value ? `${this.value > 0 ? "+" : "−"}${figure}` : figure;
    }
}

registry.category("fields").add("recovery_figure", {
    ...floatField,
    component: FigureField,
    displayName: _t("Figure of an indicator"),
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "unit", type: "selection" }],
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...floatField.extractProps(fieldInfo, dynamicInfo),
        signed: Boolean(fieldInfo.options.signed),
        blankZero: Boolean(fieldInfo.options.blank_zero),
    }),
});
