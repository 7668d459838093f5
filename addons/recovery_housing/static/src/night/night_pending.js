import { getMethod } from "@recovery_care/front_desk/outbox";

/** Return how many people more are let in by a piece of work. */
export function countMore({ client_ids, change, direction, persons }) {
    if (client_ids) {
        return client_ids.length;
    }
    return direction === "in" ? persons : Math.max(Number(change) || 0, 0);
}

/**
 * What of one night still waits on this device, so that the screen shows it as if it were saved.
 *
 * @param {Object[]} entries of the outbox that wait
 * @param {{house_id: number, date: string}} night
 * @returns {{clients: number[], unnamed: Object<string, number>, come: number, inside: number, entries: number, refused: number,
 *     changes: Object<number, string>}}
 */
export function collectPending(entries, { house_id, date }) {
    const pending = { clients: [], unnamed: {}, come: 0, inside: 0, entries: 0, refused: 0, changes: {} };
    for (const entry of entries) {
        const { values } = entry;
        if (values.house_id !== house_id || values.date !== date) {
            continue;
        }
        const method = getMethod(entry);
        if (method === "save_night_guests") {
            pending.clients.push(...values.client_ids);
            pending.come += values.client_ids.length;
        } else if (method === "save_night_unnamed") {
            pending.unnamed[values.gender] = (pending.unnamed[values.gender] || 0) + values.change;
            pending.come += values.change;
        } else if (method === "save_night_passage") {
            pending.inside += values.direction === "in" ? values.persons : -values.persons;
            pending.entries += values.direction === "in" ? values.persons : 0;
        } else if (method === "save_night_refusal") {
            pending.refused += values.client_id ? 1 : values.headcount;
        } else if (method === "save_night_change") {
            pending.changes[values.guest_id] = values.change;
        }
    }
    return pending;
}
