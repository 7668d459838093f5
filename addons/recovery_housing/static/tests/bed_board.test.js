import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, keyDown, keyUp, pointerDown, press, queryAll, queryAllTexts, queryOne, queryRect } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { contains, getService, makeServerError, MockServer, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { bar, BoardServer, makePayload, makeShelterPayload, openBoard, row, settle } from "./bed_board_helpers";

describe.current.tags("desktop");

let server;

beforeEach(() => {
    mockDate("2026-11-22 12:00:00");
    server = new BoardServer();
});

async function open() {
    await openBoard();
    expect.verifySteps(["read 2026-11-01 30"]);
}

function straight(id, bedId) {
    const [from, to] = [queryRect(bar(id)), queryRect(row(bedId))];
    return { position: { x: from.x + from.width / 2, y: to.y + to.height / 2 } };
}

/** Drag a bar by its middle straight to another bed. */
async function drag(id, bedId, { drop = true } = {}) {
    const helper = await contains(bar(id)).drag();
    await helper.moveTo(row(bedId), straight(id, bedId));
    await advanceTime(200);
    await settle();
    if (drop) {
        await helper.drop();
        await settle();
    }
    return helper;
}

test("houses, beds and bars with their words", async () => {
    await open();
    expect(queryAllTexts(".o_recovery_board_count strong")).toEqual(["2", "0", "1", "1"]);
    expect(".o_recovery_board_house").toHaveCount(2);
    expect(`${row(11)} ${bar(101)}`).toHaveText(/C-1 Bobr/);
    expect(`${bar(101)} .o_recovery_board_leave`).toHaveText("leave");
    expect(`${row(14)} .o_recovery_board_taken`).toHaveText("taken");
    expect(`${row(13)} .o_recovery_board_outage`).toHaveText(/out of service · heating/);
    expect(`${bar(104)}.o_recovery_board_overdue`).toHaveText(/overdue/);
    expect(".o_recovery_board_house[data-house='2']").toHaveText(/to look at only/);
    expect(queryOne(bar(103)).getAttribute("aria-label")).toMatch(/C-3 Ryba, reserved, 25 Nov – 11 Dec, Room 1 · B, Community/);
});

test("zoom and days", async () => {
    await open();
    await click("[data-zoom=quarter]");
    await settle();
    expect.verifySteps(["read 2026-10-01 92"]);
    await click("[aria-label=Later]");
    await settle();
    expect.verifySteps(["read 2027-01-01 90"]);
    await click("[data-zoom=week]");
    await settle();
    expect.verifySteps(["read 2027-02-22 7"]);
    await click("button:contains(Today)");
    await settle();
    expect.verifySteps(["read 2026-11-16 7"]);
});

test("counts and words filter the beds", async () => {
    await open();
    await click("[data-count=free]");
    await animationFrame();
    expect(".o_recovery_board_row").toHaveCount(2);
    await click("[data-count=free]");
    await click("[type=search]");
    await edit("bobr");
    await animationFrame();
    expect(".o_recovery_board_row").toHaveCount(1);
    await edit("nobody");
    await animationFrame();
    expect(".o_recovery_board_state").toHaveText(/No bed passes/);
});

test("somebody who is in is dragged to another bed, and back", async () => {
    server.refused = { 16: "Bed: it is for women." };
    await open();
    const held = await drag(101, 15, { drop: false });
    expect(`${row(15)}.o_recovery_board_may_yes`).toHaveCount(0, { message: "somebody overdue is in it" });
    await held.moveTo(row(12), straight(101, 12));
    await advanceTime(200);
    await settle();
    expect(`${row(12)} .o_recovery_board_ghost_no`).toHaveText(/C-3 Ryba/);
    expect(`${row(12)} .o_recovery_board_reason`).toHaveText(/held by C-3 Ryba/);
    await held.cancel();
    await settle();
    expect(".o_recovery_board_ghost").toHaveCount(0);
    await drag(104, 16);
    expect(".o_recovery_board_alert").toHaveText(/extend it first/);
    expect.verifySteps([]);
});

test("a drop calls the stay and can be taken back", async () => {
    const payload = makePayload();
    payload.houses[0][10][0][6] = [101, -20, 22, 1, 0];
    server.payload = () => payload;
    await open();
    await drag(101, 16);
    expect.verifySteps(["move 101 to 16", "read houses 1"]);
    expect(".o_recovery_board_news").toHaveText(/C-1 Bobr: Room 2 · D, Community/);
    await click(".o_recovery_board_undo");
    await settle();
    expect.verifySteps(["undo 900", "read houses 1"]);
    expect(".o_recovery_board_news").toHaveText(/Taken back/);
});

test("an edge that is dragged changes the day of leaving or of coming", async () => {
    const payload = makePayload();
    payload.houses[0][10][1][6][7] = 27;
    server.payload = () => payload;
    await open();
    for (const [grip, days] of [[-3, 2], [3, -1]]) {
        const { x, y, width, height } = queryRect(bar(103));
        const night = width / 3;
        const from = { x: grip < 0 ? x + width + grip : x + grip, y: y + height / 2 };
        const held = await contains(bar(103)).drag({ position: from, initialPointerMoveDistance: 0 });
        await held.moveTo(row(12), { position: { ...from, x: from.x + days * night } });
        await advanceTime(200);
        await settle();
        await held.drop();
        await settle();
    }
    expect.verifySteps([
        'write 103 {"date_to":"2026-11-30"}', "read houses 1", 'write 103 {"date_from":"2026-11-24"}', "read houses 1",
    ]);
});

test("the week that is looked at is printed, of all houses shown or of one", async () => {
    await open();
    patchWithCleanup(getService("action"), {
        doAction({ report_name: name, data }) {
            expect.step(`${name} ${data.house_ids} ${data.date}`);
        },
    });
    await click("button:contains(Print week)");
    await click("[data-house='2'] .o_recovery_board_print");
    await animationFrame();
    expect.verifySteps(["recovery_housing.house_week 1,2 2026-11-22", "recovery_housing.house_week 2 2026-11-22"]);
});

test("what the server refuses is said and changes nothing", async () => {
    onRpc("recovery.stay", "write", () => {
        throw makeServerError({ type: "ValidationError", message: "Bed: it is held on some of these nights." });
    });
    await open();
    await drag(103, 15);
    expect(".o_recovery_board_alert").toHaveText(/it is held on some of these nights/);
    expect.verifySteps(["read houses 1"]);
});

test("a place that the server refuses does not light up and takes no drop", async () => {
    server.refused = { 15: "Bed: it is for women." };
    await open();
    const held = await drag(103, 15, { drop: false });
    expect(`${row(15)}.o_recovery_board_may_no`).toHaveText(/for women/);
    expect(`${row(12)}.o_recovery_board_may_yes`).toHaveCount(1);
    await held.drop();
    await settle();
    expect(".o_recovery_board_alert").toHaveText(/for women/);
    expect.verifySteps([]);
});

test("what may not be changed cannot be held", async () => {
    await open();
    for (const [id, bedId] of [[102, 16], [201, 16]]) {
        await drag(id, bedId);
        expect(".o_recovery_board_ghost").toHaveCount(0);
    }
    expect.verifySteps([]);
});

test("by keyboard: walk, extend, move, let go", async () => {
    await open();
    queryOne(".o_recovery_board_scroll [tabindex='0']").focus();
    await press("ArrowDown");
    await animationFrame();
    expect(document.activeElement).toBe(queryOne(bar(101)));
    await press("ArrowDown");
    await press("ArrowRight");
    await press("ArrowRight");
    await press("ArrowRight");
    await animationFrame();
    expect(document.activeElement).toBe(queryOne(bar(103)));
    await press(["Shift", "ArrowRight"]);
    await press("ArrowRight");
    await settle();
    expect("[aria-live=assertive]").toHaveText(/25 Nov – 13 Dec/);
    await press("Enter");
    await advanceTime(200);
    await settle();
    expect.verifySteps(['write 103 {"date_to":"2026-12-13"}', "read houses 1"]);
    await press("m");
    await press("ArrowLeft");
    await press("ArrowDown");
    await advanceTime(200);
    await settle();
    expect("[aria-live=assertive]").toHaveText(/out of service/);
    await press("Enter");
    await settle();
    expect(".o_recovery_board_alert").toHaveText(/out of service/);
    expect.verifySteps([]);
    await press("m");
    await press("Escape");
    await settle();
    expect(".o_recovery_board_ghost").toHaveCount(0);
});

test("Tab enters the board once", async () => {
    await open();
    expect(".o_recovery_board_scroll [tabindex='0']").toHaveCount(1);
});

test("an empty night opens the form, a bar its card", async () => {
    await open();
    const [, right] = [0, queryRect(row(16)).x + 210];
    await pointerDown(row(16), { position: { x: right, y: queryRect(row(16)).y + 10 } });
    await click(bar(103));
    await animationFrame();
    expect(".o_recovery_board_card").toHaveText(/C-3 Ryba/);
    expect(queryAll(".o_recovery_board_card [data-step]").map((el) => el.dataset.step)).toEqual([
        "action_check_in", "hold", "open", "extend",
    ]);
    await click("[data-step=hold]");
    await settle();
    expect(bar(103)).toHaveClass("o_recovery_board_held");
    await keyDown("Escape");
    await keyUp("Escape");
});

test("a colleague's change is read once, and not under a hand", async () => {
    await open();
    await waitForChannels(["recovery_housing.bed_board"]);
    const tell = (house_id) =>
        MockServer.env["bus.bus"]._sendone("recovery_housing.bed_board", "recovery_housing.bed_board", { house_id });
    tell(1);
    tell(1);
    await settle();
    await advanceTime(1500);
    await settle();
    expect.verifySteps(["read houses 1"]);
    const held = await drag(103, 15, { drop: false });
    tell(1);
    await settle();
    await advanceTime(1500);
    await settle();
    expect.verifySteps([]);
    await held.cancel();
    await advanceTime(1500);
    await settle();
    expect.verifySteps(["read houses 1"]);
});

test("of a thousand beds only those in sight are drawn", async () => {
    const payload = makePayload();
    const beds = Array.from({ length: 1000 }, (_, index) => [1000 + index, "Room", `${index}`, "bed", null, null, [5000 + index, 3, 60, 1, null]]);
    payload.houses[0][10] = beds;
    server.payload = () => payload;
    await open();
    expect(queryAll(".o_recovery_board_row").length).toBeLessThan(60);
    const scroll = queryOne(".o_recovery_board_scroll");
    scroll.style.height = "600px";
    scroll.scrollTop = 18000;
    scroll.dispatchEvent(new Event("scroll"));
    await settle();
    expect(row(1499)).toHaveCount(1);
    expect(row(1100)).toHaveCount(0);
    expect(queryAll(".o_recovery_board_row").length).toBeLessThan(60);
});

test("nights of a shelter: how full, how many too many, and the night itself", async () => {
    server.payload = () => makeShelterPayload();
    await open();
    expect(queryAllTexts("[data-nights='3'] .o_recovery_board_guests")).toEqual(["1", "5 +3", "2"]);
    expect("[data-nights='3'] .o_recovery_board_guests_over").toHaveCount(1);
    expect("[data-nights='3'] .o_recovery_board_guests_full").toHaveCount(1);
    expect(queryOne("[data-nights='3'] .o_recovery_board_guests_over").getAttribute("aria-label")).toMatch(/Shelter, .*21 November, 5 of 2 in the register · 3 over/);
    expect(`${row(31)} .o_recovery_board_guest`).toHaveCount(2);
    expect(`${row(31)} .o_recovery_board_guest:last`).toHaveText("unnamed");
    expect(".o_recovery_board_house[data-house='3']").toHaveText(/2 of 2 in the register/);
});

test("who waits is told beside the house and opens the waiting list", async () => {
    server.payload = () => makeShelterPayload();
    await open();
    expect(queryAllTexts(".o_recovery_board_line")).toEqual(["4 wait · first C-212", "1 waits"]);
    await click("[data-house='1'] .o_recovery_board_line");
    await settle();
    expect.verifySteps(["line of 1"]);
});

test("a free night is offered to who waits, by the keys alone", async () => {
    server.payload = () => makeShelterPayload();
    await open();
    await click(".o_recovery_board_fold:first");
    await click(".o_recovery_board_fold:first");
    await settle();
    queryOne(".o_recovery_board_scroll [tabindex='0']").focus();
    for (let times = 0; times < 6; times++) {
        await press("ArrowDown");
        await settle();
    }
    expect(`${row(16)} .o_recovery_board_night`).toBeFocused();
    await press("Enter");
    await settle();
    expect(".o_recovery_board_card").toHaveText(/4 wait · first C-212/);
    expect("[data-step=offer]").toBeFocused();
    await press("Enter");
    await settle();
    expect.verifySteps(["offer 16 from 2026-11-22"]);
});
