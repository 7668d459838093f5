import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { explainError } from "@recovery_care/front_desk/server_errors";
import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BoardGrid } from "./board_grid";
import { describeWindow, formatDay, getToday, getWindow, stepDay, ZOOMS } from "./board_days";
import { countTonight, filterHouses, listRows } from "./board_rows";
import { keepSettings, readSettings } from "./board_settings";
import { TonightList } from "./tonight_list";
import { useBoard } from "./use_board";

/** Houses × beds × days: who sleeps where, and every step of a stay from there. */
export class BedBoard extends Component {
    static template = "recovery_housing.BedBoard";
    static components = { BoardGrid, Layout, TonightList };
    static props = { ...standardActionServiceProps };
    static path = "bed-board";
    static displayName = _t("Bed board");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        this.display = { controlPanel: {} };
        this.zooms = Object.entries(ZOOMS);
        this.hold = { move: null };
        const board = useBoard(() => Boolean(this.hold.move));
        Object.assign(this, { model: board.model, board: board.state, loadBoard: board.load, refresh: board.refresh });
        const kept = readSettings();
        this.state = useState({ ...kept, day: kept.day || getToday(), text: "", only: "", folded: [], news: null, alert: "" });
        // Not awaited: the frame is drawn while the server answers.
        onWillStart(() => {
            this.load();
        });
    }

    /** On a narrow screen one night is shown at a time, as a list. */
    get zoom() {
        return this.ui.isSmall ? "day" : this.state.zoom;
    }

    get filter() {
        const { houseId, kind, text, only } = this.state;
        return { houseId, kind, text, only };
    }

    get rows() {
        return listRows(this.model, this.filter, new Set(this.state.folded));
    }

    get houses() {
        return filterHouses(this.model, this.filter);
    }

    get kinds() {
        return [...new Set(this.model.houses.map(({ kind }) => kind))];
    }

    get title() {
        return describeWindow(this.zoom, this.model.start, this.model.days);
    }

    get counts() {
        const count = countTonight(this.model, this.houses);
        return [
            { name: "free", count: count.free, label: _t("free tonight"), icon: "fa-bed", color: "success" },
            { name: "late", count: count.late, label: _t("late from leave"), icon: "fa-clock-o", color: "warning" },
            { name: "overdue", count: count.overdue, label: _t("overdue"), icon: "fa-exclamation-triangle", color: "danger" },
            { name: "outage", count: count.outage, label: _t("out of service"), icon: "fa-wrench", color: "secondary" },
        ];
    }

    get canChange() {
        return this.model.houses.some((house) => house.editable);
    }

    load() {
        const { start, days } = getWindow(this.zoom, this.state.day);
        this.shownZoom = this.zoom;
        this.props.updateActionState?.({ date: this.state.day, zoom: this.state.zoom });
        return this.loadBoard(start, days);
    }

    go(count) {
        this.state.day = count ? stepDay(this.zoom, this.state.day, count) : getToday();
        this.load();
    }

    setDay(day) {
        if (day) {
            this.state.day = day;
            this.load();
        }
    }

    setZoom(zoom) {
        this.state.zoom = zoom;
        keepSettings(this.state);
        this.load();
    }

    setFilter(name, value) {
        this.state[name] = value;
        keepSettings(this.state);
    }

    toggleOnly(name) {
        this.state.only = this.state.only === name ? "" : name;
    }

    toggleHouse(houseId) {
        const { folded } = this.state;
        this.state.folded = folded.includes(houseId) ? folded.filter((id) => id !== houseId) : [...folded, houseId];
    }

    print(houses = this.houses) {
        return this.action.doAction({
            type: "ir.actions.report", report_type: "qweb-pdf", report_name: "recovery_housing.house_week",
            report_file: "recovery_housing.house_week", name: _t("Week of the house"),
            data: { house_ids: houses.map(({ id }) => id), date: this.getPrintDay() },
        });
    }

    /** The week that is looked at: this one where today is on the screen. */
    getPrintDay() {
        const { todayIndex, days, start, today } = this.model;
        return todayIndex >= 0 && todayIndex < days ? today : start;
    }

    // Steps of a stay

    /** Reserve a bed or check somebody in, from an empty night. */
    openNew(bed, index) {
        if (!bed.house.editable) {
            return;
        }
        const additionalContext = { default_bed_id: bed.id, default_date_from: this.model.toDay(index) };
        this.action.doAction("recovery_housing.stay_action_board", { additionalContext, onClose: () => this.refreshAll([bed.house.id]) });
    }

    /** Offer a bed from a night on to who waits. */
    async offer(bed, index) {
        await this.attempt(async () => {
            const action = await this.orm.call("recovery.bed", "action_offer", [[bed.id], this.model.toDay(index)]);
            await this.action.doAction(action, { onClose: () => this.refreshAll([bed.house.id]) });
        });
    }

    async openLine(house) {
        await this.action.doAction(await this.orm.call("recovery.house", "action_open_line", [[house.id]]));
    }

    openNight(house, nightId) {
        this.openRecord("recovery.night", nightId);
    }

    openRecord(resModel, id) {
        this.action.doAction({ type: "ir.actions.act_window", res_model: resModel, res_id: id, views: [[false, "form"]] });
    }

    /** Do what was chosen on the card of a bar. */
    async doStep(bar, name, value) {
        const houseId = this.model.beds.get(bar.bedId).house.id;
        const onClose = () => this.refreshAll([houseId]);
        if (name === "open") {
            this.openRecord({ outage: "recovery.bed.outage", guest: "recovery.night.guest" }[bar.kind] || "recovery.stay", bar.id);
            return;
        }
        await this.attempt(async () => {
            if (name === "extend") {
                await this.orm.write("recovery.stay", [bar.id], { date_to: value });
                const before = this.model.toDay(bar.end);
                const text = value ? _t("%(who)s: until %(day)s", { who: bar.label, day: formatDay(value, this.model.today) })
                    : _t("%s: open-ended", bar.label);
                this.state.news = { text, undo: () => this.orm.write("recovery.stay", [bar.id], { date_to: before }), houseIds: [houseId] };
                return;
            }
            const action = await this.orm.call("recovery.stay", name, [[bar.id]]);
            if (action?.type) {
                await this.action.doAction(action, { onClose });
            } else {
                this.state.news = { text: _t("%s has been checked in.", bar.label), houseIds: [houseId] };
            }
        });
        await onClose();
    }

    /** Drop what is held; somebody who goes to another programme is asked for first. */
    drop(move) {
        if (!move.changesProgram) {
            return this.dropNow(move);
        }
        return new Promise((resolve) => this.dialog.add(ConfirmationDialog, {
            title: _t("Another programme"),
            body: _t("The house belongs to another programme: its staff will see this person, and the move cannot be taken back here."),
            confirmLabel: _t("Move"), confirm: () => this.dropNow(move).then(resolve), cancel: resolve, cancelLabel: _t("Leave it"),
        }));
    }

    async dropNow(move) {
        const { beds } = this.model;
        const houseIds = [...new Set([move.bar.bedId, move.bedId].map((id) => beds.get(id).house.id))];
        await this.attempt(async () => {
            const undo = await move.drop(this.orm);
            const text = move.describe((index) => formatDay(this.model.toDay(index), this.model.today));
            this.state.news = { text, undo: move.changesProgram ? null : undo, houseIds };
        });
        await this.refreshAll(houseIds);
    }

    async undo() {
        const { undo, houseIds } = this.state.news;
        this.state.news = null;
        await this.attempt(async () => {
            await undo();
            this.state.news = { text: _t("Taken back."), houseIds };
        });
        await this.refreshAll(houseIds);
    }

    async attempt(act) {
        Object.assign(this.state, { alert: "", news: null });
        try {
            await act();
        } catch (error) {
            this.state.alert = explainError(error).message;
        }
    }

    refreshAll(houseIds) {
        return this.refresh(houseIds);
    }

    onKeydown(ev) {
        if (ev.key.toLowerCase() === "z" && (ev.ctrlKey || ev.metaKey) && this.state.news?.undo && !ev.target.closest("input, textarea")) {
            ev.preventDefault();
            this.undo();
        }
    }
}

registry.category("actions").add("recovery_housing.bed_board", BedBoard);
