import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { ConnectionLostError } from "@web/core/network/rpc";
import { DeskStore } from "@recovery_care/front_desk/desk_store";
import { DraftSlot } from "@recovery_care/front_desk/draft_slot";
import { Outbox } from "@recovery_care/front_desk/outbox";

describe.current.tags("headless");

/** The part of a browser's storage that is used. */
class MemoryStorage {
    items = new Map();
    get length() {
        return this.items.size;
    }
    key(index) {
        return [...this.items.keys()][index] ?? null;
    }
    getItem(key) {
        return this.items.get(key) ?? null;
    }
    setItem(key, value) {
        this.items.set(key, String(value));
    }
    removeItem(key) {
        this.items.delete(key);
    }
}

class Refused extends Error {}
class Fault extends Error {}
class Expired extends Error {}

/** A server that saves each key once; `answers` says what happens to the requests one after the other. */
class Server {
    saved = new Map();
    requests = [];
    answers = [];
    async send(values) {
        this.requests.push(values);
        const answer = this.answers.shift();
        if (answer === "cut") {
            throw new ConnectionLostError("/save");
        }
        if (answer === "refuse") {
            throw new Refused("Services: tick what was done.");
        }
        if (answer === "session over") {
            throw new Expired("Session expired");
        }
        if (answer === "fault") {
            throw new Fault("Server error");
        }
        const repeated = this.saved.has(values.key);
        this.saved.set(values.key, values);
        if (answer === "answer lost") {
            throw new ConnectionLostError("/save");
        }
        return { encounter_id: this.saved.size, repeated };
    }
}

function explain(error) {
    const kinds = [[ConnectionLostError, "lost"], [Expired, "login"], [Refused, "refused"], [Fault, "fault"]];
    return { kind: kinds.find(([type]) => error instanceof type)[1], message: error.message };
}

let storage, server, clock, timers, events;

beforeEach(() => {
    storage = new MemoryStorage();
    server = new Server();
    clock = Date.UTC(2026, 10, 21, 11, 38, 5);
    timers = {
        pauses: [],
        setTimeout(work, pause) {
            this.work = work;
            this.pauses.push(pause);
            return this.pauses.length;
        },
        clearTimeout() {
            this.work = null;
        },
    };
    events = [];
});

function open(userId = 2) {
    const outbox = new Outbox({
        store: new DeskStore(storage, "db", userId), send: (values) => server.send(values), explain, timers, now: () => clock,
    });
    for (const name of ["saved", "refused"]) {
        outbox.addEventListener(name, ({ detail }) => events.push([name, detail.visit.key, detail.result?.repeated]));
    }
    return outbox;
}

function save(outbox, key) {
    outbox.add({ key, who: "KAR0974", values: { key, client_id: 9 }, draft: { key } });
}

/** A device where visits with these keys were saved one after the other. */
function openWith(...keys) {
    const outbox = open();
    for (const key of keys) {
        save(outbox, key);
    }
    return outbox;
}

/** The same, after the first attempt to send them; `answers` are the server's. */
async function sendWith(answers, ...keys) {
    server.answers = answers;
    const outbox = openWith(...keys);
    await outbox.flush();
    return outbox;
}

test("what is saved is sent and forgotten", async () => {
    const outbox = await sendWith([], "one");
    expect([...server.saved.keys()]).toEqual(["one"]);
    expect(outbox.visits).toEqual([]);
    expect(events).toEqual([["saved", "one", false]]);
});

test("a visit is on the device before it is sent", () => {
    openWith("one");
    expect(open().waiting.map(({ key }) => key)).toEqual(["one"]);
    expect(server.requests).toEqual([]);
});

test("without a connection visits wait in order, also through a reload, and are sent once", async () => {
    const outbox = await sendWith(["cut"], "one", "two");
    expect(server.requests.length).toBe(1);
    expect(outbox.waiting.length).toBe(2);
    const reloaded = open();
    await reloaded.flush();
    expect(server.requests.map(({ key }) => key)).toEqual(["one", "one", "two"]);
    expect(reloaded.visits).toEqual([]);
    expect(server.saved.size).toBe(2);
});

test("an answer that is lost on the way makes no second visit", async () => {
    const outbox = await sendWith(["answer lost"], "one");
    expect(outbox.waiting.length).toBe(1);
    await outbox.flush();
    expect(server.saved.size).toBe(1);
    expect(events).toEqual([["saved", "one", true]]);
});

test("a visit sent late says when it took place", async () => {
    const outbox = await sendWith(["cut"], "one");
    expect("date_start" in server.requests[0]).toBe(false);
    clock += 3600 * 1000;
    await outbox.flush();
    expect(server.requests[1].date_start).toBe("2026-11-21 11:38:05");
});

test("the pauses grow to a minute and begin anew when the connection is back", async () => {
    const outbox = await sendWith(Array(8).fill("cut"), "one");
    for (let attempt = 0; attempt < 6; attempt++) {
        timers.work();
        await outbox.running;
    }
    expect(timers.pauses).toEqual([2000, 4000, 8000, 16000, 32000, 60000, 60000]);
    await outbox.retry();
    expect(timers.pauses.at(-1)).toBe(2000);
});

test("a refused visit is kept with the message, lets the others through and can be taken out again", async () => {
    const outbox = await sendWith(["refuse"], "one", "two");
    expect([...server.saved.keys()]).toEqual(["two"]);
    expect(outbox.refused[0].error).toBe("Services: tick what was done.");
    expect(events).toEqual([["refused", "one", undefined], ["saved", "two", false]]);
    expect(outbox.take("one").draft).toEqual({ key: "one" });
    expect(outbox.visits).toEqual([]);
});

test("a fault of the server is tried three times, without holding up the others", async () => {
    const outbox = await sendWith(["fault", "ok", "fault", "fault"], "one", "two");
    expect([...server.saved.keys()]).toEqual(["two"]);
    expect(outbox.waiting.map(({ key }) => key)).toEqual(["one"]);
    await outbox.flush();
    await outbox.flush();
    expect(outbox.refused.map(({ key }) => key)).toEqual(["one"]);
    await outbox.sendAgain("one");
    expect(server.saved.size).toBe(2);
});

test("when the session is over visits wait until somebody has logged in again", async () => {
    const outbox = await sendWith(["session over"], "one", "two");
    expect(server.requests.length).toBe(1);
    expect(outbox.needsLogin).toBe(true);
    expect(outbox.waiting.length).toBe(2);
    await outbox.flush();
    expect(outbox.needsLogin).toBe(false);
    expect(server.saved.size).toBe(2);
});

test("what is added while another is on its way goes along", async () => {
    const outbox = openWith("one");
    const running = outbox.flush();
    save(outbox, "two");
    expect(outbox.flush()).toBe(running);
    await running;
    expect([...server.saved.keys()]).toEqual(["one", "two"]);
    save(outbox, "three");
    await outbox.flush();
    expect(server.saved.size).toBe(3);
});

test("two windows that send the same visit save it once", async () => {
    const [one, other] = [open(), open()];
    save(one, "one");
    await Promise.all([one.flush(), other.flush()]);
    expect(server.requests.length).toBe(2);
    expect(server.saved.size).toBe(1);
    expect(one.visits).toEqual([]);
});

test("visits of another user wait for that user; open ones are forgotten", () => {
    save(open(2), "one");
    const before = new DeskStore(storage, "db", 2);
    before.set("draft.a", { key: "a" });
    const store = new DeskStore(storage, "db", 3);
    store.set("draft.b", { key: "b" });
    store.forgetDraftsOfOthers();
    expect(before.get("draft.a")).toBe(null);
    expect(store.get("draft.b")).toEqual({ key: "b" });
    expect(open(3).visits).toEqual([]);
    expect(store.countOfOthers()).toBe(1);
    expect(open(2).visits.length).toBe(1);
});

test("what cannot be read is as if it were not there", () => {
    const store = new DeskStore(storage, "db", 2);
    storage.setItem("recovery_care.front_desk/db/2/outbox", "{broken");
    expect(store.get("outbox", [])).toEqual([]);
});

test("a visit that the device has no room for is sent all the same", async () => {
    storage.setItem = () => {
        throw new Error("QuotaExceededError");
    };
    const outbox = await sendWith(["cut"], "one");
    expect(outbox.waiting.length).toBe(1);
    await outbox.flush();
    expect(server.saved.size).toBe(1);
    expect(outbox.visits).toEqual([]);
});

/** Locks of windows that live: `held` holds their names. */
class Locks {
    held = new Set();
    async request(name, options, work) {
        if (this.held.has(name)) {
            return work(null);
        }
        this.held.add(name);
        return work({ name });
    }
}

test("a window finds its own visit after a reload", async () => {
    const session = new MemoryStorage();
    const slot = new DraftSlot(new DeskStore(storage, "db", 2), session, new Locks());
    await slot.open();
    slot.write({ key: "one" });
    const reloaded = new DraftSlot(new DeskStore(storage, "db", 2), session, new Locks());
    await reloaded.open();
    expect(reloaded.read()).toEqual({ key: "one" });
});

test("two windows never share a visit, and the visit of a closed one is taken over", async () => {
    const store = new DeskStore(storage, "db", 2);
    const locks = new Locks();
    const session = new MemoryStorage();
    const one = new DraftSlot(store, session, locks);
    await one.open();
    one.write({ key: "one" });
    // A duplicated window begins with a copy of the storage of the first.
    const other = new DraftSlot(store, session, locks);
    await other.open();
    expect(other.read()).toBe(null);
    const later = new DraftSlot(store, new MemoryStorage(), new Locks());
    await later.open();
    expect(later.read()).toEqual({ key: "one" });
});
