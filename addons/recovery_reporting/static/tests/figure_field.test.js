import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { clickSave, contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Line extends models.Model {
    _name = "recovery.report.line";

    unit = fields.Selection({ selection: [["people", "people"], ["percent", "%"], ["fte", "FTE"], ["hours", "hours"]] });
    value = fields.Float();

    _records = [
        { id: 1, unit: "people", value: 1480 },
        { id: 2, unit: "percent", value: 70.25 },
        { id: 3, unit: "percent", value: 53 },
        { id: 4, unit: "fte", value: 2 },
        { id: 5, unit: "hours", value: -6.4 },
        { id: 6, unit: "people", value: 0 },
    ];
}

defineMailModels();
defineModels([Line]);

function mountList(options) {
    return mountView({
        type: "list", resModel: "recovery.report.line",
        arch: `<list><field name="value" widget="recovery_figure" options="${options}"/></list>`,
    });
}

test("a figure is written in its unit", async () => {
    await mountList("{}");
    expect(queryAllTexts(".o_data_cell")).toEqual(["1,480", "70.3 %", "53 %", "2.0", "-6", "0"]);
});

test("a correction has its sign, and none shows nothing", async () => {
    await mountList("{'signed': True, 'blank_zero': True}");
    expect(queryAllTexts(".o_data_cell")).toEqual(["+1,480", "+70.3 %", "+53 %", "+2.0", "−6", ""]);
});

test("a target is typed as a plain number", async () => {
    onRpc("recovery.report.line", "web_save", ({ args }) => expect.step(args[1]));
    await mountView({
        type: "form", resModel: "recovery.report.line", resId: 2,
        arch: `<form><field name="value" widget="recovery_figure"/></form>`,
    });
    expect(".o_field_widget[name=value] input").toHaveValue("70.25");
    await contains(".o_field_widget[name=value] input").edit("75");
    await clickSave();
    expect.verifySteps([{ value: 75 }]);
});
