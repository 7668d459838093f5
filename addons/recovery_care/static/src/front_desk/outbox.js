import { EventBus } from "@odoo/owl";

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60000;
// A visit sent later than this says when it took place; until then the server's clock is the better one.
const LATE = 60000;
const ATTEMPTS = 3;
// When it took place, by method: how the values say it.
const MOMENTS = { save_visit: "date_start", save_arrival: "arrived", end_shift: "date_stop" };

/** Return which method of the server saves an entry. */
export function getMethod(entry) {
    return entry.method || "save_visit";
}

export function isVisit(entry) {
    return getMethod(entry) === "save_visit";
}

/**
 * Visits that were saved on this device and are on their way to the server, and what else is saved
 * on the street: arrivals, finds, the end of a shift.
 *
 * Every visit goes through here: it is kept on the device first and forgotten once the server has
 * answered, so neither a lost connection nor a closed window loses it. The server knows each by its
 * key and saves it once, however often it is sent.
 *
 * Events: `changed`; `saved` and `refused` with the visit and what the server said.
 */
export class Outbox extends EventBus {
    /**
     * @param {Object} parts
     * @param {import("./desk_store").DeskStore} parts.store
     * @param {(values: Object, method: string) => Promise<Object>} parts.send
     * @param {(error: Error) => ({kind: "lost"|"login"|"refused"|"fault", message: string})} parts.explain
     * @param {{setTimeout: Function, clearTimeout: Function}} parts.timers
     * @param {() => number} [parts.now] milliseconds
     */
    constructor({ store, send, explain, timers, now = Date.now }) {
        super();
        Object.assign(this, { store, send, explain, timers, now });
        // Only where the device has no room any more: then what waits lasts as long as the page.
        this.memory = null;
        this.pause = FIRST_PAUSE;
        this.needsLogin = false;
        this.running = null;
        this.timer = null;
    }

    /** All visits in the order in which they were saved: {key, who, at (ms), values, draft, method, error, attempts}. */
    get visits() {
        return this.memory ?? this.store.get("outbox", []);
    }

    get waiting() {
        return this.visits.filter((visit) => !visit.error);
    }

    get refused() {
        return this.visits.filter((visit) => visit.error);
    }

    /** Change the list as it is on the device now: another window may have changed it. */
    change(work) {
        const visits = work(this.visits);
        this.memory = this.store.set("outbox", visits) ? null : visits;
        this.trigger("changed");
    }

    /**
     * @param {{key: string, who: string, values: Object, draft?: Object, method?: string, label?: string}} visit
     *     anything else than a visit has a method of the server, and a label without names that says what it is
     */
    add(visit) {
        this.change((visits) => [
            ...visits.filter((other) => other.key !== visit.key), { ...visit, at: this.now(), error: "", attempts: 0 },
        ]);
    }

    remove(key) {
        this.change((visits) => visits.filter((visit) => visit.key !== key));
    }

    update(key, values) {
        this.change((visits) => visits.map((visit) => (visit.key === key ? { ...visit, ...values } : visit)));
    }

    /** Take a refused visit out to correct it. */
    take(key) {
        const visit = this.refused.find((other) => other.key === key);
        this.remove(key);
        return visit;
    }

    /** Send what waits, in order; a second call while one runs joins it, and what was added meanwhile goes along. */
    flush() {
        this.running ??= this.sendAll();
        return this.running;
    }

    async sendAll() {
        // Begins when `running` is set, and clears it together with the last look at what waits.
        await Promise.resolve();
        this.timers.clearTimeout(this.timer);
        const tried = new Set();
        let visit;
        while ((visit = this.waiting.find(({ key }) => !tried.has(key)))) {
            tried.add(visit.key);
            if (!(await this.sendOne(visit))) {
                break;
            }
        }
        if (this.waiting.length) {
            this.timer = this.timers.setTimeout(() => this.flush(), this.pause);
            this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
        } else {
            this.pause = FIRST_PAUSE;
        }
        this.running = null;
    }

    /** @returns {Promise<boolean>} whether the server answers, so that the next one is worth trying */
    async sendOne(visit) {
        const late = this.now() - visit.at > LATE;
        const moment = MOMENTS[getMethod(visit)];
        const values = late && moment ? { ...visit.values, [moment]: this.formatUtc(visit.at) } : visit.values;
        let result;
        try {
            result = await this.send(values, getMethod(visit));
        } catch (error) {
            return this.onFailed(visit, error);
        }
        this.needsLogin = false;
        this.remove(visit.key);
        this.trigger("saved", { visit, result });
        return true;
    }

    onFailed(visit, error) {
        const { kind, message } = this.explain(error);
        this.needsLogin = kind === "login";
        if (kind === "lost" || kind === "login") {
            this.trigger("changed");
            return false;
        }
        const attempts = (visit.attempts || 0) + 1;
        // A fault of the server may pass; it does not hold up the visits behind.
        const isFinal = kind === "refused" || attempts >= ATTEMPTS;
        this.update(visit.key, { attempts, error: isFinal ? message : "" });
        if (isFinal) {
            this.trigger("refused", { visit: { ...visit, error: message } });
        }
        return true;
    }

    /** Try at once, as if nothing had failed: the connection is said to be back. */
    retry() {
        this.pause = FIRST_PAUSE;
        return this.flush();
    }

    /** Send a refused visit again as it is. */
    sendAgain(key) {
        this.update(key, { error: "", attempts: 0 });
        return this.retry();
    }

    formatUtc(milliseconds) {
        return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
    }
}
