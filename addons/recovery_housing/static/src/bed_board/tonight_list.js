import { Component } from "@odoo/owl";
import { usePopover } from "@web/core/popover/popover_hook";
import { BarCard } from "./bar_card";
import { countHouse } from "./board_rows";
import { describeHouse, describeLine, describeNights, KINDS } from "./board_words";
import { FreeCard } from "./free_card";

/** One night of each bed as a list, for a telephone: everything is a tap. */
export class TonightList extends Component {
    static template = "recovery_housing.TonightList";
    static props = {
        model: Object, rows: Array, version: Number, onNew: Function, onStep: Function, onToggle: Function, onOffer: Function, onLine: Function,
    };

    setup() {
        this.card = usePopover(BarCard, { useBottomSheet: true });
        this.freeCard = usePopover(FreeCard, { useBottomSheet: true });
    }

    /** The night that is shown: the first of the days that were read. */
    getNight(bed) {
        const { model } = this.props;
        const night = model.describeNight(bed, 0);
        const { word, icon } = KINDS[night.state];
        const isFree = night.state === "free";
        return {
            ...night, word, icon: night.isOverdue ? "fa-exclamation-triangle" : icon, isFree, isPlain: !night.bar && !(isFree && bed.house.editable),
            nights: night.bar && night.state !== "taken" ? describeNights(model, night.bar) : "", next: isFree ? this.getNext(bed) : "",
        };
    }

    getNext(bed) {
        const [next] = bed.bars.filter(({ start }) => start > 0).sort((one, other) => one.start - other.start);
        return next ? describeNights(this.props.model, next) : "";
    }

    describeHouse(house) {
        return describeHouse(house, countHouse(this.props.model, house), house.nights?.get(0));
    }

    describeLine(house) {
        return describeLine(house);
    }

    get shownRows() {
        return this.props.rows.filter((row) => !row.isNights);
    }

    tap(ev, bed) {
        const { bar, state } = this.getNight(bed);
        const { model, onNew, onStep } = this.props;
        if (bar && state !== "taken") {
            this.card.open(ev.currentTarget, {
                bar, model, mayChange: model.mayChange(bar), onStep: (...step) => onStep(bar, ...step), close: () => this.card.close(),
            });
        } else if (!bar && state === "free" && FreeCard.hasChoice(model, bed, 0)) {
            this.freeCard.open(ev.currentTarget, {
                bed, day: 0, model, leaving: FreeCard.findLeaving(model, bed, 0), onNew, onOffer: this.props.onOffer, onStep,
                close: () => this.freeCard.close(),
            });
        } else if (!bar && state === "free") {
            onNew(bed, 0);
        }
    }
}
