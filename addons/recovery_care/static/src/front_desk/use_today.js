import { onMounted, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { explainError } from "./server_errors";

const EVERY = 30000;

/**
 * Today's visits, or those of a stop, read again every half minute while somebody can see them, and when the page is seen again.
 *
 * @param {() => ([string, Array]|null)} getCall the method of the server and its arguments, or null while not known
 * @param {() => void} onSeen called when the page is seen again
 */
export function useToday(getCall, onSeen) {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const state = useState({ data: null, loadedAt: "", error: "", undoing: [] });

    async function load() {
        const call = getCall();
        if (!call) {
            return;
        }
        try {
            state.data = await keepLast.add(orm.silent.call("recovery.front.desk", ...call));
            Object.assign(state, { error: "", loadedAt: luxon.DateTime.now().toFormat("HH:mm") });
        } catch (error) {
            state.error = explainError(error).message;
        }
    }

    /** @returns {Promise<string>} what went wrong, empty where nothing did */
    async function undo(encounterId) {
        if (state.undoing.includes(encounterId)) {
            return "";
        }
        state.undoing.push(encounterId);
        try {
            await orm.silent.call("recovery.front.desk", "undo_visit", [encounterId]);
        } catch (error) {
            return explainError(error).message;
        } finally {
            state.undoing.splice(state.undoing.indexOf(encounterId), 1);
        }
        load();
        return "";
    }

    function onVisibilityChange() {
        if (document.visibilityState === "visible") {
            load();
            onSeen();
        }
    }

    let timer;
    onMounted(() => {
        timer = browser.setInterval(() => document.visibilityState === "visible" && load(), EVERY);
        document.addEventListener("visibilitychange", onVisibilityChange);
    });
    onWillUnmount(() => {
        browser.clearInterval(timer);
        document.removeEventListener("visibilitychange", onVisibilityChange);
    });
    return { state, load, undo };
}
