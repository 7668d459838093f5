import { Component, onMounted, onWillDestroy, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { useBus, useService } from "@web/core/utils/hooks";
import { explainError } from "@recovery_care/front_desk/server_errors";
import { makeKey } from "@recovery_care/front_desk/visit_model";
import { collectPending, countMore } from "./night_pending";

export const DESK = "recovery.front.desk";
const REMEMBERED = "night";
const EVERY = 30000;

/** One night as it is read and kept on the device, and how work in it gets on its way. What it looks like: NightDesk. */
export class NightKeeper extends Component {
    setup() {
        this.orm = useService("orm");
        this.desk = useService("recovery_care.outbox");
        this.outbox = useState(this.desk.state);
        this.display = {};
        this.root = useRef("root");
        this.questions = 0;
        this.claims = 0;
        this.newest = Promise.resolve();
        this.state = useState({
            status: "loading", error: "", canRetry: false, setup: null, night: null, stale: "", houseId: false, date: false,
            ticked: [], settling: [], person: null, newCode: null, refusing: null, over: null, overReason: false, tab: "come", alert: "",
            busy: false, turn: 0,
        });
        this.nothing = () => {};
        useBus(this.desk.bus, "saved", ({ detail }) => this.onSaved(detail.visit));
        useBus(this.desk.bus, "refused", ({ detail }) => this.onRefused(detail.visit));
        this.desk.screens++;
        onWillDestroy(() => this.desk.screens--);
        const onSeen = () => document.visibilityState === "visible" && this.reload();
        let timer;
        onMounted(() => {
            timer = browser.setInterval(onSeen, EVERY);
            document.addEventListener("visibilitychange", onSeen);
        });
        onWillUnmount(() => {
            browser.clearInterval(timer);
            document.removeEventListener("visibilitychange", onSeen);
        });
        useEffect(() => this.remember(), () => [this.state.houseId, this.state.ticked.join()]);
        useEffect((over) => over && this.root.el?.querySelector(".o_recovery_night_over .btn, .o_recovery_night_over button")?.focus(), () => [
            this.state.over,
        ]);
        // Not awaited: the frame is drawn while the server answers.
        onWillStart(() => {
            this.load();
        });
    }

    get night() {
        return this.state.night;
    }

    get isRegister() {
        return this.night.counted_by === "register";
    }

    /** What was entered here and is not in the night yet as it was read. */
    get pending() {
        return collectPending([...this.outbox.waiting, ...this.state.settling], this.night);
    }

    get inside() {
        return this.night.counts.inside + this.pending.inside;
    }

    /** Places that are left, with what waits on this device. */
    get free() {
        const { counts } = this.night;
        return this.isRegister ? counts.capacity - counts.guests - this.pending.come : counts.capacity - this.inside;
    }

    async load() {
        Object.assign(this.state, { status: "loading", error: "" });
        const remembered = this.desk.store.get(REMEMBERED, {});
        const params = this.props.action?.params || {};
        try {
            const setup = await this.orm.call(DESK, "get_nights", []);
            const known = (id) => setup.houses.some((house) => house.id === id);
            const houseId = [params.house_id, remembered.houseId].find(known) || setup.houses[0].id;
            Object.assign(this.state, { setup, houseId, date: (known(params.house_id) && params.date) || false });
            this.state.night = await this.orm.call(DESK, "get_night", [houseId, this.state.date]);
        } catch (error) {
            const { kind, message } = explainError(error);
            Object.assign(this.state, { status: "failed", error: message, canRetry: kind !== "refused" });
            return;
        }
        this.state.ticked = remembered.houseId === this.state.houseId ? this.fitTicked(remembered.ticked) : [];
        this.state.status = "ready";
    }

    fitTicked(ticked) {
        return (ticked || []).filter((id) => this.night.regulars.some((row) => row.client_id === id));
    }

    /**
     * Ask for the night. The answer to an earlier question is dropped, and who waits for it waits for this one.
     *
     * @param {string} method
     * @param {Array} args
     * @param {(night: Object) => void} take the answer
     * @param {(message: string) => void} fail
     */
    ask(method, args, take, fail) {
        const question = ++this.questions;
        const settled = this.state.settling.map(({ key }) => key);
        const onAnswer = (answer) => {
            if (question !== this.questions) {
                return this.newest;
            }
            answer();
        };
        this.newest = this.orm.silent.call(DESK, method, args).then(
            (night) => onAnswer(() => {
                take(night);
                this.state.settling = this.state.settling.filter(({ key }) => !settled.includes(key));
            }),
            (error) => onAnswer(() => fail(explainError(error).message)),
        );
        return this.newest;
    }

    /** Ask for another night, or another state of it: nothing reads the one before meanwhile. */
    async claim(...question) {
        Object.assign(this.state, { busy: true, alert: "" });
        this.claims++;
        await this.ask(...question, (message) => {
            this.state.alert = message;
        });
        this.claims--;
        this.state.busy = this.claims > 0;
    }

    async reload() {
        if (this.state.status !== "ready") {
            return;
        }
        if (this.claims) {
            await this.newest;
            return this.reload();
        }
        const { houseId, date } = this.state;
        await this.ask("get_night", [houseId, date], (night) => {
            Object.assign(this.state, { night, stale: "" });
            this.state.ticked = this.fitTicked(this.state.ticked);
        }, (message) => {
            this.state.stale = message;
        });
    }

    /** It counts as waiting until the night is read again: in between nobody may take its place. */
    onSaved(entry) {
        this.state.settling.push(entry);
        this.reload();
    }

    /** A colleague may have given the last place meanwhile: then ask why more people are let in. */
    async onRefused({ key, method, label, values }) {
        await this.reload();
        const more = countMore(values);
        const isHere = this.state.status === "ready" && values.house_id === this.night.house_id && values.date === this.night.date;
        if (isHere && more && !values.over_reason && !this.night.over_reason && this.free < more) {
            this.desk.outbox.take(key);
            this.state.over = { method, label, values };
        }
    }

    /** Ids only: other people may use this device. */
    remember() {
        if (this.state.status === "ready") {
            this.desk.store.set(REMEMBERED, { houseId: this.state.houseId, ticked: [...this.state.ticked] });
        }
    }

    async show(houseId, date = false) {
        await this.claim("get_night", [houseId, date], (night) => {
            Object.assign(this.state, { night, houseId, date, ticked: [], person: null, newCode: null, refusing: null, over: null });
            Object.assign(this.state, { overReason: false, tab: "come", stale: "" });
        });
    }

    /** Put a piece of work on its way; where it needs more places than there are, ask why first. */
    send(method, label, values) {
        const more = countMore(values);
        if (more && this.free < more && !this.night.over_reason && !this.state.overReason) {
            this.state.over = { method, label, values };
            return;
        }
        const key = makeKey();
        const reason = more && this.state.overReason ? { over_reason: this.state.overReason } : {};
        const { house_id, date } = this.night;
        const at = serializeDateTime(luxon.DateTime.now());
        this.desk.outbox.add({ key, who: "", method, label, values: { at, ...reason, ...values, key, house_id, date } });
        Object.assign(this.state, { alert: "" });
        this.desk.outbox.retry();
    }

    takeOver(reason) {
        const { method, label, values } = this.state.over;
        Object.assign(this.state, { overReason: reason, over: null });
        this.send(method, label, values);
    }

    async attempt(work) {
        Object.assign(this.state, { busy: true, alert: "" });
        try {
            await work();
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
        this.state.busy = false;
    }
}
