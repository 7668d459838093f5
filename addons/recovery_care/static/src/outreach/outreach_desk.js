import { useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { FrontDesk } from "../front_desk/front_desk";
import { getMethod, isVisit } from "../front_desk/outbox";
import { explainError } from "../front_desk/server_errors";
import { makeKey } from "../front_desk/visit_model";
import { AddStop } from "./add_stop";
import { FindForm } from "./find_form";
import { listStops, refersTo } from "./shift_stops";
import { StartShift } from "./start_shift";

const DESK = "recovery.front.desk";
const REMEMBERED = "outreach";

/**
 * A shift on the street, on a phone: begin it, go from stop to stop, write down whom the team met
 * and what it found, end it. Visits are those of the front desk, at a stop.
 *
 * What is saved goes through the outbox of the device: only to begin a shift needs the connection.
 */
export class OutreachDesk extends FrontDesk {
    static template = "recovery_care.Outreach";
    static components = { ...FrontDesk.components, AddStop, FindForm, StartShift };
    static path = "outreach";
    static displayName = _t("On the street");

    setup() {
        this.street = useState({ view: "start", data: null, shift: null, stop: null, busy: false, problem: "" });
        this.lastShift = new KeepLast();
        this.startKey = makeKey();
        super.setup();
        // A phone has no room for an empty bar.
        this.display = {};
        useEffect(() => this.root.el?.querySelector("[data-focus]")?.focus(), () => [this.street.view, this.state.status]);
    }

    get stops() {
        return listStops(this.street.shift, [...this.outbox.waiting, ...this.outbox.refused], this.setupData.districts);
    }

    /** The open stop as it is known now: one that was added here gets its id when the server has it. */
    get stop() {
        const { stop } = this.street;
        return stop && (this.stops.find((other) => refersTo(stop, other)) || stop);
    }

    get nextStop() {
        return this.stops.find((stop) => !stop.isReached);
    }

    get visitsTitle() {
        return _t("Visits here");
    }

    get waitingHere() {
        const { stop } = this;
        return this.outbox.waiting.filter(
            ({ values }) => refersTo({ id: values.stop_id, key: values.stop_key }, stop) && !values.shift_id,
        );
    }

    getTodayCall() {
        return this.street.stop && this.stop.id ? ["get_stop_visits", [this.stop.id]] : null;
    }

    async loadProgram(programId) {
        await super.loadProgram(programId);
        this.street.data = await this.orm.call(DESK, "get_outreach", [this.setupData.program.id]);
        await this.resume();
    }

    /** Go on with the shift and the stop that were open here, else with one's only running shift. */
    async resume() {
        const { shiftId, stop } = this.desk.store.get(REMEMBERED, {});
        const ending = this.desk.outbox.visits.filter((entry) => getMethod(entry) === "end_shift");
        const running = this.street.data.shifts.filter(
            ({ id, state }) => state === "running" && !ending.some(({ values }) => values.shift_id === id),
        );
        const mine = running.filter((shift) => shift.mine);
        const shift = running.find(({ id }) => id === shiftId) || (mine.length === 1 ? mine[0] : null);
        Object.assign(this.street, { view: "start", shift: null, stop: null });
        if (!shift) {
            return;
        }
        this.openShift(await this.orm.call(DESK, "get_shift", [shift.id]));
        const known = stop && this.stops.find((other) => refersTo(stop, other));
        if (known) {
            this.openStop(known);
        }
    }

    openShift(shift) {
        Object.assign(this.street, { shift, stop: null, view: "shift", problem: "" });
        this.remember();
    }

    async startShift(values) {
        Object.assign(this.street, { busy: true, problem: "" });
        try {
            this.openShift(await this.orm.silent.call(DESK, "start_shift", [{ key: this.startKey, ...values }]));
            this.startKey = makeKey();
        } catch (error) {
            this.street.problem = explainError(error).message;
        }
        this.street.busy = false;
    }

    async goOn({ id, state }) {
        if (state === "planned") {
            return this.startShift({ shift_id: id });
        }
        try {
            this.openShift(await this.orm.silent.call(DESK, "get_shift", [id]));
        } catch (error) {
            this.street.problem = explainError(error).message;
        }
    }

    async reloadShift() {
        const { shift } = this.street;
        if (!shift) {
            return;
        }
        try {
            this.street.shift = await this.lastShift.add(this.orm.silent.call(DESK, "get_shift", [shift.id]));
            this.street.problem = "";
        } catch (error) {
            this.street.problem = explainError(error).message;
        }
    }

    /** Ids and keys only: other people may use this device. */
    remember() {
        const { shift, stop } = this.street;
        this.desk.store.set(REMEMBERED, { shiftId: shift?.id || false, stop: stop && { id: stop.id, key: stop.key } });
    }

    openStop(stop) {
        const isMoved = !this.visit.isEmpty && this.visit.stop && !refersTo(this.visit.stop, stop);
        this.street.stop = { ...stop };
        this.visit.stop = this.getRef();
        this.today.state.data = null;
        this.state.alert = isMoved ? _t("The visit that is not saved yet is now one at %s.", stop.name) : "";
        this.show("stop");
        this.today.load();
    }

    getRef() {
        const { stop } = this;
        return stop && { id: stop.id || false, key: stop.key || "" };
    }

    show(view) {
        if (view === "shift") {
            this.street.stop = null;
            this.reloadShift();
        }
        this.street.view = view;
        this.remember();
    }

    /** Put something else than a visit on its way. */
    send(method, label, values) {
        const key = makeKey();
        this.desk.outbox.add({ key, who: "", method, label, values: { key, ...values } });
        this.desk.outbox.retry();
        return key;
    }

    arrive(stop) {
        this.send("save_arrival", _t("Arrival: %s", stop.name), { shift_id: this.street.shift.id, stop_id: stop.id });
        this.openStop(stop);
    }

    addStop(values) {
        const key = this.send("save_arrival", _t("New stop: %s", values.name), { shift_id: this.street.shift.id, ...values });
        this.openStop({ id: false, key, name: values.name, isReached: true });
    }

    saveFinds({ finds, method }) {
        const pieces = finds.reduce((sum, find) => sum + find.pieces, 0);
        const { id, key } = this.getRef();
        const values = { ...(id ? { stop_id: id } : { stop_key: key }), finds, method };
        this.send("save_finds", _t("Found: %s", pieces), values);
    }

    async undoFind(find) {
        try {
            await this.orm.silent.call(DESK, "undo_find", [find.id]);
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
        this.today.load();
        this.reloadShift();
    }

    endShift() {
        const { id, code } = this.street.shift;
        this.send("end_shift", _t("End of %s", code), { shift_id: id });
        this.show("ended");
        this.desk.store.remove(REMEMBERED);
    }

    /** Read the programme anew, or another one: what runs there, and what a new shift can begin with. */
    async changeProgram(programId) {
        try {
            await this.loadProgram(programId);
            this.device.set("programId", programId);
        } catch (error) {
            this.street.problem = explainError(error).message;
        }
    }

    save() {
        return this.street.view === "stop" && super.save();
    }

    begin() {
        super.begin();
        this.visit.stop = this.street.stop && this.getRef();
    }

    /** A visit comes back: to the stop where it was begun, where that is known, else to the open one. */
    openVisit(draft) {
        super.openVisit(draft);
        const stop = draft.stop && this.street.shift && this.stops.find((other) => refersTo(draft.stop, other));
        if (stop && !refersTo(this.street.stop || {}, stop)) {
            this.openStop(stop);
        } else if (this.street.stop) {
            this.visit.stop = this.getRef();
        }
    }

    async undo(line) {
        await super.undo(line);
        this.reloadShift();
    }

    onSaved({ visit, result }) {
        super.onSaved({ visit, result });
        const { shift } = this.street;
        if (shift && visit.values.shift_id === shift.id && visit.values.name) {
            const { key, name } = visit.values;
            shift.stops.push({ id: result.stop_id, key, name, district: "", arrived: "", counts: null });
        }
        if (!isVisit(visit)) {
            this.today.load();
        }
        this.reloadShift();
    }
}

registry.category("actions").add("recovery_care.outreach", OutreachDesk);
