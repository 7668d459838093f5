import { Component, markRaw, onWillDestroy, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ClientCard } from "./client_card";
import { ClientSearch } from "./client_search";
import { DeskNews, describeWho } from "./desk_news";
import { DeviceForm, DeviceSettings } from "./device_settings";
import { MaterialTable } from "./material_table";
import { NewCode } from "./new_code";
import { isVisit } from "./outbox";
import { explainError } from "./server_errors";
import { ServiceTiles } from "./service_tiles";
import { TodayList } from "./today_list";
import { putFirst, useCard } from "./use_card";
import { useToday } from "./use_today";
import { findProblem } from "./visit_checks";
import { VisitModel } from "./visit_model";

const DESK = "recovery.front.desk";
const RECENTS = 8;
// A second press so soon is of a finger that trembled, not of somebody who forgot to choose a client.
const TWICE = 700;

/** The counter: find a client, tick what was done, material out and back, save, next person. */
export class FrontDesk extends Component {
    static template = "recovery_care.FrontDesk";
    static components = { ClientCard, ClientSearch, DeskNews, DeviceForm, Layout, MaterialTable, NewCode, ServiceTiles, TodayList };
    static props = { ...standardActionServiceProps };
    static path = "front-desk";
    static displayName = _t("Front desk");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.desk = useService("recovery_care.outbox");
        this.display = { controlPanel: {} };
        this.root = useRef("root");
        this.outbox = useState(this.desk.state);
        this.device = useState(new DeviceSettings(markRaw(this.desk.store)));
        this.visit = useState(new VisitModel());
        this.state = useState({
            status: "loading", error: "", canRetry: false, setup: null, recents: [], deviceOpen: false, newCode: null,
            next: null, tried: false, alert: "", saved: null, undone: null, cleared: null, turn: 0, tiles: 0,
        });
        const card = useCard((message) => {
            this.visit.client = null;
            this.state.alert = message;
        });
        Object.assign(this, { card: card.state, openCard: card.open, closeCard: card.close });
        this.today = useToday(
            () => this.getTodayCall(),
            () => this.desk.outbox.retry(),
        );
        useBus(this.desk.bus, "saved", ({ detail }) => this.onSaved(detail));
        useBus(this.desk.bus, "refused", ({ detail }) => this.onRefused(detail.visit));
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        useExternalListener(window, "online", () => this.onOnline());
        useEffect((text) => this.keepDraft(text), () => [JSON.stringify(this.visit.toDraft())]);
        useEffect(
            (count) => count && this.root.el?.querySelector(".o_recovery_desk_tiles [data-item]:enabled")?.focus(),
            () => [this.state.tiles],
        );
        useEffect((next) => next && this.root.el.querySelector(".o_recovery_desk_next .btn").focus(), () => [this.state.next]);
        this.desk.screens++;
        onWillDestroy(() => this.desk.screens--);
        // Not awaited: the frame is drawn while the server answers.
        onWillStart(() => {
            this.load();
        });
    }

    get setupData() {
        return this.state.setup;
    }

    /** Which visits stand in the list: the method of the server and its arguments, or null while not known. */
    getTodayCall() {
        return this.state.setup && ["get_today", [this.state.setup.program.id, this.device.place]];
    }

    /** What is missing, from the first attempt to save until it is there; else what went wrong. */
    get alertText() {
        return (this.state.tried && findProblem(this.visit, this.setupData)) || this.state.alert;
    }

    /** Begin: the visit that was open here, what the programme offers, who was here lately. */
    async load() {
        Object.assign(this.state, { status: "loading", error: "" });
        await this.desk.slot.open();
        const draft = this.desk.slot.read();
        const sent = draft && this.desk.outbox.visits.some(({ key }) => key === draft.key);
        try {
            await this.loadProgram((!sent && draft?.programId) || this.device.programId);
        } catch (error) {
            const { kind, message } = explainError(error);
            Object.assign(this.state, { status: "failed", error: message, canRetry: kind !== "refused" });
            return;
        }
        if (draft && !sent) {
            this.openVisit(draft);
        }
        this.state.status = "ready";
    }

    async loadProgram(programId) {
        const setup = await this.orm.call(DESK, "get_setup", [programId]);
        this.device.fit(setup);
        Object.assign(this.state, { setup, recents: [], alert: "" });
        this.visit.programId = setup.program.id;
        this.today.load();
        this.loadRecents();
    }

    async loadRecents() {
        try {
            this.state.recents = await this.orm.silent.call(DESK, "get_recent_clients", [this.setupData.program.id, RECENTS]);
        } catch (error) {
            explainError(error);
        }
    }

    openVisit(draft) {
        this.visit.restore(draft);
        this.visit.programId = this.setupData.program.id;
        this.state.next = null;
        this.loadCard();
    }

    /** Keep the open visit on the device with every change, so that nothing typed is lost. */
    keepDraft(text) {
        if (this.state.status !== "ready") {
            return;
        }
        if (this.visit.isEmpty) {
            this.desk.slot.clear();
        } else {
            this.desk.slot.write(JSON.parse(text));
        }
    }

    /** Show the client of the open visit, if any, with a card that is up to date. */
    loadCard(person = this.visit.client) {
        return person ? this.openCard(person, this.setupData.program.id) : this.closeCard();
    }

    /** Somebody else is chosen: what is entered may be of the one before, who was not saved yet. */
    choose(row) {
        this.state.newCode = null;
        if (this.visit.client && this.visit.client.id !== row.id && this.visit.hasContent) {
            this.state.next = row;
            return;
        }
        this.takeClient(row);
    }

    takeClient(row) {
        this.visit.chooseClient(row);
        Object.assign(this.state, { next: null, newCode: null, alert: "", cleared: null });
        this.loadCard(row);
        this.state.tiles++;
    }

    saveThenTake(row) {
        if (this.save()) {
            this.takeClient(row);
        } else {
            this.state.next = null;
        }
    }

    addUnnamed() {
        this.closeCard();
        Object.assign(this.state, { alert: "", next: null, newCode: null });
        this.visit.setHeadcount(this.visit.headcount + 1);
    }

    /** Put the visit on its way and begin the next one. @returns {boolean} whether nothing was missing */
    save() {
        if (this.visit.isEmpty && Date.now() - this.begunAt < TWICE) {
            return false;
        }
        this.state.tried = true;
        if (findProblem(this.visit, this.setupData)) {
            return false;
        }
        const { key, who } = this.visit;
        const values = this.visit.toValues({ ...this.device, programId: this.setupData.program.id });
        this.desk.outbox.add({ key, who, values, draft: this.visit.toDraft() });
        this.state.recents = putFirst(this.state.recents, this.card.person, RECENTS);
        this.begin();
        this.desk.outbox.retry();
        return true;
    }

    /** The screen is empty again and the search waits for the next person. */
    begin() {
        this.begunAt = Date.now();
        this.visit.reset();
        this.visit.programId = this.setupData.program.id;
        this.desk.slot.clear();
        this.closeCard();
        Object.assign(this.state, { next: null, newCode: null, tried: false, alert: "" });
        Object.assign(this.state, { saved: null, undone: null, cleared: null });
        this.state.turn++;
    }

    clear() {
        const draft = this.visit.toDraft();
        const wasEmpty = this.visit.isEmpty;
        this.begin();
        this.state.cleared = wasEmpty ? null : draft;
    }

    bringBack() {
        this.openVisit(this.state.cleared);
        this.state.cleared = null;
    }

    onSaved({ visit, result }) {
        if (!isVisit(visit)) {
            return;
        }
        const time = luxon.DateTime.fromMillis(visit.at).toFormat("HH:mm");
        this.state.saved = { id: result.encounter_id, time, who: describeWho(visit) };
        this.today.load();
    }

    /** What the server refuses comes back to be corrected, at once where nothing else is open. */
    onRefused(visit) {
        if (isVisit(visit) && this.visit.isEmpty && !this.state.newCode && visit.values.program_id === this.setupData?.program.id) {
            this.correct(visit.key);
        }
    }

    correct(key) {
        const visit = this.desk.outbox.take(key);
        this.openVisit(visit.draft);
        Object.assign(this.state, { alert: visit.error, saved: null, cleared: null });
    }

    async undo(line) {
        const problem = await this.today.undo(line.id);
        this.state.alert = problem;
        if (!problem) {
            this.state.undone = { time: line.time, who: line.who };
            this.state.saved = this.state.saved?.id === line.id ? null : this.state.saved;
        }
    }

    async setDevice(name, value) {
        if (name !== "programId") {
            this.device.set(name, value);
            if (name === "place") {
                this.today.load();
            }
            return;
        }
        try {
            await this.loadProgram(value);
            this.device.set("programId", value);
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
    }

    async openSituation() {
        const { id } = this.visit.client;
        try {
            const action = await this.orm.call("recovery.client", "action_record_situation", [[id]]);
            const context = { ...action.context, default_program_id: this.setupData.program.id };
            await this.action.doAction({ ...action, context, target: "new" }, { onClose: () => this.loadCard() });
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey) && this.state.status === "ready" && !document.querySelector(".modal")) {
            ev.preventDefault();
            this.save();
        }
    }

    onOnline() {
        if (this.state.status === "failed" && this.state.canRetry) {
            this.load();
        } else if (this.state.status === "ready") {
            this.today.load();
            if (this.visit.client && !this.card.card) {
                this.loadCard(this.card.person);
            }
        }
    }
}

registry.category("actions").add("recovery_care.front_desk", FrontDesk);
