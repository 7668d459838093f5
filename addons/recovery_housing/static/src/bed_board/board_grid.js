import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { BarCard } from "./bar_card";
import { describeDays, formatDay } from "./board_days";
import { FreeCard } from "./free_card";
import { getBarBox, getColumnWidth, getIndexAt, getVisibleRange, HEAD, ROW } from "./board_geometry";
import { countHouse } from "./board_rows";
import { describeBar, describeHouse, describeLine, describeNight, describeNights, KINDS, spellBar } from "./board_words";
import { useCursor } from "./use_cursor";
import { useMove } from "./use_move";
import { useViewport } from "./use_viewport";

const LABEL = 200;

/** Beds × days; only the rows and days that are seen are drawn. */
export class BoardGrid extends Component {
    static template = "recovery_housing.BoardGrid";
    static props = {
        model: Object, rows: Array, zoom: String, version: Number, hold: Object, onNew: Function, onStep: Function, onDrop: Function,
        onToggle: Function, onPrint: Function, onRefuse: Function, onOffer: Function, onLine: Function, onNight: Function,
    };

    setup() {
        this.scroll = useRef("scroll");
        this.view = useViewport(this.scroll);
        this.state = useState({ hover: null, announcement: "", free: null });
        this.card = usePopover(BarCard, { position: "bottom-start", arrow: false, onClose: () => this.walk.focus() });
        this.freeCard = usePopover(FreeCard, { position: "bottom-start", arrow: false, onClose: () => this.walk.focus() });
        this.moving = useMove({
            hold: this.props.hold,
            getModel: () => this.props.model,
            getFrame: () => ({ el: this.scroll.el, left: LABEL, top: HEAD }),
            locate: (x, y) => this.locate(x, y),
            getBedIds: () => this.drawnRows.flatMap(({ row }) => (row.bed?.house.editable ? [row.bed.id] : [])),
            onDrop: (move) => this.props.onDrop(move),
            onRefuse: (reason) => this.props.onRefuse(reason),
            onChange: (move, what) => this.onMoveChange(move, what),
        });
        this.walk = useCursor({
            scroll: this.scroll, moving: this.moving, hold: this.props.hold,
            getModel: () => this.props.model,
            getRows: () => this.props.rows,
            getColumn: () => this.column,
            label: LABEL,
            act: (...what) => this.act(...what),
            openNight: (...where) => this.openNight(...where),
        });
        useEffect((free) => free && this.openFree(free), () => [this.state.free]);
        useEffect(() => this.showToday(), () => [this.props.model.start, this.props.zoom, this.view.width > 0]);
    }

    // What is drawn

    get model() {
        return this.props.model;
    }

    get column() {
        return getColumnWidth(this.props.zoom, this.model.days, this.view.width - LABEL);
    }

    get canvasStyle() {
        const { column, model, props } = this;
        return `width: ${LABEL + column * model.days}px; height: ${HEAD + ROW * props.rows.length}px;`;
    }

    /** The days that are seen. */
    get days() {
        const { model, column, view } = this;
        const key = `${model.start}|${model.days}|${model.today}`;
        if (key !== this.daysKey) {
            Object.assign(this, { daysKey: key, allDays: describeDays(model.start, model.days, model.today) });
        }
        const { first, stop } = getVisibleRange(view.left, Math.max(view.width - LABEL, 0), column, model.days);
        return this.allDays.slice(first, stop);
    }

    /** The rows that are seen, and those of the cursor and of what is held, which must not vanish while scrolling. */
    get drawnRows() {
        const { rows, hold } = this.props;
        const { first, stop } = getVisibleRange(this.view.top, Math.max(this.view.height - HEAD, 0), ROW, rows.length);
        const drawn = rows.slice(first, stop).map((row, place) => ({ row, index: first + place }));
        const { index } = this.walk.place;
        const held = hold.move ? rows.findIndex(({ bed }) => bed?.id === hold.move.bar.bedId) : -1;
        for (const other of new Set([index, held])) {
            if (other >= 0 && other < rows.length && (other < first || other >= stop)) {
                drawn.push({ row: rows[other], index: other });
            }
        }
        return drawn;
    }

    getBars(bed) {
        const { model, column } = this;
        return bed.bars.flatMap((bar) => {
            const box = getBarBox({ start: bar.start, end: bar.shownEnd }, model.days, column);
            return box ? [{ bar, box, style: `left: ${LABEL + box.left}px; width: ${box.width}px;`, leaves: this.getLeaves(bed, bar, box) }] : [];
        });
    }

    getLeaves(bed, bar, box) {
        return bed.leaves.filter(({ id }) => id === bar.id).flatMap((leave) => {
            const start = Math.max(leave.start, bar.start);
            const part = getBarBox({ start, end: leave.end ?? bar.shownEnd }, this.model.days, this.column);
            return part ? [{ leave, style: `left: ${part.left - box.left}px; width: ${part.width}px;` }] : [];
        });
    }

    getClosed(bed) {
        return this.model.getClosedParts(bed).map(({ start, end }) =>
            `left: ${LABEL + start * this.column}px; width: ${(end - start) * this.column}px;`
        );
    }

    getDayStyle(day) {
        return `left: ${LABEL + day * this.column}px; width: ${this.column}px;`;
    }

    getRowStyle(index) {
        return `top: ${HEAD + index * ROW}px; height: ${ROW}px;`;
    }

    describeHouse(house) {
        house.described ??= describeHouse(house, countHouse(this.model, house), house.nights?.get(this.model.todayIndex));
        return house.described;
    }

    describeLine(house) {
        return describeLine(house);
    }

    /** The counted nights of a house on the days that are seen. */
    getNights(house) {
        return this.days.flatMap((day) => {
            const night = house.nights.get(day.index);
            return night ? [{ ...night, day: day.index, title: this.spellCount(house, day.index), ...this.getLevel(night) }] : [];
        });
    }

    getLevel({ guests, places, over }) {
        const level = over ? "over" : guests && guests >= places ? "full" : "room";
        const share = places ? Math.min(Math.round((100 * guests) / places), 100) : guests ? 100 : 0;
        const text = { week: `${guests} / ${places}`, month: `${guests}` }[this.props.zoom] || "";
        return { level, style: `height: ${share}%;`, text: over && text ? `${text} +${over}` : text };
    }

    spellCount(house, day) {
        const night = house.nights.get(day);
        return `${house.name}, ${this.allDays[day].title}, ${night ? describeNight(night) : _t("no night written down")}`;
    }

    describeBar(bar) {
        return describeBar(bar);
    }

    /** Days in words are slow to make: once a bar, not once a picture. */
    spellBar(bar) {
        bar.spelled ??= spellBar(this.model, bar);
        return bar.spelled;
    }

    spellNight(bed, day) {
        return `${bed.title}, ${this.allDays[day].title}, ${this.model.isUsable(bed, day) ? KINDS.free.word : KINDS.closed.word}`;
    }

    getIcon({ kind, isOverdue }) {
        // A night is narrow: its dots say what it is.
        return isOverdue ? "fa-exclamation-triangle" : kind === "guest" ? "" : KINDS[kind].icon;
    }

    getLegend() {
        const guest = this.model.houses.some((house) => house.nights) ? ["guest"] : [];
        return ["in", "reserved", "leave", ...guest, "outage", "taken"].map((kind) => ({ kind, ...KINDS[kind] }));
    }

    // What is held

    /** Return {state, reason} of a row while something is held: whether it may go there. */
    judge(bed) {
        const { move } = this.props.hold;
        if (!move || (move.mode !== "move" && bed.id !== move.bedId)) {
            return { state: "", reason: "" };
        }
        const { reason, isSure } = move.judge(bed.id);
        return { state: reason ? "no" : isSure ? "yes" : "maybe", reason };
    }

    getGhost(bed) {
        const { move } = this.props.hold;
        if (move?.bedId !== bed.id) {
            return null;
        }
        const start = move.bar.kind === "in" && move.bedId !== move.bar.bedId ? Math.max(move.start, this.model.todayIndex) : move.start;
        const box = getBarBox({ start, end: move.end }, this.model.days, this.column);
        return box && { style: `left: ${LABEL + box.left}px; width: ${box.width}px;`, text: `${move.bar.label} · ${describeNights(this.model, { start, end: move.end })}` };
    }

    isHeld(bar) {
        return this.props.hold.move?.bar === bar;
    }

    onMoveChange(move, what) {
        if (what === "released") {
            this.state.announcement = "";
            return;
        }
        if (what === "held") {
            this.state.announcement = _t("%s is held. Arrows choose the place, Enter drops, Escape lets go.", move.bar.label);
            return;
        }
        const { reason } = move.judge(move.bedId);
        const place = move.describe((index) => formatDay(this.model.toDay(index), this.model.today));
        this.state.announcement = reason ? `${place}: ${reason}` : _t("%s: may go there", place);
    }

    toggle(index, house) {
        this.walk.set(index, this.walk.place.day, false);
        this.props.onToggle(house.id);
    }

    showToday() {
        const { el } = this.scroll;
        const { todayIndex, days } = this.model;
        el.scrollLeft = todayIndex > 0 && todayIndex < days ? (todayIndex - 2) * this.column : 0;
    }

    // The pointer

    locate(x, y) {
        const { el } = this.scroll;
        const rect = el.getBoundingClientRect();
        const place = x - rect.left - LABEL + el.scrollLeft;
        const index = getIndexAt(y - rect.top - HEAD + el.scrollTop, ROW, this.props.rows.length);
        return {
            day: getIndexAt(place, this.column, this.model.days), index, row: this.props.rows[index],
            isRight: place >= this.column * this.model.days - 2, isLabel: x - rect.left < LABEL,
        };
    }

    onPointermove(ev) {
        if (this.props.hold.move || ev.pointerType === "touch") {
            return;
        }
        const { row, day, isLabel } = this.locate(ev.clientX, ev.clientY);
        const isFree = !isLabel && row?.bed?.house.editable && !this.model.findBar(row.bed.id, day) && this.model.isUsable(row.bed, day);
        const key = isFree ? `${row.key}|${day}` : "";
        if (key !== (this.state.hover?.key || "")) {
            this.state.hover = isFree ? { key, row: row.key, day } : null;
        }
    }

    onRowClick(ev, row) {
        const { day, index, isLabel } = this.locate(ev.clientX, ev.clientY);
        if (this.moving.takeClick()) {
            return;
        }
        if (this.props.hold.move) {
            this.moving.change((move) => move.setBed(row.bed.id));
            this.walk.drop();
        } else if (!isLabel) {
            this.walk.set(index, day, false);
            this.act(row.bed, day, this.model.findBar(row.bed.id, day), ev.target);
        }
    }

    /** Open the card of a bar, or give an empty night to somebody. */
    act(bed, day, bar, target) {
        if (bar?.kind === "taken") {
            this.state.announcement = _t("Somebody has this bed whom you may not see.");
        } else if (bar) {
            const { model, props } = this;
            this.card.open(target.closest(".o_recovery_board_bar") || target, {
                bar, model, mayChange: model.mayChange(bar), onStep: (...step) => props.onStep(bar, ...step),
                onHold: (mode) => this.moving.begin(bar, mode),
            });
        } else if (this.model.isUsable(bed, day)) {
            this.give(bed, day);
        }
    }

    give(bed, day) {
        if (FreeCard.hasChoice(this.model, bed, day)) {
            // Opened where the cursor stands, which is drawn by then.
            this.state.free = { bed, day };
        } else {
            this.props.onNew(bed, day);
        }
    }

    openFree({ bed, day }) {
        const { model, props } = this;
        this.state.free = null;
        const target = this.scroll.el.querySelector(`[data-bed='${bed.id}'] .o_recovery_board_night`);
        if (target) {
            this.freeCard.open(target, {
                bed, day, model, leaving: FreeCard.findLeaving(model, bed, day), onNew: props.onNew, onOffer: props.onOffer, onStep: props.onStep,
            });
        }
    }

    onNightsClick(ev, row) {
        const { day, index, isLabel } = this.locate(ev.clientX, ev.clientY);
        if (!this.moving.takeClick() && !isLabel) {
            this.walk.set(index, day, false);
            this.openNight(row.house, day);
        }
    }

    openNight(house, day) {
        const night = house.nights.get(day);
        if (night) {
            this.props.onNight(house, night.id);
        }
    }
}
