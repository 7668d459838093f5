export const ROW = 36;
export const HEAD = 48;
// The narrowest columns in which a week, month or quarter can still be read and touched.
const NARROWEST = { week: 72, month: 30, quarter: 12 };
const GAP = 2;
// Rows and columns drawn beyond what is seen, so that scrolling finds them there.
const BEYOND = 6;

/** Return the width of a day: the days fill the screen unless they get too narrow; then it scrolls. */
export function getColumnWidth(zoom, days, width) {
    return Math.max(NARROWEST[zoom], Math.floor((width / days) * 100) / 100);
}

/** Return the first and the last but one of `count` things of one size that are seen from `from` on. */
export function getVisibleRange(from, length, size, count, beyond = BEYOND) {
    const first = Math.max(0, Math.floor(from / size) - beyond);
    const stop = Math.min(count, Math.ceil((from + length) / size) + beyond);
    return { first: Math.min(first, Math.max(count - 1, 0)), stop: Math.max(stop, 0) };
}

/** Return which of the days, or of the rows, lies at a place; outside it is the nearest one. */
export function getIndexAt(place, size, count) {
    return Math.min(Math.max(Math.floor(place / size), 0), count - 1);
}

/**
 * Return where a bar stands in its row, or null outside of the days shown.
 *
 * @param {{start: number, end: number|null}} nights days counted from the first column; the end is exclusive
 */
export function getBarBox({ start, end }, days, width) {
    const first = Math.max(start, 0);
    const stop = Math.min(end ?? days, days);
    if (stop <= first) {
        return null;
    }
    return {
        left: first * width + GAP, width: Math.max((stop - first) * width - 2 * GAP, 4), startsBefore: start < 0,
        goesOn: end === null || end > days,
    };
}

/** Return what somebody takes hold of in a bar: its first day, its end, or all of it. */
export function getGrip(offset, width, { startsBefore }, isTouch) {
    const edge = Math.min(isTouch ? 18 : 9, width / 3);
    if (offset > width - edge) {
        return "end";
    }
    return offset < edge && !startsBefore ? "start" : "move";
}

/** Return how far to scroll while something is dragged near an edge, in pixels a frame. */
export function getPull(place, from, to, reach = 40) {
    if (place < from + reach) {
        return -Math.ceil((from + reach - place) / 4);
    }
    return place > to - reach ? Math.ceil((place - to + reach) / 4) : 0;
}
