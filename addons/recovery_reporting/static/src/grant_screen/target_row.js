import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Classes of a badge by tone; each badge carries its word as well. */
export const BADGES = {
    success: "text-bg-success",
    info: "text-bg-info",
    warning: "text-bg-warning",
    danger: "text-bg-danger",
    muted: "text-bg-300",
};

export const STATE_TONES = { draft: "info", running: "success", closed: "muted", frozen: "muted" };

/** One indicator: target, figure, a bar with the mark of the time gone, and the pace in a word. */
export class TargetRow extends Component {
    static template = "recovery_reporting.TargetRow";
    static props = { indicator: Object, onOpen: Function, isDisabled: Boolean };

    get indicator() {
        return this.props.indicator;
    }

    get hasTarget() {
        return this.indicator.target !== false;
    }

    get badgeClass() {
        return BADGES[this.indicator.tone];
    }

    get percent() {
        return Math.round(this.indicator.progress * 100);
    }

    /** Width of the bar in percent; more than the target is a full bar, said in words beside it. */
    get width() {
        return Math.min(Math.max(this.indicator.progress * 100, 0), 100);
    }

    get hasMark() {
        return this.indicator.expected !== false;
    }

    get mark() {
        return Math.min(Math.max(this.indicator.expected * 100, 0), 100);
    }

    get barText() {
        return this.hasMark
            ? _t("%(done)s % of the target, %(gone)s % of the time gone", {
                  done: this.percent, gone: Math.round(this.mark),
              })
            : _t("%s % of the target", this.percent);
    }

    get openText() {
        const { name, value_text, unit, unit_label } = this.indicator;
        const figure = unit === "percent" ? value_text : `${value_text} ${unit_label}`;
        return _t("%(name)s: %(figure)s. Open the records", { name, figure });
    }
}
