import { onPatched, useState } from "@odoo/owl";
import { ARROWS, getNextBed, getNextPlace } from "./board_cursor";
import { HEAD, ROW } from "./board_geometry";

/**
 * The one place of the board that Tab reaches, which the arrow keys move; and what keys do there.
 *
 * @param {Object} grid
 * @param {Object} grid.moving what useMove gives
 * @param {(bed: Object, day: number, bar: Object, target: HTMLElement) => void} grid.act opens a bar, or gives an empty night
 * @param {(house: Object, day: number) => void} grid.openNight opens a night that is counted
 */
export function useCursor(grid) {
    const state = useState({ key: "", day: null });
    let wantsFocus = false;
    let found = {};

    /** Where the cursor stands: on the first row and today until it was moved. */
    function getPlace() {
        const model = grid.getModel();
        const rows = grid.getRows();
        if (found.rows !== rows || found.key !== state.key) {
            found = { rows, key: state.key, index: Math.max(rows.findIndex(({ key }) => key === state.key), 0) };
        }
        const { index } = found;
        const day = state.day ?? Math.max(model.todayIndex, 0);
        return { index, day: Math.min(day, model.days - 1) };
    }

    /** What has the cursor in a row: a bar, an empty night, or the house. */
    function getIn(row, index) {
        const place = getPlace();
        if (index !== place.index) {
            return {};
        }
        const bar = row.bed && grid.getModel().findBar(row.bed.id, place.day);
        return { bar, day: row.isNights || (row.bed && !bar) ? place.day : null, isHouse: !row.bed && !row.isNights };
    }

    function set(index, day, isWalk = true) {
        Object.assign(state, { key: grid.getRows()[index].key, day });
        wantsFocus = isWalk;
        if (isWalk) {
            show(index, day);
        }
    }

    function show(index, day) {
        const { el } = grid.scroll;
        const top = index * ROW;
        const left = day * grid.getColumn();
        el.scrollTop = Math.max(Math.min(el.scrollTop, top), top + ROW + HEAD - el.clientHeight);
        el.scrollLeft = Math.max(Math.min(el.scrollLeft, left), left + grid.getColumn() + grid.label - el.clientWidth);
    }

    function focus() {
        wantsFocus = false;
        grid.scroll.el?.querySelector("[tabindex='0']")?.focus({ preventScroll: true });
    }

    onPatched(() => wantsFocus && focus());

    function onKeydown(ev) {
        if (ev.target.closest(".o_recovery_board_print, .o_recovery_board_line") || ev.altKey || ev.metaKey || (ev.ctrlKey && !["Home", "End"].includes(ev.key))) {
            return;
        }
        const { move } = grid.hold;
        if (move ? moveByKey(move, ev) : walkByKey(ev)) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    function moveByKey(move, ev) {
        if (ev.key === "Escape") {
            grid.moving.release();
            wantsFocus = true;
        } else if (ev.key === "Enter") {
            drop();
        } else if (ARROWS[ev.key]) {
            grid.moving.change(() => step(move, ...ARROWS[ev.key]));
        } else {
            return ev.key !== "Tab";
        }
        return true;
    }

    function findRow(bedId) {
        return grid.getRows().findIndex(({ bed }) => bed?.id === bedId);
    }

    function step(move, across, down) {
        if (down && move.mode === "move") {
            move.setBed(getNextBed(grid.getRows(), findRow(move.bedId), down).id);
            show(findRow(move.bedId), getPlace().day);
        } else if (across && move.mode === "move") {
            move.shift(move.start - move.bar.start + across);
        } else if (across) {
            move.setEdge((move.mode === "end" ? move.end ?? grid.getModel().days : move.start) + across);
        }
    }

    /** Drop what is held and go where it went. */
    async function drop() {
        const { move } = grid.hold;
        await grid.moving.drop();
        const index = findRow(move.bedId);
        if (index >= 0) {
            set(index, Math.min(Math.max(move.start, getPlace().day, 0), grid.getModel().days - 1));
        }
    }

    function walkByKey(ev) {
        const { index, day } = getPlace();
        const rows = grid.getRows();
        const model = grid.getModel();
        const row = rows[index];
        const bar = row?.bed && model.findBar(row.bed.id, day);
        const isExtending = ev.shiftKey && ["ArrowLeft", "ArrowRight"].includes(ev.key);
        if (bar && (isExtending || ev.key.toLowerCase() === "m") && model.mayChange(bar)) {
            grid.moving.begin(bar, isExtending ? "end" : "move");
            if (isExtending) {
                grid.moving.change((move) => step(move, ARROWS[ev.key][0], 0));
            }
            return true;
        }
        if (["Enter", " "].includes(ev.key) && row?.bed) {
            grid.act(row.bed, day, bar, ev.target);
            return true;
        }
        if (["Enter", " "].includes(ev.key) && row?.isNights) {
            grid.openNight(row.house, day);
            return true;
        }
        const page = Math.max(Math.floor((grid.scroll.el.clientHeight - HEAD) / ROW) - 1, 1);
        const findBar = (bedId, at) => model.findBar(bedId, at);
        const next = getNextPlace({ index, day }, ev, { rows, days: model.days, page, findBar });
        if (next) {
            set(next.index, next.day);
        }
        return Boolean(next);
    }

    return {
        set, focus, drop, getIn, onKeydown,
        get place() {
            return getPlace();
        },
    };
}
