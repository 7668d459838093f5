import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ClientSearch } from "@recovery_care/front_desk/client_search";
import { DeskNews } from "@recovery_care/front_desk/desk_news";
import { NewCode } from "@recovery_care/front_desk/new_code";
import { Stepper } from "@recovery_care/front_desk/stepper";
import { ArrivalCard } from "./arrival_card";
import { DoorCounter } from "./door_counter";
import { GuestList } from "./guest_list";
import { NightEnd } from "./night_end";
import { DESK, NightKeeper } from "./night_keeper";
import { RegularList } from "./regular_list";
import { TurnAway } from "./turn_away";

/**
 * The door of a shelter or a warming room through one night: who comes, where they lie, who is turned away, the morning.
 *
 * What is saved goes through the outbox of the device, so that a lost connection loses nothing; only to open the screen
 * and to close the night needs the connection.
 */
export class NightDesk extends NightKeeper {
    static template = "recovery_housing.NightDesk";
    static components = {
        ArrivalCard, ClientSearch, DeskNews, DoorCounter, GuestList, Layout, NewCode, NightEnd, RegularList, Stepper, TurnAway,
    };
    static props = { ...standardActionServiceProps };
    static path = "night";
    static displayName = _t("At the door");

    get house() {
        return this.state.setup.houses.find(({ id }) => id === this.state.houseId);
    }

    get isOpen() {
        return this.night.state !== "closed";
    }

    get regulars() {
        const { clients } = this.pending;
        return this.night.regulars.filter((row) => !clients.includes(row.client_id));
    }

    get guestOfPerson() {
        return this.night.guests.find((guest) => guest.client_id === this.state.person?.id);
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
            { id: "away", name: _t("Turned away") }, { id: "end", name: _t("Morning") },
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

    onHouse(ev) {
        this.show(Number(ev.target.value));
    }

    // Who comes

    toggle(row) {
        const { ticked } = this.state;
        this.state.ticked = ticked.includes(row.client_id) ? ticked.filter((id) => id !== row.client_id) : [...ticked, row.client_id];
    }

    arriveTicked() {
        const ids = [...this.state.ticked];
        this.send("save_night_guests", _t("Guests: %s", ids.length), { client_ids: ids });
        this.state.ticked = [];
    }

    choose(row) {
        Object.assign(this.state, { person: row, newCode: null, refusing: null });
    }

    arrive(place) {
        const { person } = this.state;
        const label = _t("Guest: %s", person.code);
        this.send("save_night_guests", label, { client_ids: [person.id], ...place });
        this.next();
    }

    next() {
        Object.assign(this.state, { person: null, newCode: null, refusing: null });
        this.state.turn++;
    }

    changeUnnamed(gender, value) {
        const change = value - this.countUnnamed(gender);
        if (change) {
            this.send("save_night_unnamed", _t("Unnamed: %s", change), { gender, change });
        }
    }

    changeGuest(guest, values) {
        const label = _t("Guest: %s", guest.code || _t("unnamed"));
        this.send("save_night_change", label, { guest_id: guest.id, ...values });
    }

    tap(values) {
        this.send("save_night_passage", _t("At the door: %s", values.persons), values);
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
        await this.claim("close_night", [{ house_id, date, ...values }], (night) => {
            this.state.night = night;
        });
    }
}

registry.category("actions").add("recovery_housing.night", NightDesk);
