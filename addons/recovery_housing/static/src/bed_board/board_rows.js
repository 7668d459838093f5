import { normalize } from "@web/core/l10n/utils";

/** What of the night decides whether a bed is listed under a count of the head. */
export const ONLY = {
    free: (bed, night) => night.state === "free" && bed.kind !== "mat",
    late: (bed, night) => night.state === "late",
    outage: (bed, night) => night.state === "outage",
    overdue: (bed, night) => night.isOverdue || bed.bars.some((bar) => bar.isOverdue),
};

/** Return {free, late, outage, overdue}: how many beds of these houses each holds tonight. */
export function countTonight(model, houses) {
    const beds = houses.flatMap((house) => house.beds);
    const count = (name) => beds.filter((bed) => ONLY[name](bed, model.tonight.get(bed.id))).length;
    return Object.fromEntries(Object.keys(ONLY).map((name) => [name, count(name)]));
}

function matches(bed, words) {
    bed.text ??= normalize([bed.house.name, bed.house.code, bed.title, ...bed.bars.map((bar) => bar.label)].join(" "));
    return words.every((word) => bed.text.includes(word));
}

export function filterHouses(model, { houseId, kind }) {
    return model.houses.filter((house) => (!houseId || house.id === houseId) && (!kind || house.kind === kind));
}

/**
 * Return the rows of the board: each house with, below, its counted nights and its beds that pass the filter; houses
 * without any are left out.
 *
 * @param {{houseId: number|false, kind: string, text: string, only: string}} filter
 * @param {Set<number>} folded houses whose beds are folded away
 */
export function listRows(model, filter, folded = new Set()) {
    const words = normalize(filter.text || "").split(" ").filter(Boolean);
    const rows = [];
    const isWhole = !words.length && !filter.only;
    for (const house of filterHouses(model, filter)) {
        const beds = house.beds.filter(
            (bed) =>
                (!words.length || matches(bed, words)) &&
                (!filter.only || ONLY[filter.only](bed, model.tonight.get(bed.id)))
        );
        if (beds.length || (house.nights && isWhole)) {
            const isFolded = folded.has(house.id);
            rows.push({ key: `house${house.id}`, house, isFolded });
            if (!isFolded) {
                if (house.nights && isWhole) {
                    rows.push({ key: `nights${house.id}`, house, isNights: true });
                }
                rows.push(...beds.map((bed) => ({ key: `bed${bed.id}`, house, bed })));
            }
        }
    }
    return rows;
}

/** Return {places, taken, free} of a house tonight; mats are no places. */
export function countHouse(model, house) {
    const nights = house.beds.filter((bed) => bed.kind !== "mat").map((bed) => model.tonight.get(bed.id).state);
    const count = (...states) => nights.filter((state) => states.includes(state)).length;
    return { places: nights.length - count("closed"), taken: count("in", "guest", "taken", "leave", "late", "out"), free: count("free") };
}
