import { expect, test } from "@odoo/hoot";
import { click, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { INDIVIDUAL, Rating, SOCIAL, defineRating, mountForm, typeNumber } from "./rating_helpers";

defineRating();

const TOTAL = ".o_field_widget[name=total]";
const ITEMS = "{'items': ['individual', 'social']}";

function mountTotal(resId, items = `<field name="individual" widget="recovery_rating"/><field name="social" widget="recovery_rating"/>`) {
    return mountForm(resId, `<form>${items}<field name="total" widget="recovery_rating_total" options="${ITEMS}"/></form>`);
}

test("the total is empty while a rating is not answered", async () => {
    await mountTotal(1);
    expect(queryText(TOTAL)).toBe("–\nnot answered");
});

test("the total becomes 0.0 when the last answer is zero, and empty again when one is cleared", async () => {
    await mountTotal();
    await typeNumber(INDIVIDUAL, "0");
    expect(queryText(TOTAL)).toBe("–\nnot answered");
    await typeNumber(SOCIAL, "0");
    expect(queryText(TOTAL)).toBe("0.0");
    await click(`${SOCIAL} .o_recovery_rating_clear`);
    await animationFrame();
    expect(queryText(TOTAL)).toBe("–\nnot answered");
});

test("tenths add up", async () => {
    await mountTotal(2);
    await typeNumber(INDIVIDUAL, "0.1");
    await typeNumber(SOCIAL, "0.2");
    expect(queryText(TOTAL)).toBe("0.3");
});

test("without its ratings in the view the total is what the server says", async () => {
    Rating._records[0].total = 23.4;
    await mountTotal(1, "");
    expect(queryText(TOTAL)).toBe("23.4");
});
