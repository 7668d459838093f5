import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    makeServerError,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { reportFiles } from "@recovery_reporting/report_form/report_download";

class Grant extends models.Model {
    _name = "recovery.grant";

    name = fields.Char();

    _records = [{ id: 5, name: "Wider counselling" }];
    _views = { "form,false": `<form><field name="name"/></form>`, "search,false": `<search/>` };
}

defineMailModels();
defineModels([Grant]);

function indicator(id, code, values = {}) {
    return {
        id, code, name: `Indicator ${code}`, measure: "persons_supported", unit: "people", unit_label: "people",
        decimals: 0, target: 200, value: 148, target_text: "200", value_text: "148", progress: 0.74, expected: 0.61,
        pace: "ahead", pace_label: "ahead", tone: "success", detail: "", ...values,
    };
}

const AHEAD = indicator(1, "ahead");
const BEHIND = indicator(2, "behind", {
    value: 79, value_text: "79", target: 140, target_text: "140", progress: 0.56, pace: "behind",
    pace_label: "behind by 6", tone: "warning",
});
const SHARE = indicator(3, "share", {
    unit: "percent", unit_label: "%", value_text: "53 %", target_text: "70 %", progress: 0.757, expected: false,
    pace: "behind", pace_label: "rate them", tone: "warning", detail: "of 148; 22 rated once, 11 not rated",
});
const REACHED = indicator(4, "reached", { progress: 1.4, pace: "reached", pace_label: "reached" });
const OPEN = indicator(5, "open", {
    target: false, target_text: "", progress: 0, expected: false, pace: "open", pace_label: "", tone: "muted",
});

function dashboard(changes = {}) {
    const { grant, time, ...values } = changes;
    return {
        grant: {
            id: 5, name: "Wider counselling", code: "CZ.1", call: false, funder: "Demo Fund", responsible: false,
            company: "Demo", state: "running", state_label: "Running", exclusive: true, date_start: "2023-09-01",
            date_end: "2026-08-31", amount: 4686780, amount_text: "4,686,780.00 CZK",
            currency: { id: 9, name: "CZK" }, programs: [{ id: 3, name: "Counselling" }], ...grant,
        },
        time: { share: 0.61, percent: 61, status: "running", today: "2025-07-01", days_gone: 669, days_total: 1096, ...time },
        indicators: [AHEAD, BEHIND, SHARE, REACHED, OPEN],
        claimed: 2914,
        missing: {
            count: 41,
            breakdown: [
                { reason: "staff", label: "outside the rules' staff", count: 38 },
                { reason: "place", label: "Online", count: 3 },
            ],
        },
        conflict: { count: 2 },
        positions: [],
        reports: [],
        rights: { write: true },
        ...values,
    };
}

const FROZEN = {
    id: 44, number: 4, name: "No. 4", date_from: "2025-03-01", date_to: "2025-08-31", state: "frozen",
    state_label: "Frozen", frozen_at: "2025-09-04 08:12:00", has_file: true,
};
const DRAFT = {
    id: 45, number: 5, name: "No. 5", date_from: "2025-09-01", date_to: "2026-02-28", state: "draft",
    state_label: "Draft", frozen_at: false, has_file: false,
};

function serve(answer) {
    onRpc("recovery.grant", "get_dashboard", ({ args }) => {
        expect.step(`dashboard ${args[0]}`);
        return typeof answer === "function" ? answer() : answer;
    });
}

async function openScreen(answer, action = { params: { grant_id: 5 }, context: { active_id: 5 } }) {
    serve(answer);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_reporting.grant", ...action });
    await animationFrame();
}

function row(code) {
    return `.o_recovery_target[data-code=${code}]`;
}

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

test("whoever only reads has no button that changes anything", async () => {
    await openScreen(dashboard({ rights: { write: false }, reports: [DRAFT] }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_attribute, .o_recovery_grant_new_report, .o_recovery_grant_start").toHaveCount(0);
    expect(".o_recovery_grant_add").toHaveCount(0);
    expect(".o_recovery_grant_edit").toHaveText("Details");
    expect(".o_recovery_grant_open_conflict").toHaveText("Show them");
});

test("a draft can be started, and then attributes and reports", async () => {
    let state = "draft";
    onRpc("recovery.grant", "action_confirm", () => {
        expect.step("confirm");
        state = "running";
        return false;
    });
    await openScreen(() => dashboard({ grant: { state, state_label: state } }));
    expect(".o_recovery_grant_draft").toHaveCount(1);
    expect(".o_recovery_grant_new_report, .o_recovery_grant_attribute, .o_recovery_grant_missing").toHaveCount(0);
    await contains(".o_recovery_grant_start").click();
    await animationFrame();
    expect.verifySteps(["dashboard 5", "confirm", "dashboard 5"]);
    expect(".o_recovery_grant_draft, .o_recovery_grant_start").toHaveCount(0);
    expect(".o_recovery_grant_new_report").toHaveCount(1);
    expect(".o_recovery_grant_attribute").toHaveCount(1);
});

test("a closed grant attributes nothing more, its last report can be made", async () => {
    await openScreen(dashboard({ grant: { state: "closed", state_label: "Closed" } }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_attribute").toHaveCount(0);
    expect(".o_recovery_grant_new_report").toHaveCount(1);
    expect(".o_recovery_grant_header .badge").toHaveClass("text-bg-300");
});

test("a second click waits for the first", async () => {
    const answer = new Deferred();
    onRpc("recovery.grant", "action_new_report", () => {
        expect.step("new report");
        return answer;
    });
    await openScreen(dashboard());
    await contains(".o_recovery_grant_new_report").click();
    expect(".o_recovery_grant_new_report").not.toBeEnabled();
    expect(".o_recovery_grant_attribute").not.toBeEnabled();
    answer.resolve(false);
    await animationFrame();
    expect(".o_recovery_grant_new_report").toBeEnabled();
    expect.verifySteps(["dashboard 5", "new report"]);
});

test("attributing shows what the rules did and counts anew", async () => {
    onRpc("recovery.grant", "action_attribute", () => ({
        type: "ir.actions.client", tag: "display_notification", params: { type: "success", message: "3 added" },
    }));
    await openScreen(dashboard());
    await contains(".o_recovery_grant_attribute").click();
    await animationFrame();
    expect(".o_notification").toHaveCount(1);
    expect.verifySteps(["dashboard 5", "dashboard 5"]);
});

test("a grant without indicators asks for one", async () => {
    await openScreen(dashboard({ indicators: [] }));
    expect.verifySteps(["dashboard 5"]);
    expect(".o_recovery_grant_table").toHaveCount(0);
    expect(".o_recovery_grant_empty .o_recovery_grant_add").toHaveCount(1);
});

test("corrections arrive after the screen is drawn, only where a report is frozen", async () => {
    const answer = new Deferred();
    onRpc("recovery.grant", "get_corrections", () => {
        expect.step("corrections");
        return answer;
    });
    await openScreen(dashboard({ reports: [DRAFT, FROZEN] }));
    expect.verifySteps(["dashboard 5", "corrections"]);
    expect(queryAllTexts(".o_recovery_grant_reports .badge")).toEqual(["Draft", "Frozen"]);
    expect(".o_recovery_report_corrections").toHaveCount(0);
    answer.resolve({
        44: [{ line_id: 8, name: "People supported", value: 32, value_now: 31, correction: -1, text: "People supported: −1" }],
    });
    await animationFrame();
    expect(queryText("[data-report='44'] .o_recovery_report_corrections")).toBe("1 correction since: People supported: −1");
    expect("[data-report='45'] .o_recovery_report_download").toHaveCount(0);
});

test("no frozen report, no question about corrections", async () => {
    onRpc("recovery.grant", "get_corrections", () => expect.step("corrections"));
    await openScreen(dashboard({ reports: [DRAFT] }));
    expect.verifySteps(["dashboard 5"]);
});

test("corrections that fail leave the screen and can be asked for again", async () => {
    let fails = true;
    onRpc("recovery.grant", "get_corrections", () => {
        if (fails) {
            throw makeServerError({ type: "UserError", message: "busy" });
        }
        return { 44: [] };
    });
    await openScreen(dashboard({ reports: [FROZEN] }));
    await animationFrame();
    expect(".o_recovery_target").toHaveCount(5);
    expect(queryText(".o_recovery_grant_reports")).toInclude("could not be counted");
    fails = false;
    await contains(".o_recovery_grant_reports p button").click();
    await animationFrame();
    expect(queryText(".o_recovery_grant_reports")).not.toInclude("could not be counted");
    expect.verifySteps(["dashboard 5"]);
});

test("a frozen report is saved from the screen", async () => {
    patchWithCleanup(reportFiles, {
        fetch: async (url) => {
            expect.step(url);
            return "CZ.1_No_4.xlsx";
        },
    });
    onRpc("recovery.grant", "get_corrections", () => ({}));
    onRpc("recovery.report", "action_download", ({ args }) => ({ type: "ir.actions.act_url", url: `/file/${args[0]}` }));
    await openScreen(dashboard({ reports: [FROZEN] }));
    await contains(".o_recovery_report_download").click();
    await animationFrame();
    expect.verifySteps(["dashboard 5", "/file/44"]);
    expect(queryText(".o_notification")).toInclude("Saved: CZ.1_No_4.xlsx");
});

test("a refusal is shown in the server's words and can be tried again", async () => {
    let fails = true;
    await openScreen(() => {
        if (fails) {
            throw makeServerError({ type: "AccessError", message: "This grant is not yours" });
        }
        return dashboard();
    });
    expect(".o_recovery_grant_failed[role=alert]").toHaveCount(1);
    expect(queryText(".o_recovery_grant_failed")).toInclude("This grant is not yours");
    expect(".o_error_dialog, .modal").toHaveCount(0);
    fails = false;
    await contains(".o_recovery_grant_retry").click();
    await animationFrame();
    expect(".o_recovery_target").toHaveCount(5);
    expect.verifySteps(["dashboard 5", "dashboard 5"]);
});

test("a fault of the server shows no trace of it", async () => {
    await openScreen(() => {
        throw makeServerError({ type: "ValueError", message: "column x does not exist" });
    });
    expect.verifySteps(["dashboard 5"]);
    expect(queryText(".o_recovery_grant_failed")).not.toInclude("column x");
    expect(queryText(".o_recovery_grant_failed")).toInclude("could not count");
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
