export function point(id, date, areas, extra = {}) {
    const [individual, interpersonal, social, overall] = areas;
    const total = Math.round(areas.reduce((sum, area) => sum + area, 0) * 10) / 10;
    return {
        id, date, total, individual, interpersonal, social, overall, cutoff: 25, above_cutoff: total > 25,
        version: "ors", ...extra,
    };
}

export const FIRST = point(1, "2026-01-12", [4.1, 4.2, 4.3, 4.4]);
export const SECOND = point(2, "2026-03-02", [5, 0, 5.5, 6]);
export const LAST = point(3, "2026-06-15", [6.1, 7, 6.4, 6.7]);

export function chartOf(points, extra = {}) {
    const first = points[0]?.total ?? 0;
    return {
        points, cutoff: 25, reliable_change: 5, ruleset: "Common, change 5", first,
        change: points.length > 1 ? Math.round((points.at(-1).total - first) * 10) / 10 : 0,
        result: points.length > 1 ? "clinically_significant" : "too_few",
        result_label: points.length > 1 ? "Clinically significant" : "Too few ratings", ...extra,
    };
}
