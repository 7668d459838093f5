import { expect, test } from "@odoo/hoot";
import { click, queryAll, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, mockService, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Log extends models.Model {
    _name = "recovery.house.log";
    body = fields.Char();
    _records = [{ id: 1, body: "Quiet night" }];
}

defineMailModels();
defineModels([Log]);

const ARCH = `<kanban js_class="recovery_house_log"><templates><t t-name="card"><field name="body"/></t></templates></kanban>`;

test("what is open and late stands above the log and leads there", async () => {
    onRpc("recovery.house.incident", "get_open", () => ({
        open: 3,
        overdue: 1,
        incidents: [
            { id: 7, code: "IN-00007", house: "Demo house", kind: "Damage", is_overdue: true, next_due: "11/20/2026" },
            { id: 8, code: "IN-00008", house: "Demo house", kind: "Theft", is_overdue: false, next_due: "12/01/2026" },
        ],
    }));
    mockService("action", {
        doAction: (action) => expect.step(action.res_id || action),
    });
    await mountView({ type: "kanban", resModel: "recovery.house.log", arch: ARCH });
    const lines = queryAllTexts(".o_recovery_open_incidents li");
    expect(lines[0]).toInclude("IN-00007");
    expect(lines[0]).toInclude("Overdue");
    expect(lines[1]).not.toInclude("Overdue");
    expect(lines[1]).toInclude("until 12/01/2026");
    const buttons = queryAll(".o_recovery_open_incidents button");
    for (const button of buttons.slice(0, 3)) {
        await click(button);
        await animationFrame();
    }
    expect.verifySteps([
        "recovery_housing.house_incident_action",
        "recovery_housing.house_incident_step_action",
        7,
    ]);
    expect(".o_kanban_record:contains(Quiet night)").toHaveCount(1);
});

test("without an open incident there is the log alone", async () => {
    onRpc("recovery.house.incident", "get_open", () => ({ open: 0, overdue: 0, incidents: [] }));
    await mountView({ type: "kanban", resModel: "recovery.house.log", arch: ARCH });
    expect(".o_recovery_open_incidents").toHaveCount(0);
    expect(".o_kanban_record:contains(Quiet night)").toHaveCount(1);
});
