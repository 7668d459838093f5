import { getMethod } from "../front_desk/outbox";

/** Return whether a stop is the one that a reference means: by its id, or by the key of the device that added it. */
export function refersTo(reference, stop) {
    return Boolean((reference.id && reference.id === stop.id) || (reference.key && reference.key === stop.key));
}

/**
 * Return the stops of a shift as the team knows them: those of the server, and what still waits on the device.
 *
 * @param {Object} shift as `get_shift` returns it
 * @param {Object[]} entries of the outbox
 * @param {{id: number, name: string}[]} districts
 * @returns {Object[]} stops with `isReached` and `isWaiting`
 */
export function listStops(shift, entries, districts) {
    const arrivals = entries.filter(
        (entry) => getMethod(entry) === "save_arrival" && entry.values.shift_id === shift.id && !entry.error,
    );
    const isWaiting = (stop) => arrivals.some(({ values }) => values.stop_id === stop.id);
    const known = shift.stops.map((stop) => ({
        ...stop, isWaiting: isWaiting(stop), isReached: Boolean(stop.arrived || stop.key) || isWaiting(stop),
    }));
    const added = arrivals
        .filter(({ key, values }) => values.name && !known.some((stop) => stop.key === key))
        .map(({ key, values }) => ({
            id: false, key, name: values.name, arrived: "", counts: null, isWaiting: true, isReached: true,
            district: districts.find(({ id }) => id === values.district_id)?.name || "",
        }));
    return [...known, ...added];
}
