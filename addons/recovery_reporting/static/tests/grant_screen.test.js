import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { contains, getService, onRpc } from "@web/../tests/web_test_helpers";
import { defineGrantModels, DRAFT, dashboard, openScreen, row } from "./grant_screen_answers";

defineGrantModels();

test("the header says which grant, its money and its time", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(queryText("h1")).toBe("Wider counselling");
    expect(queryText(".o_recovery_grant_subtitle")).toBe("CZ.1 · Demo Fund · 4,686,780.00 CZK");
    expect(".o_recovery_grant_header .badge").toHaveText("Running");
    expect(".o_recovery_grant_header .badge").toHaveClass("text-bg-success");
    const bar = queryOne(".o_recovery_grant_time [role=progressbar]");
    expect(bar.getAttribute("aria-valuenow")).toBe("61");
    expect(bar.getAttribute("aria-valuetext")).toBe("61 % of the time gone");
    expect(queryAllTexts(".o_recovery_grant_days span")).toEqual(["Sep 1, 2023", "61 % of the time gone", "Aug 31, 2026"]);
    expect(queryText(".o_breadcrumb .active, .o_last_breadcrumb_item")).toInclude("Wider counselling");
});

test("time that has not begun and time that is over are said in words", async () => {
    await openScreen(dashboard({ time: { share: 0, percent: 0, status: "before" } }));
    expect(queryText(".o_recovery_grant_time_text")).toBe("not begun yet");
    await getService("action").doAction({
        type: "ir.actions.client", tag: "recovery_reporting.grant", params: { grant_id: 5 },
    });
    expect.verifySteps(["dashboard 5", "dashboard 5"]);
});

test("each pace has its word and its colour, each bar its text and the mark of the time", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(queryAllTexts(".o_recovery_target_pace")).toEqual(["ahead", "behind by 6", "rate them", "reached", "no target"]);
    expect(`${row("ahead")} .badge`).toHaveClass("text-bg-success");
    expect(`${row("behind")} .badge`).toHaveClass("text-bg-warning");
    expect(`${row("open")} .badge`).toHaveClass("text-bg-300");
    expect(queryOne(`${row("ahead")} .o_recovery_bar_fill`).style.width).toBe("74%");
    expect(queryOne(`${row("ahead")} .o_recovery_bar_mark`).style.insetInlineStart).toBe("61%");
    expect(queryOne(`${row("ahead")} [role=progressbar]`).getAttribute("aria-valuetext")).toBe(
        "74 % of the target, 61 % of the time gone"
    );
});

test("a share has no mark of the time, but what explains it", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(`${row("share")} .o_recovery_bar_mark`).toHaveCount(0);
    expect(queryText(`${row("share")} .o_recovery_target_detail`)).toBe("of 148; 22 rated once, 11 not rated");
    expect(queryText(`${row("share")} .o_recovery_target_now`)).toBe("53 %");
    expect(queryOne(`${row("share")} [role=progressbar]`).getAttribute("aria-valuetext")).toBe("76 % of the target");
});

test("more than the target is a full bar with its true share in words", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(queryOne(`${row("reached")} .o_recovery_bar_fill`).style.width).toBe("100%");
    const bar = queryOne(`${row("reached")} [role=progressbar]`);
    expect(bar.getAttribute("aria-valuenow")).toBe("100");
    expect(bar.getAttribute("aria-valuetext")).toInclude("140 % of the target");
});

test("without a target there is no bar, and the figure still opens its records", async () => {
    onRpc("recovery.grant.indicator", "action_open_records", ({ args }) => {
        expect.step(`records ${args[0]}`);
        return false;
    });
    await openScreen(dashboard());
    expect(`${row("open")} [role=progressbar]`).toHaveCount(0);
    expect(queryText(`${row("open")} .o_recovery_target_goal`)).toInclude("none");
    expect(queryOne(`${row("open")} button`).getAttribute("aria-label")).toBe("Indicator open: 148 people. Open the records");
    await contains(`${row("open")} button`).click();
    expect.verifySteps(["dashboard 5", "records 5"]);
});

test("what is not attributed says why, what is in conflict asks for a decision", async () => {
    for (const method of ["action_open_missing", "action_open_conflicts", "action_open_attributions"]) {
        onRpc("recovery.grant", method, () => {
            expect.step(method);
            return false;
        });
    }
    await openScreen(dashboard());
    expect(queryText(".o_recovery_grant_missing .o_recovery_grant_text")).toInclude("38 outside the rules' staff, 3 Online");
    expect(".o_recovery_grant_missing .badge").toHaveClass("text-bg-warning");
    expect(".o_recovery_grant_conflict .badge").toHaveClass("text-bg-danger");
    expect(queryText(".o_recovery_grant_open_claimed")).toBe("2,914 attributed");
    await contains(".o_recovery_grant_open_missing").click();
    await contains(".o_recovery_grant_open_conflict").click();
    await contains(".o_recovery_grant_open_claimed").click();
    expect.verifySteps(["dashboard 5", "action_open_missing", "action_open_conflicts", "action_open_attributions"]);
});

test("nothing missing and no conflict leave nothing to click", async () => {
    await openScreen(dashboard({ missing: { count: 0, breakdown: [] }, conflict: { count: 0 } }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_open_missing").toHaveCount(0);
    expect(".o_recovery_grant_open_conflict").toHaveCount(0);
    expect(queryAllTexts(".o_recovery_grant_missing .badge, .o_recovery_grant_conflict .badge")).toEqual(["0", "0"]);
});

test("nights that no rule claims are told beside the services and open their stays", async () => {
    onRpc("recovery.grant", "action_open_missing_stays", () => {
        expect.step("stays");
        return false;
    });
    await openScreen(dashboard({
        grant: { houses: [{ id: 2, name: "Demo hostel" }] }, missing_nights: { stays: 2, nights: 53 },
    }));
    expect(queryText(".o_recovery_grant_nights")).toBe("Nights in its houses that no rule claims: 53 of 2 stays.");
    expect(queryText(".o_recovery_grant_missing .badge")).toBe("43");
    expect(queryText(".o_recovery_grant_programs")).toInclude("Houses: Demo hostel");
    await contains(".o_recovery_grant_open_missing_nights").click();
    expect.verifySteps(["dashboard 5", "stays"]);
});

test("what the grant bears of fees is told with what is in the ledger, and opens the shares", async () => {
    onRpc("recovery.grant", "action_open_fee_shares", () => {
        expect.step("shares");
        return false;
    });
    await openScreen(dashboard({
        fees: { amount: 432, amount_text: "432.00 €", invoiced: 40, invoiced_text: "40.00 €" },
    }));
    expect(queryText(".o_recovery_grant_fees .o_recovery_card_title .fw-bold.ms-auto")).toBe("432.00 €");
    expect(queryText(".o_recovery_grant_fees .o_recovery_grant_text")).toInclude("40.00 €");
    await contains(".o_recovery_grant_open_fees").click();
    expect.verifySteps(["dashboard 5", "shares"]);
});

test("a grant that bears no fees says nothing of them", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_fees").toHaveCount(0);
});

test("a grant without houses says nothing of nights", async () => {
    await openScreen(dashboard());
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_nights, .o_recovery_grant_open_missing_nights").toHaveCount(0);
});

test("whoever only reads has no button that changes anything", async () => {
    await openScreen(dashboard({ rights: { write: false }, reports: [DRAFT] }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_attribute, .o_recovery_grant_new_report, .o_recovery_grant_start").toHaveCount(0);
    expect(".o_recovery_grant_add").toHaveCount(0);
    expect(".o_recovery_grant_edit").toHaveText("Details");
    expect(".o_recovery_grant_open_conflict").toHaveText("Show them");
});

test("a grant without indicators asks for one", async () => {
    await openScreen(dashboard({ indicators: [] }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_table").toHaveCount(0);
    expect(".o_recovery_grant_empty .o_recovery_grant_add").toHaveCount(1);
});

test("the screen says that it counts until the answer is here", async () => {
    const answer = new Deferred();
    await openScreen(() => answer);
    expect(".o_recovery_grant_loading[role=status]").toHaveCount(1);
    answer.resolve(dashboard());
    await animationFrame();
    expect(".o_recovery_grant_loading").toHaveCount(0);
    expect("h1").toHaveText("Wider counselling");
    expect.verifySteps(["dashboard 5"]);
});

test("without a grant in the address it says so and offers the list", async () => {
    await openScreen(dashboard(), {});
    expect.verifySteps([]);
    expect(queryText(".o_recovery_grant_failed")).toInclude("No grant was named");
    expect(".o_recovery_grant_retry").toHaveCount(0);
});

test("posts say whether they are filled, vacant, over or not begun", async () => {
    const post = (id, values) => ({
        id, job: "Social worker", employee: "Demo Testová", fte: 1, date_start: "2023-09-01", date_end: false,
        filled: false, ...values,
    });
    await openScreen(dashboard({
        positions: [
            post(1, { filled: true, fte: 0.5 }), post(2, { filled: true }), post(3, { employee: false }),
            post(4, { date_end: "2024-08-31" }), post(5, { date_start: "2026-01-01" }),
        ],
    }));
    expect.verifySteps(["dashboard 5"]);
    expect(queryAllTexts(".o_recovery_grant_posts .badge")).toEqual(["filled", "filled", "vacant", "over", "not begun"]);
    expect(queryText(".o_recovery_grant_posts .o_recovery_card_title")).toInclude("1.5 FTE filled today");
});
