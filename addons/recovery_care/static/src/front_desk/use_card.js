import { useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { explainError } from "./server_errors";

/**
 * The client of the open visit: as found by the search at once, with the card when it has come.
 * Names stay in the memory of this page.
 *
 * @param {(message: string) => void} onGone called when the server does not give this client
 */
export function useCard(onGone) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const state = useState({ person: null, card: null, error: "" });

    function close() {
        // What is still on its way belongs to nobody any more.
        keepLast.add(Promise.resolve());
        Object.assign(state, { person: null, card: null, error: "" });
    }

    /** @param {{id: number, code: string, nickname?: string}} person */
    async function open(person, programId) {
        Object.assign(state, { person, card: null, error: "" });
        try {
            state.card = await keepLast.add(orm.silent.call("recovery.front.desk", "get_card", [person.id, programId]));
        } catch (error) {
            const { kind, message } = explainError(error);
            state.error = message;
            if (kind === "refused") {
                close();
                onGone(message);
            }
        }
    }

    return { state, open, close };
}

/** Return those who were here lately, after a visit of `person` just now; of unnamed people there is none. */
export function putFirst(recents, person, limit) {
    if (!person) {
        return recents;
    }
    const row = { here: true, nickname: "", ...person, last_visit: luxon.DateTime.now().toISODate() };
    return [row, ...recents.filter(({ id }) => id !== row.id)].slice(0, limit);
}
