import { beforeEach, expect, test } from "@odoo/hoot";
import { InvalidRatingError, moveRating, parseRating } from "@recovery_care/rating/rating_value";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";

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
