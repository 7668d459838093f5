import { Component, onMounted, onWillDestroy, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ClientSearch } from "@recovery_care/front_desk/client_search";
import { DeskNews } from "@recovery_care/front_desk/desk_news";
import { NewCode } from "@recovery_care/front_desk/new_code";
import { explainError } from "@recovery_care/front_desk/server_errors";
import { Stepper } from "@recovery_care/front_desk/stepper";
import { makeKey } from "@recovery_care/front_desk/visit_model";
import { ArrivalCard } from "./arrival_card";
import { DoorCounter } from "./door_counter";
import { GuestList } from "./guest_list";
import { NightEnd } from "./night_end";
import { collectPending } from "./night_pending";
import { RegularList } from "./regular_list";
import { TurnAway } from "./turn_away";

const DESK = "recovery.front.desk";
const REMEMBERED = "night";
const EVERY = 30000;

/**
 * The door of a shelter or a warming room through one night: who comes, where they lie, who is turned away, the morning.
 *
 * What is saved goes through the outbox of the device, so that a lost connection loses nothing; only to open the screen
 * and to close the night needs the connection.
 */
export class NightDesk extends Component {
    static template = "recovery_housing.NightDesk";
    static components = {
        ArrivalCard, ClientSearch, DeskNews, DoorCounter, GuestList, Layout, NewCode, NightEnd, RegularList, Stepper, TurnAway,
    };
    static props = { ...standardActionServiceProps };
    static path = "night";
    static displayName = _t("At the door");

    setup() {
        this.orm = useService("orm");
        this.desk = useService("recovery_care.outbox");
        this.outbox = useState(this.desk.state);
        this.display = {};
        this.root = useRef("root");
        this.keepLast = new KeepLast();
        this.state = useState({
            status: "loading", error: "", canRetry: false, setup: null, night: null, stale: "", houseId: false, date: false,
            ticked: [], person: null, newCode: null, refusing: null, over: null, overReason: false, tab: "come", alert: "",
            busy: false, turn: 0,
        });
        this.nothing = () => {};
        useBus(this.desk.bus, "saved", () => this.reload());
        useBus(this.desk.bus, "refused", () => this.reload());
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

    get house() {
        return this.state.setup.houses.find(({ id }) => id === this.state.houseId);
    }

    get isOpen() {
        return this.night.state !== "closed";
    }

    get isRegister() {
        return this.night.counted_by === "register";
    }

    get pending() {
        return collectPending(this.outbox.waiting, this.night);
    }

    get regulars() {
        const { clients } = this.pending;
        return this.night.regulars.filter((row) => !clients.includes(row.client_id));
    }

    get guestOfPerson() {
        return this.night.guests.find((guest) => guest.client_id === this.state.person?.id);
    }

    get inside() {
        return this.night.counts.inside + this.pending.inside;
    }

    /** Places that are left, with what waits on this device. */
    get free() {
        const { counts } = this.night;
        return this.isRegister ? counts.capacity - counts.guests - this.pending.come : counts.capacity - this.inside;
    }

    get figures() {
        const { counts, places, places_free: placesFree } = this.night;
        if (!this.isRegister) {
            return [
                { name: _t("inside"), value: `${this.inside}/${counts.capacity}`, tone: this.free <= 0 ? "danger" : "success" },
                { name: _t("entries"), value: counts.entries + this.pending.entries },
                { name: _t("turned away"), value: counts.refused + this.pending.refused },
            ];
        }
        const free = Math.max(this.free, 0);
        const beds = places.length
            ? [
                { name: _t("beds free"), value: placesFree.bed, tone: placesFree.bed ? "success" : "warning" },
                { name: _t("mats free"), value: placesFree.mat, tone: placesFree.mat ? "" : "warning" },
            ]
            : [{ name: _t("places free"), value: free, tone: free ? "success" : "danger" }];
        return [
            ...beds, { name: _t("guests"), value: `${counts.guests + this.pending.come}/${counts.capacity}`, tone: this.free < 0 ? "danger" : "" },
            { name: _t("turned away"), value: counts.refused + this.pending.refused },
        ];
    }

    get tabs() {
        const here = this.night.counts.guests + this.pending.come;
        return [
            { id: "come", name: this.isRegister ? _t("Arrive") : _t("Door") },
            ...(this.isRegister ? [{ id: "here", name: _t("Here %s", here) }] : []),
            { id: "away", name: _t("Away") }, { id: "end", name: _t("Morning") },
        ];
    }

    get genders() {
        return this.state.setup.genders.filter(({ id }) => id !== "other");
    }

    countUnnamed(gender) {
        const saved = this.night.guests.filter((guest) => !guest.client_id && guest.gender === gender);
        return saved.reduce((sum, { headcount }) => sum + headcount, 0) + (this.pending.unnamed[gender] || 0);
    }

    getUnnamedLabel(gender) {
        return _t("Unnamed: %s", gender.name);
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

    async reload() {
        if (this.state.status !== "ready") {
            return;
        }
        const { houseId, date } = this.state;
        try {
            this.state.night = await this.keepLast.add(this.orm.silent.call(DESK, "get_night", [houseId, date]));
            Object.assign(this.state, { stale: "", ticked: this.fitTicked(this.state.ticked) });
        } catch (error) {
            this.state.stale = explainError(error).message;
        }
    }

    /** Ids only: other people may use this device. */
    remember() {
        if (this.state.status === "ready") {
            this.desk.store.set(REMEMBERED, { houseId: this.state.houseId, ticked: [...this.state.ticked] });
        }
    }

    async show(houseId, date = false) {
        Object.assign(this.state, { busy: true, alert: "" });
        try {
            const night = await this.keepLast.add(this.orm.silent.call(DESK, "get_night", [houseId, date]));
            Object.assign(this.state, { night, houseId, date, ticked: [], person: null, newCode: null, refusing: null, over: null });
            Object.assign(this.state, { overReason: false, tab: "come" });
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
        this.state.busy = false;
    }

    onHouse(ev) {
        this.show(Number(ev.target.value));
    }

    /** Put a piece of work on its way; where it needs more places than there are, ask why first. */
    send(method, label, values, more = 0) {
        if (more > 0 && this.free < more && !this.night.over_reason && !this.state.overReason) {
            this.state.over = { method, label, values };
            return;
        }
        const key = makeKey();
        const reason = more > 0 && this.state.overReason ? { over_reason: this.state.overReason } : {};
        const { house_id, date } = this.night;
        const at = serializeDateTime(luxon.DateTime.now());
        this.desk.outbox.add({ key, who: "", method, label, values: { key, house_id, date, at, ...reason, ...values } });
        Object.assign(this.state, { alert: "" });
        this.desk.outbox.retry();
    }

    takeOver(reason) {
        const { method, label, values } = this.state.over;
        Object.assign(this.state, { overReason: reason, over: null });
        this.send(method, label, values, 1);
    }

    // Who comes

    toggle(row) {
        const { ticked } = this.state;
        this.state.ticked = ticked.includes(row.client_id) ? ticked.filter((id) => id !== row.client_id) : [...ticked, row.client_id];
    }

    arriveTicked() {
        const ids = [...this.state.ticked];
        this.send("save_night_guests", _t("Guests: %s", ids.length), { client_ids: ids }, ids.length);
        this.state.ticked = [];
    }

    choose(row) {
        Object.assign(this.state, { person: row, newCode: null, refusing: null });
    }

    arrive(place) {
        const { person } = this.state;
        const label = _t("Guest: %s", person.code);
        this.send("save_night_guests", label, { client_ids: [person.id], ...place }, 1);
        this.next();
    }

    next() {
        Object.assign(this.state, { person: null, newCode: null, refusing: null });
        this.state.turn++;
    }

    changeUnnamed(gender, value) {
        const change = value - this.countUnnamed(gender);
        if (change) {
            this.send("save_night_unnamed", _t("Unnamed: %s", change), { gender, change }, change);
        }
    }

    changeGuest(guest, values) {
        const label = _t("Guest: %s", guest.code || _t("unnamed"));
        this.send("save_night_change", label, { guest_id: guest.id, ...values });
    }

    tap(values) {
        this.send("save_night_passage", _t("At the door: %s", values.persons), values, values.direction === "in" ? values.persons : 0);
    }

    // Who is turned away

    refusePerson() {
        Object.assign(this.state, { refusing: this.state.person, person: null, tab: "away" });
    }

    turnAway(values) {
        this.send("save_night_refusal", _t("Turned away"), values);
        if (this.state.refusing) {
            this.next();
        }
    }

    async undo(model, row) {
        await this.attempt(() => this.orm.silent.call(DESK, "undo_night_row", [model, row.id]));
        this.reload();
    }

    // The morning

    async closeNight(values = {}) {
        const { house_id, date } = this.night;
        await this.attempt(async () => {
            this.state.night = await this.orm.silent.call(DESK, "close_night", [{ house_id, date, ...values }]);
        });
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

registry.category("actions").add("recovery_housing.night", NightDesk);
