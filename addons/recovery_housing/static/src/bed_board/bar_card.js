import { Component, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";
import { describeNights, KINDS } from "./board_words";

const { DateTime } = luxon;

/** What can be done with a bar: check in, check out, move, extend, open. */
export class BarCard extends Component {
    static template = "recovery_housing.BarCard";
    static props = { bar: Object, model: Object, mayChange: Boolean, onStep: Function, onHold: { type: Function, optional: true }, close: Function };

    setup() {
        const { bar, model } = this.props;
        this.state = useState({ until: model.toDay(bar.end) || "" });
        useAutofocus({ refName: "first" });
    }

    get title() {
        return this.props.bar.label || KINDS[this.props.bar.kind].word;
    }

    get bed() {
        return this.props.model.beds.get(this.props.bar.bedId);
    }

    get nights() {
        return describeNights(this.props.model, this.props.bar);
    }

    get leaves() {
        const { bar, model } = this.props;
        return this.bed.leaves.filter(({ id }) => id === bar.id).map((leave) => `${KINDS[leave.kind].word}: ${describeNights(model, leave)}`);
    }

    get word() {
        return KINDS[this.props.bar.kind].word;
    }

    get color() {
        return { in: "success", reserved: "info", outage: "secondary" }[this.props.bar.kind] || "secondary";
    }

    /** The first day on which the stay can end. */
    get earliest() {
        const { bar, model } = this.props;
        return DateTime.fromISO(model.toDay(bar.start)).plus({ days: 1 }).toISODate();
    }

    get isChanged() {
        return this.state.until !== (this.props.model.toDay(this.props.bar.end) || "");
    }

    step(name, value) {
        this.props.close();
        this.props.onStep(name, value);
    }

    extend() {
        this.step("extend", this.state.until || false);
    }

    hold() {
        this.props.close();
        this.props.onHold("move");
    }
}
