/** Where the arrow keys lead on the board: rows by their place, days or whole bars in a row. */

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function clamp(value, least, most) {
    return Math.min(Math.max(value, least), most);
}

/**
 * Return the place to which a key leads, or null where it leads nowhere.
 *
 * @param {{index: number, day: number}} place of the cursor: row and day
 * @param {{key: string, ctrlKey: boolean}} ev
 * @param {{rows: Object[], days: number, page: number, findBar: (bedId: number, day: number) => Object}} board
 */
export function getNextPlace({ index, day }, { key, ctrlKey }, { rows, days, page, findBar }) {
    const last = rows.length - 1;
    if (ARROWS[key]) {
        const [across, down] = ARROWS[key];
        const bar = across && rows[index]?.bed && findBar(rows[index].bed.id, day);
        const next = bar ? (across > 0 ? bar.shownEnd ?? days : bar.start - 1) : day + across;
        return { index: clamp(index + down, 0, last), day: clamp(next, 0, days - 1) };
    }
    const places = {
        Home: { index: ctrlKey ? 0 : index, day: 0 },
        End: { index: ctrlKey ? last : index, day: days - 1 },
        PageUp: { index: clamp(index - page, 0, last), day },
        PageDown: { index: clamp(index + page, 0, last), day },
    };
    return places[key] || null;
}

/** Return the next row with a bed above or below, or the same one. */
export function getNextBed(rows, index, down) {
    for (let next = index + down; next >= 0 && next < rows.length; next += down) {
        if (rows[next].bed) {
            return rows[next].bed;
        }
    }
    return rows[index]?.bed;
}
