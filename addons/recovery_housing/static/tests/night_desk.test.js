import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
import { getService, makeServerError, mountWebClient, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const CHOICES = (...ids) => ids.map((id) => ({ id, name: id }));
const SETUP = {
    houses: [
        { id: 7, name: "Shelter", code: "SHL", program_id: 1, counted_by: "register" },
        { id: 8, name: "Warm", code: "WARM", program_id: 1, counted_by: "headcount" },
    ],
    genders: CHOICES("female", "male", "other", "unknown"), reasons: CHOICES("full", "pet"), referrals: CHOICES("none", "police"),
    over_reasons: CHOICES("frost"), reopen_reasons: CHOICES("early"),
};

function makeNight(values = {}, counts = {}) {
    return {
        house_id: 7, id: 1, date: "2026-11-21", label: "21 November", state: "open", is_tonight: true, can_reopen: true,
        counted_by: "register", over_reason: false, unclosed: [], guests: [], refusals: [], passages: [], code_inputs: [],
        places: [{ id: 31, name: "Bed 1", kind: "bed", free: true }, { id: 32, name: "Mat 1", kind: "mat", free: true }],
        places_free: { bed: 1, mat: 1 },
        regulars: [
            { client_id: 3, code: "KAR3", nickname: "Demo Ryba", nights: 4, bed: "Bed 1", housed: false },
            { client_id: 4, code: "KAR4", nickname: "", nights: 1, bed: "", housed: true },
        ],
        counts: {
            guests: 0, women: 0, men: 0, gender_unknown: 0, unnamed: 0, new: 0, bed_nights: 0, mats: 0, refused: 0,
            refused_by_reason: [], free: 2, over: 0, capacity: 2, entries: 0, peak: 0, inside: 0, by_hour: [], ...counts,
        },
        ...values,
    };
}

/** Mount the screen on a night; what it saves is stepped as [method, values without what the device adds]. */
async function open(night = makeNight()) {
    defineMailModels();
    localStorage.clear();
    onRpc("recovery.front.desk", "get_nights", () => SETUP);
    onRpc("recovery.front.desk", "get_night", ({ args }) => (args[0] === 8 ? makeNight({ house_id: 8, counted_by: "headcount", places: [] }, { inside: 2 }) : night));
    onRpc("recovery.front.desk", /^save_night_/, ({ method, args }) => {
        const { key, at, date, house_id: houseId, ...values } = args[0];
        expect(key.length).toBeGreaterThan(15);
        expect(date).toBe("2026-11-21");
        expect(at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        expect.step(`${method} ${houseId} ${JSON.stringify(values)}`);
        return { night_id: 1, repeated: false };
    });
    await mountWebClient();
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_housing.night" });
    await animationFrame();
    await animationFrame();
}

async function settle() {
    await animationFrame();
    await animationFrame();
    await animationFrame();
}

test("those who are ticked arrive together", async () => {
    await open();
    expect(queryAllTexts(".o_recovery_night_figures dd")).toEqual(["1", "1", "0/2", "0"]);
    await click(".o_recovery_night_tick[data-code=KAR3]");
    await click(".o_recovery_night_tick[data-code=KAR4]");
    await animationFrame();
    expect(".o_recovery_night_here").toHaveText("2 are here");
    await click(".o_recovery_night_here");
    await settle();
    expect.verifySteps(['save_night_guests 7 {"client_ids":[3,4]}']);
    expect(".o_recovery_night_here").toHaveCount(0);
});

test("a tick is kept on the device, as ids", async () => {
    await open();
    await click(".o_recovery_night_tick[data-code=KAR4]");
    await settle();
    const kept = Object.entries({ ...localStorage }).filter(([key]) => key.endsWith("/night"));
    expect(kept.map(([, value]) => value)).toEqual(['{"houseId":7,"ticked":[4]}']);
});

test("where no place is left the reason is asked first, once", async () => {
    await open(makeNight({ places_free: { bed: 0, mat: 0 } }, { guests: 2, free: 0 }));
    await click(".o_recovery_night_unnamed [data-gender=male] .o_recovery_stepper_more");
    await settle();
    expect.verifySteps([]);
    await click("[data-over=frost]");
    await settle();
    expect.verifySteps(['save_night_unnamed 7 {"over_reason":"frost","gender":"male","change":1}']);
    await click(".o_recovery_night_unnamed [data-gender=male] .o_recovery_stepper_more");
    await settle();
    expect(".o_recovery_night_over").toHaveCount(0);
    expect.verifySteps(['save_night_unnamed 7 {"over_reason":"frost","gender":"male","change":1}']);
});

test("somebody is turned away in two taps", async () => {
    await open();
    await click("[data-reason=pet]");
    await animationFrame();
    await click("[data-referral=police]");
    await settle();
    expect.verifySteps(['save_night_refusal 7 {"reason":"pet","referred_to":"police","headcount":1}']);
    expect("[data-reason=pet]").toHaveCount(1);
});

test("a client is found, let in to a chosen place by keyboard", async () => {
    onRpc("recovery.front.desk", "search_clients", () => [{ id: 5, code: "KAR5", nickname: "Demo Sova", last_visit: false, here: true }]);
    await open();
    await click(".o_recovery_desk_find");
    await edit("kar5");
    await runAllTimers();
    await animationFrame();
    await press("Enter");
    await animationFrame();
    expect(".o_recovery_night_let_in").toBeFocused();
    await press("Enter");
    await settle();
    expect.verifySteps(['save_night_guests 7 {"client_ids":[5]}']);
    expect(".o_recovery_desk_find").toHaveCount(1);
});

test("a guest moves to a mat and was a mistake", async () => {
    const guest = {
        id: 11, client_id: 3, code: "KAR3", nickname: "Demo Ryba", headcount: 0, gender: "female", bed_id: 31, place: "bed",
        place_name: "Bed 1", arrived: "20:10", left: "", state: "here", is_new: true,
    };
    await open(makeNight({ guests: [guest] }, { guests: 1 }));
    expect(".o_recovery_night_row").toHaveText(/Demo Ryba\s*new\s*KAR3 · came 20:10/);
    await click(".o_recovery_night_more");
    await animationFrame();
    await click('.o_recovery_night_actions [data-place="Mat 1"]');
    await settle();
    await click(".o_recovery_night_more");
    await animationFrame();
    await click(".o_recovery_night_mistake");
    await settle();
    expect.verifySteps([
        'save_night_change 7 {"guest_id":11,"change":"place","bed_id":32}', 'save_night_change 7 {"guest_id":11,"change":"cancel"}',
    ]);
});

test("a warming room counts in, out and in again", async () => {
    await open();
    queryFirst("select").value = "8";
    queryFirst("select").dispatchEvent(new Event("change"));
    await settle();
    expect(".o_recovery_night_inside").toHaveText("2 of 2 inside");
    await click(".o_recovery_night_out");
    await settle();
    await click(".o_recovery_night_how_many .o_recovery_stepper_more");
    await animationFrame();
    expect(".o_recovery_night_out").not.toHaveAttribute("disabled");
    await click(".o_recovery_night_out");
    await settle();
    expect.verifySteps([
        'save_night_passage 8 {"direction":"out","persons":1,"again":false}',
        'save_night_passage 8 {"direction":"out","persons":2,"again":false}',
    ]);
});

test("a closed night can be opened again with a reason, and nothing else be done", async () => {
    await open(makeNight({ state: "closed" }));
    onRpc("recovery.front.desk", "close_night", ({ args }) => {
        expect.step(args[0]);
        return makeNight();
    });
    expect(".o_recovery_night_tick, .o_recovery_desk_find, [data-reason]").toHaveCount(0);
    await click(".o_recovery_night_reopen");
    await animationFrame();
    await click(".o_recovery_night_end .o_recovery_desk_chip:contains(early)");
    await settle();
    expect.verifySteps([{ house_id: 7, date: "2026-11-21", reopen: "early" }]);
    expect(".o_recovery_night_tick").toHaveCount(2);
});

test("another house is shown although what was entered before is saved only then", async () => {
    await open();
    const saving = new Deferred(), reading = new Deferred();
    onRpc("recovery.front.desk", "save_night_guests", async () => {
        await saving;
        return { night_id: 1, repeated: false };
    });
    onRpc("recovery.front.desk", "get_night", async ({ args }) => {
        expect.step(`get_night ${args[0]}`);
        await reading;
        return makeNight({ house_id: args[0], counted_by: "headcount", places: [] }, { inside: 1 });
    });
    await click(".o_recovery_night_tick[data-code=KAR3]");
    await animationFrame();
    await click(".o_recovery_night_here");
    await settle();
    queryFirst("select").value = "8";
    queryFirst("select").dispatchEvent(new Event("change"));
    await settle();
    saving.resolve();
    await settle();
    expect("select").toHaveAttribute("disabled");
    reading.resolve();
    await settle();
    expect.verifySteps(["get_night 8", "get_night 8"]);
    expect("select").not.toHaveAttribute("disabled");
    expect(".o_recovery_night_inside").toHaveText("1 of 2 inside");
});

test("whoever lost the last place to a colleague is asked why, although the night is read again meanwhile", async () => {
    await open(makeNight({}, { guests: 1, free: 1 }));
    const readings = [];
    onRpc("recovery.front.desk", "save_night_guests", () => {
        throw makeServerError({ type: "ValidationError", message: "Over capacity because: say why." });
    });
    onRpc("recovery.front.desk", "get_night", async () => {
        const reading = new Deferred();
        readings.push(reading);
        await reading;
        return makeNight({ places_free: { bed: 0, mat: 0 } }, { guests: 2, free: 0 });
    });
    await click(".o_recovery_night_tick[data-code=KAR3]");
    await animationFrame();
    await click(".o_recovery_night_here");
    await settle();
    expect(readings).toHaveLength(1);
    await advanceTime(30000);
    await settle();
    expect(readings).toHaveLength(2);
    readings[1].resolve();
    await settle();
    readings[0].resolve();
    await settle();
    expect("[data-over=frost]").toHaveCount(1);
});
