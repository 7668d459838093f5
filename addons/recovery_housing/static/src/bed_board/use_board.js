import { markRaw, onWillDestroy, useState } from "@odoo/owl";
import { explainError } from "@recovery_care/front_desk/server_errors";
import { browser } from "@web/core/browser/browser";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { BoardModel } from "./board_model";

const BOARD = "recovery.bed.board";
const CHANNEL = "recovery_housing.bed_board";
// One change of a colleague often comes as several; and not all boards of a house ask at the same moment.
const PATIENCE = 400;
const SPREAD = 600;

/**
 * The board that is shown, read with the rights of the user, and read again where a colleague changed a house.
 *
 * @param {() => boolean} isBusy whether somebody holds a bar, under whose hand nothing may change
 */
export function useBoard(isBusy) {
    const orm = useService("orm");
    const bus = useService("bus_service");
    const keepLast = new KeepLast();
    const model = markRaw(new BoardModel());
    const state = useState({ status: "loading", error: "", version: 0 });
    const changed = new Set();
    let shown = null;
    let timer;

    /** Read the board of some days. */
    async function load(start, days) {
        shown = { start, days };
        changed.clear();
        try {
            model.load(await keepLast.add(orm.call(BOARD, "get_board", [start, days])));
            Object.assign(state, { status: "ready", error: "", version: state.version + 1 });
        } catch (error) {
            Object.assign(state, { status: state.status === "ready" ? "ready" : "failed", error: explainError(error).message });
        }
    }

    /** Read houses again and leave the others as they are. */
    async function refresh(houseIds) {
        const asked = shown;
        try {
            const payload = await orm.silent.call(BOARD, "get_board", [asked.start, asked.days, houseIds]);
            if (asked === shown && state.status === "ready") {
                if (payload.today !== model.today) {
                    await load(asked.start, asked.days);
                    return;
                }
                model.merge(payload, houseIds);
                Object.assign(state, { error: "", version: state.version + 1 });
            }
        } catch (error) {
            state.error = explainError(error).message;
        }
    }

    function refreshChanged() {
        if (isBusy()) {
            wait();
            return;
        }
        const houseIds = [...changed];
        changed.clear();
        if (houseIds.length && shown) {
            refresh(houseIds);
        }
    }

    function wait() {
        browser.clearTimeout(timer);
        timer = browser.setTimeout(refreshChanged, PATIENCE + Math.random() * SPREAD);
    }

    function onChanged({ house_id: houseId }) {
        changed.add(houseId);
        wait();
    }

    bus.addChannel(CHANNEL);
    bus.subscribe(CHANNEL, onChanged);
    onWillDestroy(() => {
        browser.clearTimeout(timer);
        bus.unsubscribe(CHANNEL, onChanged);
        bus.deleteChannel(CHANNEL);
    });
    return { model, state, load, refresh };
}
