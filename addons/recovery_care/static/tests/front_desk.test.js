import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, keyDown, press, queryAll, queryAllTexts, queryFirst, waitForNone } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, getService, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { DeskServer, FIND, MICKA, OUT, SETUP, kept, openFrontDesk, settle, type } from "./front_desk_helpers";

describe.current.tags("desktop");

let server;

beforeEach(() => {
    server = new DeskServer();
});

test("the search begins with the third character and once typing rests", async () => {
    await openFrontDesk();
    expect(FIND).toBeFocused();
    await type("KA");
    await advanceTime(1000);
    expect.verifySteps([]);
    await type("KAR");
    await type("KARM");
    await advanceTime(300);
    expect.verifySteps(["search KARM"]);
    expect(queryAllTexts(".o_recovery_desk_row strong")).toEqual(["KAR0974", "KARM262"]);
});

test("Enter takes the first, also before the answer has come", async () => {
    await openFrontDesk();
    await type("KAR");
    await press("Enter");
    await settle();
    expect.verifySteps(["search KAR"]);
    expect(".o_recovery_desk_code").toHaveText("KAR0974");
    expect(".o_recovery_desk_person").toHaveText(/41 visits this year/);
    expect(".o_recovery_desk_person .text-bg-warning").toHaveText("Situation review due since 3 Nov");
    expect(".o_recovery_desk_tile:first").toBeFocused();
});

test("arrows choose another one of those found", async () => {
    await openFrontDesk();
    await type("KAR");
    await advanceTime(300);
    await press("ArrowDown");
    await press("Enter");
    await settle();
    expect(".o_recovery_desk_code").toHaveText("KARM262");
    expect.verifySteps(["search KAR"]);
});

test("nobody found: Enter makes it a new code", async () => {
    server.results = [];
    await openFrontDesk();
    await type("zuz0295");
    await advanceTime(300);
    expect(".o_recovery_desk_none").toHaveCount(1);
    await press("Enter");
    await animationFrame();
    expect(".o_recovery_desk_newcode input[name=code]").toHaveValue("ZUZ0295");
    await click(".o_recovery_desk_create");
    await settle();
    expect.verifySteps(["search zuz0295", "create ZUZ0295"]);
    expect(".o_recovery_desk_code").toHaveText("ZUZ0295");
});

test("eleven services are shown, the others with More; arrows walk through them", async () => {
    await openFrontDesk();
    expect(".o_recovery_desk_tile").toHaveCount(12);
    await click(".o_recovery_desk_more");
    await animationFrame();
    expect(".o_recovery_desk_tile").toHaveCount(15);
    expect(queryAll(".o_recovery_desk_tile[tabindex='0']")).toHaveLength(1);
    queryFirst(".o_recovery_desk_tile[tabindex='0']").focus();
    await press("Home");
    await press("ArrowRight");
    expect(".o_recovery_desk_tile[data-service=S2]").toBeFocused();
    await press("End");
    expect(".o_recovery_desk_more").toBeFocused();
});

test("a visit is saved whole, the screen is empty again and the search has the focus", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await settle();
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_last");
    await animationFrame();
    await keyDown(["Control", "Enter"]);
    await settle();
    const [values] = [...server.saved.values()];
    expect(values).toMatchObject({
        program_id: 7, client_id: 9, place: "centre", employee_ids: [4],
        services: [{ service_id: 1, option_ids: [] }, { service_id: 3, option_ids: [] }],
        supplies: [{ product_id: 21, issued: 20, returned: 18, return_method: "counted" }],
    });
    expect(values.key).toMatch(/^[0-9a-f]{32}$/);
    expect(".o_recovery_desk_code").toHaveCount(0);
    expect(".o_recovery_desk_tile[aria-pressed=true]").toHaveCount(0);
    expect(FIND).toBeFocused();
    expect(".o_recovery_desk_saved").toHaveText(/KAR0974/);
    expect(kept("outbox")).toEqual([]);
    await click(".o_recovery_desk_undo_last");
    await waitForNone(".o_recovery_desk_saved");
    expect(".o_recovery_desk_undone").toHaveText(/KAR0974/);
    expect.verifySteps(["undo 1"]);
});

test("a finger that trembles saves once and is told nothing", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_unnamed");
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_save");
    await click(".o_recovery_desk_save");
    await settle();
    expect(server.saved.size).toBe(1);
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveCount(0);
    await advanceTime(1000);
    await click(".o_recovery_desk_save");
    await animationFrame();
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveCount(1);
});

test("digits and arrows change the pieces, + adds a package", async () => {
    await openFrontDesk();
    await click(OUT);
    await edit("7");
    await press("ArrowUp");
    await animationFrame();
    expect(OUT).toHaveValue("17");
    await press("ArrowDown");
    await press("ArrowDown");
    await animationFrame();
    expect(OUT).toHaveValue("0");
    await click(".o_recovery_desk_line[data-material='22'] .o_recovery_stepper_more");
    await animationFrame();
    expect(".o_recovery_desk_line[data-material='22'] input").toHaveValue("5");
    expect(".o_recovery_desk_tile[data-service=S1]").toHaveAttribute("aria-pressed", "true");
});

test("a programme without an exchange hands out nothing", async () => {
    server.setup = { ...SETUP, services: SETUP.services.filter(({ kind }) => kind !== "exchange") };
    await openFrontDesk();
    expect(".o_recovery_desk_tile").toHaveCount(12);
    expect(".o_recovery_desk_material").toHaveCount(0);
});

test("unnamed people are counted; what is for known clients is off", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_unnamed");
    await click(".o_recovery_desk_unnamed");
    await animationFrame();
    expect(".o_recovery_desk_person input").toHaveValue("2");
    expect(".o_recovery_desk_tile[data-service=S2]").not.toBeEnabled();
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_save");
    await settle();
    expect([...server.saved.values()][0].headcount).toBe(2);
});

test("what is missing is said and goes when it is there", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_save");
    await animationFrame();
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveText(/Client/);
    await click(".o_recovery_desk_unnamed");
    await animationFrame();
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveText(/Services/);
    await click(".o_recovery_desk_tile[data-service=S3]");
    await animationFrame();
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveCount(0);
    expect(server.saved.size).toBe(0);
});

test("somebody else is chosen before the visit is saved: it is asked whose it is", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await settle();
    await click(".o_recovery_desk_tile[data-service=S3]");
    server.results = [MICKA];
    await type("KARM");
    await press("Enter");
    await settle();
    expect(".o_recovery_desk_next").toHaveText(/KAR0974 is not saved yet/);
    expect(".o_recovery_desk_next .btn:first").toBeFocused();
    await press("Enter");
    await settle();
    expect([...server.saved.values()][0].client_id).toBe(9);
    expect(".o_recovery_desk_code").toHaveText("KARM262");
    expect.verifySteps(["search KARM"]);
});

test("a cleared visit can be brought back", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_clear");
    await animationFrame();
    expect(".o_recovery_desk_code").toHaveCount(0);
    await click(".o_recovery_desk_bring_back");
    await settle();
    expect(".o_recovery_desk_code").toHaveText("KAR0974");
    expect(".o_recovery_desk_tile[data-service=S3]").toHaveAttribute("aria-pressed", "true");
});

test("today's visits are read again every half minute; a cancelled one stays in sight", async () => {
    await openFrontDesk();
    expect(".o_recovery_desk_lines").toHaveText("Nobody yet today.");
    const line = { id: 1, time: "12:38", who: "PAV0381", what: "Food", counter: "counter 2", state: "done" };
    server.today = { visits: 1, people: 1, issued: 10, returned: 9, lines: [line, { ...line, id: 2, state: "cancelled" }] };
    await advanceTime(30000);
    await settle();
    expect(".o_recovery_desk_visits").toHaveText("1");
    expect(".o_recovery_desk_today").toHaveText(/90 %/);
    expect(".o_recovery_desk_undo").toHaveCount(1);
    expect(".o_recovery_desk_cancelled").toHaveText(/cancelled/);
    await click(".o_recovery_desk_undo");
    await settle();
    expect.verifySteps(["undo 1"]);
    expect(".o_recovery_desk_bar .o_recovery_desk_alert").toHaveCount(0);
});

test("place, worker and counter are remembered on the device", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_settings");
    await animationFrame();
    await contains(".o_recovery_desk_device select[name=place]").select("street");
    await contains(".o_recovery_desk_device input[name=counter]").edit("Counter 1");
    expect(kept("/device")).toMatchObject({ place: "street", counter: "Counter 1", employeeId: 4 });
    expect(".o_recovery_desk_settings").toHaveText(/Counter 1 · Street · Demo worker/);
});

test("the situation opens as a dialog for this client and programme", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await settle();
    onRpc("recovery.client", "action_record_situation", ({ args }) => ({
        type: "ir.actions.act_window", res_model: "recovery.situation", context: { default_client_id: args[0][0] },
    }));
    patchWithCleanup(getService("action"), {
        doAction({ target, res_model, context }) {
            expect.step(`${target} ${res_model} ${context.default_client_id} ${context.default_program_id}`);
        },
    });
    await click(".o_recovery_desk_situation");
    await settle();
    expect.verifySteps(["new recovery.situation 9 7"]);
});
