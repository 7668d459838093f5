import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { clickSave, contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Service extends models.Model {
    _name = "recovery.service";
    name = fields.Char();
    _records = [
        { id: 1, name: "First aid" },
        { id: 2, name: "Talk" },
    ];
}

class Option extends models.Model {
    _name = "x.option";
    name = fields.Char();
    _records = [
        { id: 11, name: "Cleaned" },
        { id: 12, name: "Dressed" },
        { id: 21, name: "Settled" },
        { id: 22, name: "Sent on" },
    ];
}

class Row extends models.Model {
    _name = "x.row";
    service_id = fields.Many2one({ relation: "recovery.service" });
    option_ids = fields.Many2many({ relation: "x.option" });
    _records = [{ id: 1, service_id: 1, option_ids: [11] }];
}

defineMailModels();
defineModels([Service, Option, Row]);

const QUESTIONS = {
    1: [
        {
            id: 1, name: "What was done", multiple: true, required: false,
            options: [{ id: 11, name: "Cleaned" }, { id: 12, name: "Dressed" }],
        },
        {
            id: 2, name: "Outcome", multiple: false, required: true,
            options: [{ id: 21, name: "Settled" }, { id: 22, name: "Sent on" }],
        },
    ],
    2: [],
};
const FORM = `<form><field name="service_id"/><field name="option_ids" widget="recovery_option_chips"/></form>`;

async function mountForm(arch = FORM) {
    onRpc("recovery.service", "get_questions", ({ args }) => {
        expect.step(`questions of ${args[0]}`);
        return { [args[0][0]]: QUESTIONS[args[0][0]] };
    });
    await mountView({ type: "form", resModel: "x.row", resId: 1, arch });
    await animationFrame();
}

function pressed() {
    return queryAllTexts(".o_recovery_chip[aria-pressed=true]");
}

test("chips stand under their questions, the chosen ones pressed", async () => {
    await mountForm();
    expect.verifySteps(["questions of 1"]);
    expect(queryAllTexts(".o_recovery_chips_question legend")).toEqual(["What was done", "Outcome (answer needed)"]);
    expect(queryAllTexts(".o_recovery_chip")).toEqual(["Cleaned", "Dressed", "Settled", "Sent on"]);
    expect(pressed()).toEqual(["Cleaned"]);
});

test("several answers, and one where one is asked", async () => {
    onRpc("x.row", "web_save", ({ args }) => {
        expect.step(args[1].option_ids);
    });
    await mountForm();
    await click(".o_recovery_chip:contains(Dressed)");
    await animationFrame();
    await click(".o_recovery_chip:contains(Settled)");
    await animationFrame();
    await click(".o_recovery_chip:contains(Sent on)");
    await animationFrame();
    expect(pressed()).toEqual(["Cleaned", "Dressed", "Sent on"]);
    await click(".o_recovery_chip:contains(Cleaned)");
    await animationFrame();
    expect(pressed()).toEqual(["Dressed", "Sent on"]);
    await clickSave();
    expect.verifySteps(["questions of 1", [[4, 12], [4, 22], [3, 11]]]);
});

test("another service asks its own questions", async () => {
    await mountForm();
    await contains(".o_field_widget[name=service_id] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Talk)").click();
    await animationFrame();
    expect.verifySteps(["questions of 1", "questions of 2"]);
    expect(".o_recovery_chips_question").toHaveCount(0);
    expect(".o_recovery_chips").toHaveText("This service asks nothing more.");
});

test("read only it is words, not buttons", async () => {
    await mountForm(FORM.replace("<field name=\"option_ids\"", "<field name=\"option_ids\" readonly=\"1\""));
    expect.verifySteps(["questions of 1"]);
    expect(".o_recovery_chip").toHaveCount(0);
    expect(queryAllTexts(".o_recovery_chips_question > span")).toEqual(["Cleaned", "–"]);
});
