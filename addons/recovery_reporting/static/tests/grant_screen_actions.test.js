import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { contains, makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { reportFiles } from "@recovery_reporting/report_form/report_download";
import { defineGrantModels, DRAFT, FROZEN, dashboard, openScreen } from "./grant_screen_answers";

defineGrantModels();

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
