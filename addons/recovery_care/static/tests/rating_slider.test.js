import { expect, test } from "@odoo/hoot";
import {
    click,
    edit,
    keyDown,
    keyUp,
    pointerDown,
    press,
    queryFirst,
    queryOne,
    setInputRange,
} from "@odoo/hoot-dom";
import { animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
import { clickSave, contains, onRpc } from "@web/../tests/web_test_helpers";
import {
    INDIVIDUAL,
    SOCIAL,
    Rating,
    defineRating,
    mountForm,
    stepSaves,
    typeNumber,
} from "./rating_helpers";

defineRating();

test("an answer taken back while the server still computes the first one stays taken back", async () => {
    const answer = new Deferred();
    Rating._onChanges.social = () => {};
    onRpc("x.rating", "onchange", () => answer);
    stepSaves();
    await mountForm(1);
    await typeNumber(SOCIAL, "3.3");
    await click(`${SOCIAL} .o_recovery_rating_clear`);
    await animationFrame();
    expect(`${SOCIAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    answer.resolve({ value: {} });
    await animationFrame();
    await animationFrame();
    expect(`${SOCIAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    await clickSave();
    expect.verifySteps([{ social: false }]);
});

test("the slider saves its position", async () => {
    stepSaves();
    await mountForm(1);
    await setInputRange(`${INDIVIDUAL} input[type=range]`, 8.3);
    await animationFrame();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("8.3");
    expect(`${INDIVIDUAL} input[type=range]`).toHaveAttribute("aria-valuetext", "8.3");
    await clickSave();
    expect.verifySteps([{ individual: 8.3 }]);
});

test("a tap in the middle of an unanswered slider is an answer", async () => {
    stepSaves();
    await mountForm(1);
    const slider = queryOne(`${SOCIAL} input[type=range]`);
    expect(slider).toHaveValue(5);
    // The browser changes no value there, so there is a click and no change.
    slider.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await animationFrame();
    expect(`${SOCIAL} input[type=text]`).toHaveValue("5.0");
    await clickSave();
    expect.verifySteps([{ social: 5 }]);
});

test("a finger that taps the middle of an unanswered slider answers, though it causes no click", async () => {
    stepSaves();
    await mountForm(1);
    const slider = queryOne(`${SOCIAL} input[type=range]`);
    slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" }));
    slider.dispatchEvent(new PointerEvent("pointerup", { bubbles: true, pointerType: "touch" }));
    await runAllTimers();
    await animationFrame();
    expect(`${SOCIAL} input[type=text]`).toHaveValue("5.0");
    await clickSave();
    expect.verifySteps([{ social: 5 }]);
});

test("a finger that scrolls the page over a slider gives no answer", async () => {
    await mountForm(1);
    const slider = queryOne(`${SOCIAL} input[type=range]`);
    // The order of events in Chromium: the slider jumps at the touch, the scroll cancels, the change comes last.
    slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" }));
    slider.value = 8.5;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await animationFrame();
    expect(`${SOCIAL} input[type=text]`).toHaveValue("8.5");
    slider.dispatchEvent(new PointerEvent("pointercancel", { bubbles: true, pointerType: "touch" }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
    await runAllTimers();
    await animationFrame();
    expect(`${SOCIAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    expect(slider).toHaveValue(5);
    expect(".o_form_button_save").not.toBeVisible();
    slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" }));
    await setInputRange(slider, 2);
    await animationFrame();
    expect(`${SOCIAL} input[type=text]`).toHaveValue("2.0");
});

test("keys move the slider; a held key changes the record once", async () => {
    Rating._onChanges.individual = () => {
        expect.step("onchange");
    };
    stepSaves();
    await mountForm(1);
    await pointerDown(`${INDIVIDUAL} input[type=range]`);
    queryOne(`${INDIVIDUAL} input[type=range]`).focus();
    await keyDown("ArrowRight");
    await keyDown("ArrowRight");
    await keyDown("ArrowRight");
    await animationFrame();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("4.3");
    expect.verifySteps([]);
    await keyUp("ArrowRight");
    await animationFrame();
    expect.verifySteps(["onchange"]);
    await press("PageUp");
    await animationFrame();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("5.3");
    await press("PageDown");
    await press("ArrowLeft");
    await animationFrame();
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("4.2");
    expect.verifySteps(["onchange", "onchange", "onchange"]);
    await press("Delete");
    await animationFrame();
    expect(`${INDIVIDUAL} .o_recovery_rating`).toHaveClass("o_recovery_rating_unanswered");
    expect.verifySteps(["onchange"]);
    await clickSave();
    expect.verifySteps([{ individual: false }]);
});

test("the label names the slider and the number, and leads to the number", async () => {
    await mountForm(1);
    const label = queryFirst("label.o_form_label:contains(Individual)");
    expect(queryOne(`${INDIVIDUAL} input[type=text]`).id).toBe(label.getAttribute("for"));
    expect(`${INDIVIDUAL} input[type=range]`).toHaveAttribute("aria-label", "Individual");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveAttribute("aria-label", "Individual, as a number");
    expect(`${SOCIAL} input[type=range]`).toHaveAttribute("aria-label", "Social");
});

test("everything to touch is at least 44 pixels high", async () => {
    await mountForm(1);
    for (const selector of ["input[type=range]", "input[type=text]", ".o_recovery_rating_clear"]) {
        const { height } = queryOne(`${INDIVIDUAL} ${selector}`).getBoundingClientRect();
        expect(height).toBeGreaterThan(43.9, { message: `${selector}: ${height}` });
    }
});

test("an onchange of the server shows in the slider", async () => {
    Rating._onChanges.name = (record) => {
        record.individual = 9.5;
    };
    await mountForm(1);
    await contains(".o_field_widget[name=name] input").edit("other");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("9.5");
    expect(`${INDIVIDUAL} input[type=range]`).toHaveValue(9.5);
});
