import { Component } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";
import { formatDay } from "./board_days";
import { describeLine } from "./board_words";

/** What can be done with a free night: offer it to who waits, or give it to somebody else; who leaves today is checked out first. */
export class FreeCard extends Component {
    static template = "recovery_housing.FreeCard";
    static props = {
        bed: Object, day: Number, model: Object, leaving: { type: Object, optional: true }, onNew: Function, onOffer: Function,
        onStep: Function, close: Function,
    };

    setup() {
        useAutofocus({ refName: "first" });
    }

    /** Whether there is anything to choose; otherwise whoever taps a night gives the bed to somebody at once. */
    static hasChoice(model, bed, day) {
        return bed.house.editable && day >= model.todayIndex && Boolean(bed.house.line || FreeCard.findLeaving(model, bed, day));
    }

    static findLeaving(model, bed, day) {
        return day === model.todayIndex ? bed.bars.find((bar) => bar.isLeaving) : undefined;
    }

    get day() {
        const { day, model } = this.props;
        return formatDay(model.toDay(day), model.today);
    }

    get line() {
        return describeLine(this.props.bed.house);
    }

    act(name, ...values) {
        this.props.close();
        this.props[name](...values);
    }
}
