import { describe, expect, test } from "@odoo/hoot";
import { DeskStore } from "@recovery_care/front_desk/desk_store";
import { getMethod, isVisit, Outbox } from "@recovery_care/front_desk/outbox";
import { VisitModel } from "@recovery_care/front_desk/visit_model";
import { listStops, refersTo } from "@recovery_care/outreach/shift_stops";

describe.current.tags("headless");

const SHIFT = {
    id: 5,
    stops: [
        { id: 1, key: "", name: "Station", district: "", arrived: "18:05", counts: null },
        { id: 2, key: "", name: "Park", district: "", arrived: "", counts: null },
    ],
};
const DISTRICTS = [{ id: 7, name: "Harbour" }];

function arrival(values, rest = {}) {
    return { key: "k1", method: "save_arrival", values: { key: "k1", shift_id: 5, ...values }, ...rest };
}

function reached(entries) {
    return listStops(SHIFT, entries, DISTRICTS).map(({ name, isReached, isWaiting }) => [name, isReached, isWaiting]);
}

test("stops of the server, and arrivals that wait on the device", () => {
    expect(reached([])).toEqual([["Station", true, false], ["Park", false, false]]);
    expect(reached([arrival({ stop_id: 2 })])).toEqual([["Station", true, false], ["Park", true, true]]);
});

test("a stop that was added without a connection", () => {
    const [, , added] = listStops(SHIFT, [arrival({ name: "Bridge", district_id: 7 })], DISTRICTS);
    expect(added.name).toBe("Bridge");
    expect([added.id, added.key, added.district, added.isWaiting]).toEqual([false, "k1", "Harbour", true]);
    expect(refersTo({ key: "k1" }, added)).toBe(true);
});

test("a stop that the server knows by now stands there once", () => {
    const shift = { id: 5, stops: [{ id: 3, key: "k1", name: "Bridge", district: "", arrived: "18:40", counts: null }] };
    const stops = listStops(shift, [arrival({ name: "Bridge" })], DISTRICTS);
    expect(stops.map(({ id }) => id)).toEqual([3]);
    expect(refersTo({ key: "k1" }, stops[0])).toBe(true);
});

test("arrivals of another shift and refused ones do not count", () => {
    const entries = [
        arrival({ stop_id: 2, shift_id: 6 }), arrival({ stop_id: 2 }, { error: "Stops: the shift has ended." }),
        { key: "k2", values: { stop_id: 2 } },
    ];
    expect(reached(entries)).toEqual([["Station", true, false], ["Park", false, false]]);
});

test("two stops without a key are not the same", () => {
    expect(refersTo({ id: false, key: "" }, { id: false, key: "" })).toBe(false);
    expect(refersTo({ id: 1, key: "" }, { id: 2, key: "" })).toBe(false);
});

test("a visit at a stop leaves place and district to it", () => {
    const visit = new VisitModel(() => "key");
    visit.stop = { id: 4, key: "" };
    visit.setHeadcount(2);
    const device = { programId: 1, place: "centre", districtId: 7 };
    const { stop_id, place, district_id } = visit.toValues(device);
    expect([stop_id, place, district_id]).toEqual([4, undefined, undefined]);
    const again = new VisitModel(() => "other");
    again.restore(visit.toDraft());
    again.stop = { id: false, key: "k1" };
    expect(again.toValues(device).stop_key).toBe("k1");
    again.reset();
    expect(again.toValues(device).place).toBe("centre");
});

test("each kind of work goes to its method, later with its own moment", async () => {
    const items = new Map();
    const storage = {
        get length() {
            return items.size;
        },
        key: (index) => [...items.keys()][index] ?? null,
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => items.set(key, value),
        removeItem: (key) => items.delete(key),
    };
    let clock = Date.UTC(2026, 10, 21, 18, 5, 0);
    const sent = [];
    const outbox = new Outbox({
        store: new DeskStore(storage, "db", 2),
        send: (values, method) => {
            sent.push([method, values]);
            return {};
        },
        explain: () => ({}),
        timers: { setTimeout() {}, clearTimeout() {} },
        now: () => clock,
    });
    const entries = [
        { key: "v", who: "2", values: { headcount: 2 } },
        { key: "a", method: "save_arrival", label: "Arrival: Park", values: { stop_id: 2 } },
        { key: "f", method: "save_finds", label: "Found: 2", values: { finds: [] } },
        { key: "e", method: "end_shift", label: "End", values: { shift_id: 5 } },
    ];
    entries.forEach((entry) => outbox.add(entry));
    expect(entries.map(isVisit)).toEqual([true, false, false, false]);
    expect(getMethod(entries[0])).toBe("save_visit");
    clock += 120000;
    await outbox.flush();
    const moment = "2026-11-21 18:05:00";
    expect(sent).toEqual([
        ["save_visit", { headcount: 2, date_start: moment }],
        ["save_arrival", { stop_id: 2, arrived: moment }],
        ["save_finds", { finds: [] }],
        ["end_shift", { shift_id: 5, date_stop: moment }],
    ]);
});
