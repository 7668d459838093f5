import { expect, test } from "@odoo/hoot";
import { click, edit, fill, press, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import {
    FORM,
    INDIVIDUAL,
    SOCIAL,
    defineRating,
    mountForm,
    stepSaves,
    typeNumber,
} from "./rating_helpers";

defineRating();

test("a new record saves what was not answered as false", async () => {
    stepSaves();
    await mountForm();
    expect(`${INDIVIDUAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    await contains(".o_field_widget[name=name] input").edit("new");
    await clickSave();
    expect.verifySteps([{ name: "new", individual: false, social: false }]);
});

test("zero and not answered look and read differently", async () => {
    await mountForm(2);
    expect(`${INDIVIDUAL} .o_recovery_rating`).not.toHaveClass("o_recovery_rating_unanswered");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("0.0");
    expect(`${INDIVIDUAL} input[type=range]`).toHaveAttribute("aria-valuetext", "0.0");
    expect(`${INDIVIDUAL} .o_recovery_rating_clear`).toHaveCount(1);
});

test("an unanswered rating shows a dash, its words and no button to clear", async () => {
    await mountForm(1);
    expect(`${SOCIAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    expect(`${SOCIAL} input[type=text]`).toHaveValue("");
    expect(`${SOCIAL} input[type=text]`).toHaveAttribute("placeholder", "–");
    expect(`${SOCIAL} input[type=range]`).toHaveAttribute("aria-valuetext", "not answered");
    expect(queryText(`${SOCIAL} .o_recovery_rating_state`)).toBe("not answered");
    expect(`${SOCIAL} .o_recovery_rating_clear`).toHaveCount(0);
});

test("zero typed into an unanswered rating and left by Tab is saved as zero", async () => {
    stepSaves();
    await mountForm(1);
    await typeNumber(SOCIAL, "0");
    expect(`${SOCIAL} input[type=text]`).toHaveValue("0.0");
    expect(`${SOCIAL} .o_recovery_rating`).not.toHaveClass("o_recovery_rating_unanswered");
    await clickSave();
    expect.verifySteps([{ social: 0 }]);
});

test("a typed comma is saved as the decimal separator", async () => {
    stepSaves();
    await mountForm(1);
    await typeNumber(INDIVIDUAL, "7,55");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("7.6");
    expect(`${INDIVIDUAL} input[type=range]`).toHaveValue(7.6);
    await clickSave();
    expect.verifySteps([{ individual: 7.6 }]);
});

test("a language with a decimal comma shows and takes the comma", async () => {
    stepSaves();
    await mountForm(1);
    patchWithCleanup(localization, { decimalPoint: ",", thousandsSep: "." });
    await typeNumber(INDIVIDUAL, "7,5");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("7,5");
    await typeNumber(SOCIAL, "2.5");
    expect(`${SOCIAL} input[type=text]`).toHaveValue("2,5");
    await clickSave();
    expect.verifySteps([{ individual: 7.5, social: 2.5 }]);
});

test("what is typed and not left yet is saved too", async () => {
    stepSaves();
    await mountForm(1);
    await click(`${SOCIAL} input[type=text]`);
    await fill("3.2", { confirm: false });
    await clickSave();
    expect.verifySteps([{ social: 3.2 }]);
});

test("emptying the number means not answered", async () => {
    stepSaves();
    await mountForm(2);
    await typeNumber(INDIVIDUAL, "");
    expect(`${INDIVIDUAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    await clickSave();
    expect.verifySteps([{ individual: false }]);
});

test("the button Clear returns to not answered", async () => {
    stepSaves();
    await mountForm(2);
    await contains(`${INDIVIDUAL} .o_recovery_rating_clear`).click();
    expect(`${INDIVIDUAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    expect(`${INDIVIDUAL} input[type=range]`).toBeFocused();
    await clickSave();
    expect.verifySteps([{ individual: false }]);
});

test("a number outside the scale is refused by name and range, and stays as typed", async () => {
    stepSaves();
    await mountForm(1);
    await typeNumber(INDIVIDUAL, "11,5");
    expect(queryText(`${INDIVIDUAL} [role=alert]`)).toBe(
        "Individual: write a number from 0.0 to 10.0, or leave it empty.",
    );
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("11,5");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveAttribute("aria-invalid", "true");
    expect(`${INDIVIDUAL}`).toHaveClass("o_field_invalid");
    expect(".o_form_button_save").not.toBeEnabled();
    await press(["alt", "s"]);
    await animationFrame();
    expect.verifySteps([]);
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("11,5");
    await typeNumber(INDIVIDUAL, "1,5");
    expect(queryText(`${INDIVIDUAL} [role=alert]`)).toBe("");
    await clickSave();
    expect.verifySteps([{ individual: 1.5 }]);
});

test("what is typed while the record is being saved is not lost", async () => {
    const saving = new Deferred();
    onRpc("x.rating", "web_save", () => saving);
    await mountForm(1);
    await typeNumber(INDIVIDUAL, "5");
    await click(".o_form_button_save");
    await click(`${SOCIAL} input[type=text]`);
    await fill("2.2", { confirm: false });
    saving.resolve();
    await animationFrame();
    await animationFrame();
    await runAllTimers();
    expect(`${SOCIAL} input[type=text]`).toHaveValue("2.2");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("5.0");
});

test("the pager leaves nothing of the record before", async () => {
    await mountView({ type: "form", resModel: "x.rating", resId: 1, resIds: [1, 2], arch: FORM });
    await typeNumber(INDIVIDUAL, "7");
    await contains(".o_pager_next").click();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("0.0");
    await contains(".o_pager_previous").click();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("7.0");
});

test("discarding drops what was refused", async () => {
    await mountForm(1);
    await typeNumber(INDIVIDUAL, "99");
    await contains(".o_form_button_cancel").click();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("4.0");
    expect(queryText(`${INDIVIDUAL} [role=alert]`)).toBe("");
    expect(INDIVIDUAL).not.toHaveClass("o_field_invalid");
});

test("read-only: a bar with the number, words for not answered, and the option max", async () => {
    await mountForm(
        1,
        `<form>
            <field name="individual" widget="recovery_rating" readonly="1" options="{'max': 40}"/>
            <field name="social" widget="recovery_rating" readonly="1"/>
        </form>`,
    );
    expect("input").toHaveCount(0);
    expect(queryText(`${INDIVIDUAL} .o_recovery_rating_number`)).toBe("4.0");
    expect(queryOne(`${INDIVIDUAL} .o_recovery_rating`).style.getPropertyValue("--recovery-rating-fill")).toBe("10%");
    expect(`${SOCIAL}`).toBeVisible();
    expect(queryText(SOCIAL)).toInclude("not answered");
});
