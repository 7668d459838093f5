import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, press, queryAll, queryAllTexts, queryFirst, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const YES_NO = [["yes", "Yes"], ["no", "No"], ["unknown", "Not known"]];

class Snapshot extends models.Model {
    _name = "x.snapshot";

    card = fields.Selection({ string: "Valid identity card", selection: YES_NO, default: "unknown", help: "Not expired" });
    debts = fields.Selection({ string: "Has debts", selection: YES_NO, default: "unknown" });
    housing = fields.Selection({
        string: "Housing",
        selection: [["stable", "Stable"], ["unstable", "Unstable"], ["shelter", "Shelter"], ["unknown", "Not known"]],
        default: "unknown",
    });
    before = fields.Json();

    _records = [
        { id: 1, card: "no", debts: "yes", housing: "stable", before: { values: { card: "yes", debts: "yes" } } },
        { id: 2, card: "unknown", debts: "unknown", housing: "unknown", before: false },
    ];
}

defineMailModels();
defineModels([Snapshot]);

const OPTIONS = "options=\"{'previous_field': 'before'}\"";
const FORM = `
    <form>
        <field name="before" invisible="1"/>
        <field name="card" widget="recovery_choice" ${OPTIONS}/>
        <field name="debts" widget="recovery_choice" ${OPTIONS}/>
        <field name="housing" widget="recovery_choice"/>
    </form>`;
const CARD = ".o_field_widget[name=card]";
const DEBTS = ".o_field_widget[name=debts]";
const HOUSING = ".o_field_widget[name=housing]";

function mountForm(resId = 2, arch = FORM) {
    return mountView({ type: "form", resModel: "x.snapshot", resId, arch });
}

function stepSaves() {
    onRpc("x.snapshot", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
}

function chosen(field) {
    return queryAllTexts(`${field} [role=radio][aria-checked=true]`);
}

function focusOn(field) {
    queryOne(`${field} [role=radio][tabindex='0']`).focus();
}

test("a tap chooses and is saved", async () => {
    stepSaves();
    await mountForm();
    expect(chosen(CARD)).toEqual(["Not known"]);
    await click(`${CARD} [data-value=no]`);
    await animationFrame();
    expect(chosen(CARD)).toEqual(["No"]);
    await clickSave();
    expect.verifySteps([{ card: "no" }]);
});

test("a tap on what is chosen already changes nothing", async () => {
    await mountForm();
    await click(`${CARD} [data-value=unknown]`);
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Not known"]);
    expect(".o_form_button_save").not.toBeVisible();
});

test("a screen reader hears a named group with one option chosen; Tab reaches one of them", async () => {
    await mountForm();
    const group = queryOne(`${CARD} [role=radiogroup]`);
    expect(queryOne(`[id="${group.getAttribute("aria-labelledby")}"]`)).toHaveText("Valid identity card");
    expect(queryAll(`${CARD} [role=radio]`).map((option) => option.getAttribute("aria-checked"))).toEqual([
        "false", "false", "true",
    ]);
    expect(queryAll(`${CARD} [role=radio]`).map((option) => option.tabIndex)).toEqual([-1, -1, 0]);
    const ids = queryAll("[role=radiogroup]").map((element) => element.getAttribute("aria-labelledby"));
    expect(new Set(ids).size).toBe(3);
});

test("arrows choose and go round; Home and End reach the ends", async () => {
    await mountForm();
    focusOn(HOUSING);
    await press("ArrowRight");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Stable"]);
    expect(`${HOUSING} [data-value=stable]`).toBeFocused();
    await press("ArrowLeft");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Not known"]);
    await press("Home");
    await press("ArrowDown");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Unstable"]);
    await press("End");
    await press("ArrowUp");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Shelter"]);
});

test("Y, N and ? answer and go on to the next question", async () => {
    stepSaves();
    await mountForm();
    focusOn(CARD);
    await press("y");
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Yes"]);
    expect(`${DEBTS} [role=radio][tabindex='0']`).toBeFocused();
    await press("N");
    await animationFrame();
    expect(chosen(DEBTS)).toEqual(["No"]);
    expect(`${HOUSING} [role=radio][tabindex='0']`).toBeFocused();
    await clickSave();
    expect.verifySteps([{ card: "yes", debts: "no" }]);
    focusOn(CARD);
    await press("?");
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Not known"]);
});

test("a letter jumps between the values of a list that begin with it, and stays there", async () => {
    await mountForm();
    focusOn(HOUSING);
    await press("s");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Stable"]);
    await press("s");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Shelter"]);
    expect(`${HOUSING} [data-value=shelter]`).toBeFocused();
    await press("?");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Not known"]);
    await press("x");
    await animationFrame();
    expect(chosen(HOUSING)).toEqual(["Not known"]);
});

test("the first letters of the language answer too", async () => {
    Snapshot._fields.card.selection = [["yes", "Ano"], ["no", "Ne"], ["unknown", "Nevím"]];
    await mountForm();
    focusOn(CARD);
    await press("a");
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Ano"]);
    focusOn(CARD);
    await press("n");
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Ne"]);
    Snapshot._fields.card.selection = YES_NO;
});

test("shortcuts of the browser and of the form are left alone", async () => {
    await mountForm();
    focusOn(CARD);
    await press(["ctrl", "y"]);
    await press(["alt", "n"]);
    await animationFrame();
    expect(chosen(CARD)).toEqual(["Not known"]);
});

test("what differs from last time says what it was", async () => {
    await mountForm(1);
    expect(`${CARD} .o_recovery_choice`).toHaveClass("o_recovery_choice_changed");
    expect(`${CARD} .o_recovery_choice_before`).toHaveText("before: Yes");
    expect(`${DEBTS} .o_recovery_choice_before`).toHaveCount(0);
    await click(`${CARD} [data-value=yes]`);
    await click(`${DEBTS} [data-value=no]`);
    await animationFrame();
    expect(`${CARD} .o_recovery_choice_before`).toHaveCount(0);
    expect(`${DEBTS} .o_recovery_choice_before`).toHaveText("before: Yes");
});

test("without a last time nothing is marked", async () => {
    await mountForm(2);
    expect(".o_recovery_choice_before").toHaveCount(0);
});

test("read only it is words, not buttons", async () => {
    await mountForm(1, FORM.replaceAll("<field name=\"card\"", "<field name=\"card\" readonly=\"1\""));
    expect(`${CARD} [role=radio]`).toHaveCount(0);
    expect(`${CARD} .o_recovery_choice_value`).toHaveText("No");
});

test("everything to touch is at least 44 pixels high", async () => {
    await mountForm();
    const { height } = queryFirst(`${CARD} [role=radio]`).getBoundingClientRect();
    expect(height).toBeGreaterThan(43.9);
});
