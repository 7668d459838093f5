import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { reportFiles } from "@recovery_reporting/report_form/report_download";

class Report extends models.Model {
    _name = "recovery.report";

    state = fields.Selection({ selection: [["draft", "Draft"], ["frozen", "Frozen"]] });

    _records = [{ id: 4, state: "draft" }];
}

defineMailModels();
defineModels([Report]);

function mountReport() {
    patchWithCleanup(reportFiles, {
        fetch: async (url) => {
            expect.step(`fetch ${url}`);
            return "G-1_No_4.xlsx";
        },
    });
    return mountView({
        type: "form", resModel: "recovery.report", resId: 4,
        arch: `
            <form js_class="recovery_report_form">
                <header>
                    <button name="action_freeze_and_download" type="object" string="Freeze and download" invisible="state != 'draft'"/>
                    <button name="action_download" type="object" string="Download" invisible="state != 'frozen'"/>
                    <field name="state" widget="statusbar"/>
                </header>
            </form>`,
    });
}

test("freezing saves the file and shows at once that the report is frozen", async () => {
    onRpc("recovery.report", "action_freeze_and_download", ({ args }) => {
        expect.step(`freeze ${args[0]}`);
        MockServer.env["recovery.report"].write([4], { state: "frozen" });
        return { type: "ir.actions.act_url", url: "/file/4", target: "download" };
    });
    onRpc("recovery.report", "web_read", ({ parent }) => {
        expect.step("read");
        return parent();
    });
    await mountReport();
    await contains("button[name=action_freeze_and_download]").click();
    await animationFrame();
    expect.verifySteps(["read", "freeze 4", "fetch /file/4", "read"]);
    expect(queryText(".o_notification")).toInclude("Saved: G-1_No_4.xlsx");
});

test("a refusal to freeze fetches nothing", async () => {
    expect.errors(1);
    onRpc("recovery.report", "action_freeze_and_download", () => {
        throw makeServerError({ type: "UserError", message: "In conflict: decide first" });
    });
    await mountReport();
    await contains("button[name=action_freeze_and_download]").click();
    await animationFrame();
    expect.verifyErrors([/decide first/]);
    expect.verifySteps([]);
    expect("button[name=action_freeze_and_download]").toBeEnabled();
});
