import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { findObstacle } from "@recovery_housing/bed_board/board_checks";
import { getNextBed, getNextPlace } from "@recovery_housing/bed_board/board_cursor";
import { BoardMove } from "@recovery_housing/bed_board/board_move";
import { countHouse, countTonight, listRows } from "@recovery_housing/bed_board/board_rows";
import { BoardModel } from "@recovery_housing/bed_board/board_model";
import { describeHouse, describeLine } from "@recovery_housing/bed_board/board_words";
import { FreeCard } from "@recovery_housing/bed_board/free_card";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { makeModel, makePayload, makeShelterPayload } from "./bed_board_helpers";

describe.current.tags("headless");

beforeEach(allowTranslations);

const ALL = { houseId: false, kind: "", text: "", only: "" };

function keys(model, filter, folded) {
    return listRows(model, { ...ALL, ...filter }, folded).map(({ key }) => key);
}

function move(model, id, mode = "move") {
    return new BoardMove(model, model.findStay(id), mode);
}

test("tonight of each bed", () => {
    const model = makeModel();
    const states = [...model.tonight].map(([id, { state, isOverdue }]) => [id, state, isOverdue]);
    expect(states).toEqual([
        [11, "leave", false], [12, "free", false], [13, "outage", false], [14, "taken", false], [15, "in", true], [16, "free", false],
        [21, "in", false],
    ]);
    expect(countTonight(model, model.houses)).toEqual({ free: 2, late: 0, outage: 1, overdue: 1 });
    expect(countHouse(model, model.houses[0])).toEqual({ places: 6, taken: 3, free: 2 });
});

test("tonight does not depend on the days shown", () => {
    const payload = makePayload();
    const model = makeModel();
    model.load({ ...payload, date_from: "2026-11-01", today: "2026-12-20" });
    expect(model.tonight.get(11).state).toBe("in");
    expect(model.tonight.get(12).state).toBe("free");
});

test("who should have left lies in the bed tonight, until somebody else does", () => {
    const model = makeModel();
    expect(model.findStay(104).shownEnd).toBe(22);
    expect(model.findBar(15, 21).id).toBe(104);
    expect(model.findStay(101).shownEnd).toBe(null);
});

test("filters: house, kind, words of beds and people, what is free", () => {
    const model = makeModel();
    expect(keys(model, { houseId: 2 })).toEqual(["house2", "bed21"]);
    expect(keys(model, { kind: "Residential community" }).length).toBe(7);
    expect(keys(model, { text: "ryba" })).toEqual(["house1", "bed12"]);
    expect(keys(model, { text: "room 2 c-4" })).toEqual(["house1", "bed15"]);
    expect(keys(model, { only: "free" })).toEqual(["house1", "bed12", "bed16"]);
    expect(keys(model, { only: "overdue" })).toEqual(["house1", "bed15"]);
    expect(keys(model, { text: "nobody" })).toEqual([]);
    expect(keys(model, {}, new Set([1]))).toEqual(["house1", "house2", "bed21"]);
});

test("houses read again replace the old ones; those that are gone go", () => {
    const model = makeModel();
    const payload = makePayload({ houseIds: [2] });
    payload.houses[0][10] = [];
    model.merge(payload, [1, 2]);
    expect(model.houses.map(({ id }) => id)).toEqual([2]);
    expect(model.beds.size).toBe(0);
    model.merge({ ...makePayload(), date_from: "2026-12-01" }, [1]);
    expect(model.houses.length).toBe(1, { message: "an answer for other days comes too late" });
});

test("where a stay may go, and why not", () => {
    const model = makeModel();
    const bar = model.findStay(103);
    const at = (bedId, start = bar.start, end = bar.end) => findObstacle(model, { bar, bedId, start, end });
    expect(at(12)).toBe("");
    expect(at(15)).toBe("");
    expect(at(11)).toMatch(/held by C-1 Bobr from 12 Oct/);
    expect(at(13)).toMatch(/out of service.*heating/);
    expect(at(13, 26, 30)).toBe("", { message: "again in service on that day" });
    expect(at(14)).toMatch(/taken/);
    expect(at(14, 25, 30)).toBe("");
    expect(at(16)).toMatch(/not in use/);
    expect(at(21)).toMatch(/only look/);
    expect(at(12, 10, 20)).toMatch(/C-2/);
});

test("who is in moves from today: nights before do not matter", () => {
    const model = makeModel();
    const bar = model.findStay(101);
    expect(findObstacle(model, { bar, bedId: 12, start: bar.start, end: bar.end })).toMatch(/C-3/);
    expect(findObstacle(model, { bar, bedId: 12, start: bar.start, end: 24 })).toBe("");
    expect(findObstacle(model, { bar, bedId: 12, start: bar.start, end: 21 })).toMatch(/extend it first/);
    expect(findObstacle(model, { bar, bedId: 11, start: 22, end: null })).toMatch(/has come already/);
});

test("nobody sleeps in two beds", () => {
    const payload = makePayload();
    payload.houses[0][10][5][6] = [105, 10, 20, 0, payload.labels.indexOf("C-3 Ryba")];
    const model = makeModel();
    model.load(payload);
    const bar = model.findStay(103);
    expect(findObstacle(model, { bar, bedId: 12, start: 15, end: 30 })).not.toBe("");
    expect(findObstacle(model, { bar, bedId: 12, start: 20, end: 30 })).toBe("");
});

test("a reservation moves in bed and days, who is in only in bed", () => {
    const model = makeModel();
    const reserved = move(model, 103);
    reserved.shift(-2);
    reserved.setBed(15);
    expect([reserved.bedId, reserved.start, reserved.end]).toEqual([15, 22, 38]);
    const resident = move(model, 101);
    resident.shift(3);
    resident.setEdge(9);
    expect([resident.start, resident.end, resident.isChanged]).toEqual([-20, null, false]);
});

test("an edge keeps a night and the bed", () => {
    const model = makeModel();
    const end = move(model, 103, "end");
    end.setEdge(3);
    end.setBed(15);
    expect([end.bedId, end.end]).toEqual([12, 25]);
    const start = move(model, 103, "start");
    start.setEdge(99);
    expect(start.start).toBe(39);
});

test("the server is asked about what the board cannot know, once", async () => {
    const model = makeModel();
    const reserved = move(model, 103);
    reserved.shift(1);
    const asked = [];
    const orm = { silent: { call: async (_model, _method, args) => asked.push(args) && [[15, "Bed: for women."]] } };
    expect(reserved.getOpenQuestions([11, 12, 15])).toEqual([12, 15]);
    await reserved.ask(orm, [12, 15]);
    expect(asked).toEqual([[103, [12, 15], "2026-11-26", "2026-12-12"]]);
    expect(reserved.judge(15)).toEqual({ reason: "Bed: for women.", isSure: true });
    expect(reserved.judge(12)).toEqual({ reason: "", isSure: true });
    expect(reserved.getOpenQuestions([11, 12, 15])).toEqual([]);
    reserved.shift(2);
    expect(reserved.getOpenQuestions([12]).length).toBe(1, { message: "other nights are another question" });
});

test("arrows walk over nights and whole bars", () => {
    const model = makeModel();
    const rows = listRows(model, ALL);
    const board = { rows, days: 30, page: 4, findBar: (bedId, day) => model.findBar(bedId, day) };
    const go = (place, key, ctrlKey = false) => getNextPlace(place, { key, ctrlKey }, board);
    expect(go({ index: 2, day: 15 }, "ArrowRight")).toEqual({ index: 2, day: 16 });
    expect(go({ index: 2, day: 26 }, "ArrowLeft")).toEqual({ index: 2, day: 23 });
    expect(go({ index: 1, day: 21 }, "ArrowRight")).toEqual({ index: 1, day: 29 });
    expect(go({ index: 5, day: 8 }, "ArrowRight")).toEqual({ index: 5, day: 22 });
    expect(go({ index: 0, day: 3 }, "ArrowUp")).toEqual({ index: 0, day: 3 });
    expect(go({ index: 2, day: 3 }, "ArrowDown")).toEqual({ index: 3, day: 3 });
    expect(go({ index: 6, day: 3 }, "PageDown")).toEqual({ index: 8, day: 3 });
    expect(go({ index: 6, day: 3 }, "Home", true)).toEqual({ index: 0, day: 0 });
    expect(go({ index: 6, day: 3 }, "x")).toBe(null);
    expect(getNextBed(rows, 6, 1).id).toBe(21, { message: "past the name of the next house" });
    expect(getNextBed(rows, 1, -1).id).toBe(11);
});

function makeShelter() {
    const model = new BoardModel();
    model.load(makeShelterPayload());
    return model;
}

test("nights that are counted have a row, tonight stands behind the house", () => {
    const model = makeShelter();
    const shelter = model.houses[2];
    expect(keys(model).slice(-4)).toEqual(["house3", "nights3", "bed31", "bed32"]);
    expect(keys(model, { text: "c-7" })).toEqual(["house3", "bed31"]);
    expect(model.tonight.get(31).state).toBe("guest");
    expect(countHouse(model, shelter)).toEqual({ places: 2, taken: 1, free: 1 });
    expect(describeHouse(shelter, countHouse(model, shelter), shelter.nights.get(21))).toBe("Night shelter · 2 of 2 in the register · 1 free tonight");
    expect(describeHouse(shelter, countHouse(model, shelter), shelter.nights.get(20))).toMatch(/5 of 2 in the register · 3 over capacity/);
});

test("who waits, and who is the first", () => {
    const model = makeShelter();
    expect(model.houses.map(describeLine)).toEqual(["4 wait · first C-212", "", "1 waits"]);
    const { beds } = model;
    expect(FreeCard.hasChoice(model, beds.get(15), 25)).toBe(true);
    expect(FreeCard.hasChoice(model, beds.get(15), 3)).toBe(false, { message: "nobody is offered a night that is over" });
    expect(FreeCard.hasChoice(model, beds.get(21), 29)).toBe(false, { message: "a house that one only looks at" });
});

test("on the day of leaving the bed is free for the night and entered after the check-out", () => {
    const model = makeShelter();
    expect(model.tonight.get(32).state).toBe("free");
    expect(model.tonight.get(32).leaving.id).toBe(105);
    const reserved = { bar: model.findStay(103), bedId: 32, start: 21, end: 40 };
    expect(findObstacle(model, reserved)).toBe("");
    const here = { bar: model.findStay(101), bedId: 32, start: -20, end: null };
    expect(findObstacle(model, here)).toMatch(/C-8 leaves today and is still in/);
});
