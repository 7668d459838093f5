import { describe, expect, test } from "@odoo/hoot";
import { describeDays, getWindow, isDay, stepDay } from "@recovery_housing/bed_board/board_days";
import { getBarBox, getColumnWidth, getGrip, getIndexAt, getPull, getVisibleRange } from "@recovery_housing/bed_board/board_geometry";

describe.current.tags("headless");

test("a week begins on Monday, a month on its first day, a quarter in January, April, July or October", () => {
    expect(getWindow("week", "2026-11-22")).toEqual({ start: "2026-11-16", days: 7 });
    expect(getWindow("month", "2026-02-10")).toEqual({ start: "2026-02-01", days: 28 });
    expect(getWindow("quarter", "2026-11-22")).toEqual({ start: "2026-10-01", days: 92 });
    expect(getWindow("day", "2026-11-22")).toEqual({ start: "2026-11-22", days: 1 });
});

test("a month has its days where the clock changes", () => {
    expect(getWindow("month", "2026-03-29").days).toBe(31);
    expect(getWindow("month", "2026-10-25").days).toBe(31);
});

test("steps are those of the zoom", () => {
    expect(stepDay("month", "2026-01-31", 1)).toBe("2026-02-28");
    expect(stepDay("week", "2026-11-22", -1)).toBe("2026-11-15");
    expect(stepDay("quarter", "2026-11-22", 1)).toBe("2027-02-22");
});

test("a link may hold anything", () => {
    expect(["2026-11-22", "2026-02-30", "x", "", undefined].map(isDay)).toEqual([true, false, false, false, false]);
});

test("what stands over the days", () => {
    const days = describeDays("2026-11-21", 3, "2026-11-22");
    expect(days.map(({ isWeekend, isToday, isMonday }) => [isWeekend, isToday, isMonday])).toEqual([
        [true, false, false], [true, true, false], [false, false, true],
    ]);
});

test("days fill the screen until they get too narrow", () => {
    expect(getColumnWidth("week", 7, 1400)).toBe(200);
    expect(getColumnWidth("quarter", 92, 300)).toBe(12);
});

test("only what is seen is drawn, and a little more", () => {
    expect(getVisibleRange(0, 720, 36, 1020)).toEqual({ first: 0, stop: 26 });
    expect(getVisibleRange(18000, 720, 36, 1020)).toEqual({ first: 494, stop: 526 });
    expect(getVisibleRange(36720, 720, 36, 1020).stop).toBe(1020);
    expect(getVisibleRange(0, 720, 36, 3)).toEqual({ first: 0, stop: 3 });
});

test("a bar stands on its nights", () => {
    expect(getBarBox({ start: 2, end: 5 }, 30, 40)).toEqual({ left: 82, width: 116, startsBefore: false, goesOn: false });
    expect(getBarBox({ start: -4, end: null }, 30, 40)).toEqual({ left: 2, width: 1196, startsBefore: true, goesOn: true });
    expect(getBarBox({ start: -9, end: 0 }, 30, 40)).toBe(null);
    expect(getBarBox({ start: 30, end: 33 }, 30, 40)).toBe(null);
    expect(getBarBox({ start: 29, end: 30 }, 30, 3).width).toBe(4, { message: "a night can always be seen" });
});

test("two bars of one day of turnover do not touch", () => {
    const [left, right] = [getBarBox({ start: 0, end: 5 }, 30, 40), getBarBox({ start: 5, end: 9 }, 30, 40)];
    expect(left.left + left.width).toBeLessThan(right.left);
});

test("taken by its edges or as a whole; what began before has no beginning to take", () => {
    const box = { startsBefore: false };
    expect([2, 50, 98].map((x) => getGrip(x, 100, box))).toEqual(["start", "move", "end"]);
    expect(getGrip(2, 100, { startsBefore: true })).toBe("move");
    expect(getGrip(14, 100, box, true)).toBe("start", { message: "a finger is wider" });
    expect([1, 6, 11].map((x) => getGrip(x, 12, box, true))).toEqual(["start", "move", "end"]);
});

test("outside of the board is its nearest edge", () => {
    expect([-50, 0, 79, 80, 9999].map((x) => getIndexAt(x, 40, 3))).toEqual([0, 0, 1, 2, 2]);
});

test("near an edge it scrolls, the nearer the faster", () => {
    expect([100, 145, 400, 690, 700].map((x) => getPull(x, 100, 700))).toEqual([-10, 0, 0, 8, 10]);
});
