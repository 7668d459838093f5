import { expect, test } from "@odoo/hoot";
import { getBand, getCutoffLine, getTicks, getTimeRange } from "@recovery_care/ors_chart/ors_chart_config";
import { chartOf, FIRST, LAST, point } from "./ors_chart_helpers";

test("the band is the first score plus and minus the reliable change, within the scale", () => {
    expect(getBand(chartOf([FIRST]))).toEqual({ low: 12, high: 22 });
    expect(getBand({ first: 2, reliable_change: 5 })).toEqual({ low: 0, high: 7 });
    expect(getBand({ first: 38, reliable_change: 5 })).toEqual({ low: 33, high: 40 });
});

test("a cut-off that changes with age is drawn as steps", () => {
    const points = [point(1, "2026-01-12", [4, 4, 4, 4], { cutoff: 28 }), LAST];
    const line = getCutoffLine(points, getTimeRange(points));
    expect(line.map(({ y }) => y)).toEqual([28, 28, 25, 25]);
    expect(line[0].x).toBeLessThan(line[1].x);
    expect(line[3].x).toBeGreaterThan(line[2].x);
});

test("the axis names the first and the last day, once each, and more where there is room", () => {
    const days = (points, width) =>
        getTicks(points, width).map((time) => luxon.DateTime.fromMillis(time).toISODate());
    expect(days([FIRST, LAST], 200)).toEqual(["2026-01-12", "2026-06-15"]);
    expect(days([FIRST, LAST], 1200).length).toBe(7);
    expect(days([FIRST, point(2, "2026-01-13", [1, 1, 1, 1])], 1200)).toEqual(["2026-01-12", "2026-01-13"]);
    expect(days([FIRST], 1200)).toEqual(["2026-01-12"]);
});
