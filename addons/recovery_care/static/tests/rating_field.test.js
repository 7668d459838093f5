import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, fill, keyDown, keyUp, pointerDown, press, queryFirst, queryOne, queryText, setInputRange } from "@odoo/hoot-dom";
import { animationFrame, Deferred, runAllTimers } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { InvalidRatingError, moveRating, parseRating } from "@recovery_care/rating/rating_value";

// The mock server knows no empty numbers, the real one answers `false` for these fields
// (test_tours holds that). Inside the mock server this number stands for it.
const EMPTY = -1;

function decode(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === EMPTY ? false : value]));
}

class Rating extends models.Model {
    _name = "x.rating";

    individual = fields.Float({ string: "Individual", digits: [4, 1], default: EMPTY });
    social = fields.Float({ string: "Social", digits: [4, 1], default: EMPTY });
    name = fields.Char();

    _records = [
        { id: 1, individual: 4, social: EMPTY, name: "half" },
        { id: 2, individual: 0, social: 0, name: "zero" },
    ];

    read() {
        return super.read(...arguments).map(decode);
    }

    onchange() {
        const result = super.onchange(...arguments);
        return { ...result, value: decode(result.value) };
    }

    write(ids, values) {
        const encoded = { ...values };
        for (const name of ["individual", "social"]) {
            if (encoded[name] === false) {
                encoded[name] = EMPTY;
            }
        }
        return super.write(ids, encoded);
    }

    create([values]) {
        const { individual, social } = values;
        return super.create([
            { ...values, individual: individual === false ? EMPTY : individual, social: social === false ? EMPTY : social },
        ]);
    }
}

defineMailModels();
defineModels([Rating]);

const FORM = `
    <form>
        <group>
            <field name="name"/>
            <field name="individual" widget="recovery_rating"/>
            <field name="social" widget="recovery_rating"/>
        </group>
    </form>`;
const INDIVIDUAL = ".o_field_widget[name=individual]";
const SOCIAL = ".o_field_widget[name=social]";

function mountForm(resId, arch = FORM) {
    return mountView({ type: "form", resModel: "x.rating", resId, arch });
}

function stepSaves() {
    onRpc("x.rating", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
}

/** Type into the number input as a person does, then leave it with Tab. */
async function typeNumber(field, text) {
    await click(`${field} input[type=text]`);
    await edit(text);
    await press("Tab");
    await animationFrame();
}

describe("reading and moving a rating", () => {
    beforeEach(makeMockEnv);

    test("a comma and a point are both decimal separators, thousands do not exist", () => {
        expect(parseRating("7,5", 10)).toBe(7.5);
        expect(parseRating("7.5", 10)).toBe(7.5);
        expect(parseRating("0,5", 10)).toBe(0.5);
        expect(parseRating(" 10 ", 10)).toBe(10);
        expect(parseRating(".5", 10)).toBe(0.5);
    });

    test("a locale with comma decimals and point thousands reads both the same", () => {
        patchWithCleanup(localization, { decimalPoint: ",", thousandsSep: "." });
        expect(parseRating("7,5", 10)).toBe(7.5);
        expect(parseRating("7.5", 10)).toBe(7.5);
    });

    test("a number is rounded half up to one decimal, as the server does", () => {
        expect(parseRating("7.25", 10)).toBe(7.3);
        expect(parseRating("4.35", 10)).toBe(4.4);
        expect(parseRating("0.04", 10)).toBe(0);
    });

    test("nothing written is not answered, zero is an answer", () => {
        expect(parseRating("", 10)).toBe(false);
        expect(parseRating("  ", 10)).toBe(false);
        expect(parseRating("0", 10)).toBe(0);
    });

    test("what lies outside the scale or is no number is refused", () => {
        for (const text of ["10.1", "10,04", "11", "-1", "-0.1", "seven", "1e1", "7.5.1", "1,5,0", "=2+2", "–"]) {
            expect(() => parseRating(text, 10)).toThrow(InvalidRatingError, { message: text });
        }
        expect(parseRating("32", 40)).toBe(32);
    });

    test("keys move by a tenth and by one, stop at the ends, and start an unanswered scale in the middle", () => {
        expect(moveRating("ArrowRight", 4, 10)).toBe(4.1);
        expect(moveRating("ArrowUp", 0.2, 10)).toBe(0.3);
        expect(moveRating("ArrowLeft", 0, 10)).toBe(0);
        expect(moveRating("ArrowDown", 4, 10)).toBe(3.9);
        expect(moveRating("PageUp", 9.6, 10)).toBe(10);
        expect(moveRating("PageDown", 4, 10)).toBe(3);
        expect(moveRating("Home", 4, 10)).toBe(0);
        expect(moveRating("End", 4, 10)).toBe(10);
        expect(moveRating("ArrowRight", false, 10)).toBe(5);
        expect(moveRating("Home", false, 10)).toBe(0);
        expect(moveRating("a", 4, 10)).toBe(undefined);
    });
});

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

test("an onchange of the server shows in the slider", async () => {
    Rating._onChanges.name = (record) => {
        record.individual = 9.5;
    };
    await mountForm(1);
    await contains(".o_field_widget[name=name] input").edit("other");
    expect(`${INDIVIDUAL} input[type=text]`).toHaveValue("9.5");
    expect(`${INDIVIDUAL} input[type=range]`).toHaveValue(9.5);
});

const LIST = `
    <list editable="bottom">
        <field name="name"/>
        <field name="individual" widget="recovery_rating"/>
        <field name="social" widget="recovery_rating"/>
    </list>`;

test("in a list: a dash is not answered, 0.0 is zero", async () => {
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    expect(queryText(".o_data_row:first .o_data_cell[name=individual]")).toBe("4.0");
    expect(queryText(".o_data_row:first .o_data_cell[name=social]")).toInclude("–");
    expect(queryText(".o_data_row:last .o_data_cell[name=social]")).toBe("0.0");
});

test("in a list: a compact number input saves, and zero is zero", async () => {
    stepSaves();
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    await contains(".o_data_row:first .o_data_cell[name=social]").click();
    expect(".o_selected_row input[type=range]").toHaveCount(0);
    expect(".o_selected_row [name=social] input").toHaveAttribute("aria-label", "Social");
    await contains(".o_selected_row [name=social] input").edit("0", { confirm: false });
    await press("Tab");
    await animationFrame();
    await contains(".o_list_button_save:visible").click();
    expect.verifySteps([{ social: 0 }]);
});

test("in a list: a number outside the scale is refused with a message", async () => {
    stepSaves();
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    await contains(".o_data_row:first .o_data_cell[name=individual]").click();
    await contains(".o_selected_row [name=individual] input").edit("12", { confirm: "Tab" });
    expect(".o_notification_content:first").toHaveText(
        "Individual: write a number from 0.0 to 10.0, or leave it empty.",
    );
    await contains(".o_list_button_save:visible").click();
    await runAllTimers();
    expect.verifySteps([]);
    expect(".o_selected_row [name=individual] input").toHaveValue("12");
});
