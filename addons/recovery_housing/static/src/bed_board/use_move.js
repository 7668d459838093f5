import { onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { explainError } from "@recovery_care/front_desk/server_errors";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { getGrip, getPull } from "./board_geometry";
import { BoardMove } from "./board_move";

const NEAR = { mouse: 4, touch: 10 };
// A finger that stays takes hold; one that moves scrolls.
const LONG_PRESS = 350;
const ASK_AFTER = 120;

/**
 * A bar in somebody's hand: by mouse, by finger after a long press, or by keys.
 *
 * @param {Object} grid
 * @param {{move: BoardMove|null}} grid.hold what is held, shared with whoever must not disturb it
 * @param {() => {el: HTMLElement, left: number, top: number}} grid.getFrame what scrolls, and where days and rows begin in it
 * @param {(x: number, y: number) => {day: number, row: Object, isRight: boolean}} grid.locate what lies under the pointer
 * @param {() => number[]} grid.getBedIds beds that can be seen
 * @param {(move: BoardMove) => Promise} grid.onDrop does it
 * @param {(reason: string) => void} grid.onRefuse says why not
 * @param {(move: BoardMove, what: "held"|"changed"|"released") => void} grid.onChange
 */
export function useMove(grid) {
    const orm = useService("orm");
    const state = useState({ tick: 0, isSaving: false });
    let press = null;
    let askTimer;
    let frame;
    let wasDragged = false;

    function draw() {
        state.tick++;
    }

    function begin(bar, mode) {
        grid.hold.move = new BoardMove(grid.getModel(), bar, mode);
        grid.onChange(grid.hold.move, "held");
        draw();
        askSoon();
    }

    function release() {
        const { move } = grid.hold;
        press = null;
        browser.clearTimeout(askTimer);
        browser.cancelAnimationFrame(frame);
        if (move) {
            grid.hold.move = null;
            grid.onChange(move, "released");
            draw();
        }
    }

    /** Change what is held and see to it that the places are judged anew. */
    function change(act) {
        const { move } = grid.hold;
        const before = `${move.bedId} ${move.question}`;
        act(move);
        if (before !== `${move.bedId} ${move.question}`) {
            grid.onChange(move, "changed");
            draw();
            askSoon();
        }
    }

    function askSoon() {
        browser.clearTimeout(askTimer);
        askTimer = browser.setTimeout(() => ask(), ASK_AFTER);
    }

    async function ask(only) {
        const { move } = grid.hold;
        const bedIds = move ? move.getOpenQuestions(only || (move.mode === "move" ? grid.getBedIds() : [move.bedId])) : [];
        if (!bedIds.length) {
            return;
        }
        try {
            await move.ask(orm, bedIds);
        } catch (error) {
            const { message } = explainError(error);
            // What was asked while the stay went elsewhere is answered by the drop.
            if (grid.hold.move === move && (only || !state.isSaving)) {
                release();
                grid.onRefuse(message);
            }
            return;
        }
        if (grid.hold.move === move && !only) {
            grid.onChange(move, "judged");
        }
        draw();
    }

    async function drop() {
        const { move } = grid.hold;
        if (!move || state.isSaving) {
            return;
        }
        if (!move.isChanged) {
            release();
            return;
        }
        state.isSaving = true;
        browser.clearTimeout(askTimer);
        try {
            await ask([move.bedId]);
            if (grid.hold.move !== move) {
                return;
            }
            const { reason } = move.judge(move.bedId);
            if (reason) {
                grid.onRefuse(reason);
            } else {
                await grid.onDrop(move);
            }
        } finally {
            state.isSaving = false;
            release();
        }
    }

    // The pointer

    function onPointerdown(ev, bar, box) {
        wasDragged = false;
        if (ev.button || state.isSaving || grid.hold.move || !grid.getModel().mayChange(bar)) {
            return;
        }
        const isTouch = ev.pointerType === "touch";
        const rect = ev.currentTarget.getBoundingClientRect();
        const mode = getGrip(ev.clientX - rect.left, rect.width, box, isTouch);
        press = { id: ev.pointerId, bar, mode, x: ev.clientX, y: ev.clientY, isTouch, day: grid.locate(ev.clientX, ev.clientY).day };
        if (isTouch) {
            press.timer = browser.setTimeout(() => take(), LONG_PRESS);
        }
    }

    function take() {
        if (press) {
            press.isHeld = true;
            begin(press.bar, press.mode);
            pull();
        }
    }

    function onPointermove(ev) {
        if (!press || ev.pointerId !== press.id) {
            return;
        }
        const far = Math.hypot(ev.clientX - press.x, ev.clientY - press.y) > NEAR[press.isTouch ? "touch" : "mouse"];
        if (!press.isHeld && far) {
            if (press.isTouch) {
                letGo();
                return;
            }
            take();
        }
        if (press?.isHeld) {
            Object.assign(press, { nowX: ev.clientX, nowY: ev.clientY });
            follow();
        }
    }

    function follow() {
        const { day, row, isRight } = grid.locate(press.nowX, press.nowY);
        change((move) => {
            if (row?.bed) {
                move.setBed(row.bed.id);
            }
            move.shift(day - press.day);
            if (move.mode === "end" && isRight) {
                move.end = move.bar.end === null ? null : Math.max(move.bar.end, move.model.days);
            } else {
                move.setEdge(move.mode === "end" ? day + 1 : day);
            }
        });
    }

    /** Scroll on while the pointer stays near an edge. */
    function pull() {
        if (!press?.isHeld) {
            return;
        }
        const { el, left, top } = grid.getFrame();
        const rect = el.getBoundingClientRect();
        if (press.nowX !== undefined) {
            const across = getPull(press.nowX, rect.left + left, rect.right);
            const down = getPull(press.nowY, rect.top + top, rect.bottom);
            if (across || down) {
                el.scrollBy(across, down);
                follow();
            }
        }
        frame = browser.requestAnimationFrame(pull);
    }

    function letGo() {
        browser.clearTimeout(press?.timer);
        press = null;
    }

    function onPointerup(ev) {
        if (!press || ev.pointerId !== press.id) {
            return;
        }
        wasDragged = Boolean(press.isHeld);
        letGo();
        if (wasDragged) {
            drop();
        }
    }

    function onKeydown(ev) {
        if (ev.key === "Escape" && press?.isHeld) {
            ev.preventDefault();
            onPointercancel();
            wasDragged = true;
        }
    }

    function onPointercancel() {
        if (press) {
            const { isHeld } = press;
            letGo();
            if (isHeld) {
                release();
            }
        }
    }

    useExternalListener(window, "pointermove", onPointermove);
    useExternalListener(window, "pointerup", onPointerup);
    useExternalListener(window, "pointercancel", onPointercancel);
    useExternalListener(window, "keydown", onKeydown);
    useExternalListener(window, "touchmove", (ev) => press?.isHeld && ev.preventDefault(), { passive: false });
    useExternalListener(window, "contextmenu", (ev) => press?.isTouch && ev.preventDefault());
    onWillUnmount(() => {
        letGo();
        release();
    });
    return {
        state, begin, change, release, drop, onPointerdown,
        get current() {
            return grid.hold.move;
        },
        /** Whether the click that follows a drag is only its end. */
        takeClick() {
            const was = wasDragged;
            wasDragged = false;
            return was;
        },
    };
}
