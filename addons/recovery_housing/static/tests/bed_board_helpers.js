import { animationFrame } from "@odoo/hoot-mock";
import { expect } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWebClient, onRpc } from "@web/../tests/web_test_helpers";
import { BoardModel } from "@recovery_housing/bed_board/board_model";

export const TODAY = "2026-11-22";
const START = "2026-11-01";
const KINDS = ["reserved", "in", "out", "taken", "outage", "leave", "late", "guest"];

/** Return a bed of the server's answer; bars are [id, first day, end, kind, label]. */
function makeBed(id, room, name, bars, labels, { from = null, until = null } = {}) {
    const flat = bars.flatMap(([barId, start, end, kind, label]) => {
        if (label && !labels.includes(label)) {
            labels.push(label);
        }
        return [barId, start, end, KINDS.indexOf(kind), label ? labels.indexOf(label) : null];
    });
    return [id, room, name, "bed", from, until, flat];
}

/** Two houses; days are counted from 1 November, today is day 21. */
export function makePayload({ today = TODAY, days = 30, houseIds } = {}) {
    const labels = [];
    const bed = (...values) => makeBed(...values.slice(0, 4), labels, values[4]);
    const houses = [
        [1, "Community", "COM", "Residential community", "men", false, -900, null, true, 5, [
            bed(11, "Room 1", "A", [[101, -20, null, "in", "C-1 Bobr"], [101, 17, 22, "leave"]]),
            bed(12, "Room 1", "B", [[102, -9, 12, "out", "C-2"], [103, 24, 40, "reserved", "C-3 Ryba"]]),
            bed(13, "Room 2", "A", [[7, 20, 26, "outage", "heating"]]),
            bed(14, "Room 2", "B", [[0, 5, 25, "taken"]]),
            bed(15, "Room 2", "C", [[104, 2, 20, "in", "C-4"]]),
            bed(16, "Room 2", "D", [], { until: 23 }),
        ]],
        [2, "Flat", "FLA", "Readaptation flat", "any", false, -900, null, false, 6, [bed(21, null, "A", [[201, 3, 28, "in", "C-9"]])]],
    ];
    return {
        date_from: START, today, days, kinds: KINDS, labels,
        houses: houses.filter(([id]) => !houseIds || houseIds.includes(id)),
    };
}

/** Return the same with a shelter: who is in its register, how full its nights were, and who waits for the community. */
export function makeShelterPayload(options) {
    const payload = makePayload(options);
    const bed = (...values) => makeBed(...values, payload.labels);
    payload.houses.push([3, "Shelter", "SHE", "Night shelter", "any", false, -900, null, true, 5, [
        bed(31, null, "1", [[301, 18, 20, "guest", "C-7"], [302, 21, 22, "guest"]]),
        bed(32, null, "2", [[105, 10, 21, "in", "C-8"]]),
    ]]);
    payload.labels.push("C-212");
    payload.lines = [[1, 4, payload.labels.indexOf("C-212")], [3, 1, null]];
    payload.nights = [[3, [19, 901, 1, 2, 0, 20, 902, 5, 2, 3, 21, 903, 2, 2, 0]]];
    payload.houses = payload.houses.filter(([id]) => !options?.houseIds || options.houseIds.includes(id));
    return payload;
}

export function makeModel(options) {
    const model = new BoardModel();
    model.load(makePayload(options));
    return model;
}

/** The server's side of the board: what it was asked and told. */
export class BoardServer {
    refused = {};
    error = null;
    payload = () => makePayload();

    constructor() {
        onRpc("recovery.bed.board", "get_board", ({ args: [start, days, houseIds] }) => {
            expect.step(houseIds ? `read houses ${houseIds}` : `read ${start} ${days}`);
            const { houses, ...rest } = this.payload();
            return { ...rest, date_from: start, days, houses: houses.filter(([id]) => !houseIds || houseIds.includes(id)) };
        });
        onRpc("recovery.bed.board", "check_places", ({ args: [, bedIds] }) =>
            bedIds.filter((id) => this.refused[id]).map((id) => [id, this.refused[id]])
        );
        onRpc("recovery.bed", "action_offer", ({ args: [[id], day] }) => {
            expect.step(`offer ${id} from ${day}`);
            return { type: "ir.actions.client", tag: "display_notification", params: { message: "Offer a bed" } };
        });
        onRpc("recovery.house", "action_open_line", ({ args: [[id]] }) => {
            expect.step(`line of ${id}`);
            return { type: "ir.actions.client", tag: "display_notification", params: { message: "Waiting list" } };
        });
        onRpc("recovery.stay", "action_move", ({ args: [[id], bedId] }) => {
            expect.step(`move ${id} to ${bedId}`);
            return [900];
        });
        onRpc("recovery.stay", "action_undo_move", ({ args: [[id]] }) => {
            expect.step(`undo ${id}`);
            return [101];
        });
        onRpc("recovery.stay", "write", ({ args: [[id], values] }) => {
            expect.step(`write ${id} ${JSON.stringify(values)}`);
            return true;
        });
    }
}

export async function openBoard() {
    defineMailModels();
    await mountWebClient();
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_housing.bed_board" });
    await settle();
}

export async function settle() {
    for (let times = 0; times < 4; times++) {
        await animationFrame();
    }
}

export const row = (bedId) => `.o_recovery_board_row[data-bed='${bedId}']`;
export const bar = (id) => `.o_recovery_board_bar[data-stay='${id}']`;
