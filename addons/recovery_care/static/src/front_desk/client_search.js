import { Component, onPatched, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRovingFocus } from "./roving_focus";
import { explainError } from "./server_errors";

const SHORTEST = 3;
const DELAY = 250;

/** Find a client by code or nickname, or take one of those who were here lately. */
export class ClientSearch extends Component {
    static template = "recovery_care.FrontDeskClientSearch";
    static props = {
        programId: Number,
        recents: Array,
        chosenId: [Number, Boolean],
        isUnnamed: Boolean,
        turn: Number,
        onChoose: Function,
        onUnnamed: Function,
        onNewCode: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ text: "", status: "idle", rows: [], active: 0, error: "" });
        this.takeFirst = false;
        this.input = useAutofocus({ refName: "input", mobile: true });
        this.list = useRef("list");
        this.recents = useRovingFocus("recents");
        this.searchLater = useDebounced(() => this.search(), DELAY);
        // Each turn of the screen is another person.
        useEffect(
            (turn) => {
                if (turn) {
                    this.clear();
                    this.input.el?.focus();
                }
            },
            () => [this.props.turn],
        );
        onPatched(() => this.list.el?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
    }

    get query() {
        return this.state.text.trim();
    }

    get isShort() {
        return this.query.length < SHORTEST;
    }

    get hint() {
        if (this.query && this.isShort) {
            return _t("%s more to search", SHORTEST - this.query.length);
        }
        return _t("Code or nickname · Enter takes the first");
    }

    /** What a screen reader says of the state of the search. */
    get announcement() {
        const { status, rows } = this.state;
        if (status === "searching") {
            return _t("Searching…");
        }
        if (status !== "found") {
            return "";
        }
        return rows.length === 1 ? _t("1 client found") : _t("%s clients found", rows.length);
    }

    getRowId(index) {
        return `o_recovery_desk_row_${index}`;
    }

    formatLastVisit(row) {
        return row.last_visit ? deserializeDate(row.last_visit).toRelativeCalendar() : _t("no visit yet");
    }

    clear() {
        this.searchLater.cancel();
        this.takeFirst = false;
        Object.assign(this.state, { text: "", status: "idle", rows: [], active: 0, error: "" });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.takeFirst = false;
        if (this.isShort) {
            this.searchLater.cancel();
            this.keepLast.add(Promise.resolve());
            Object.assign(this.state, { status: "idle", rows: [], active: 0 });
            return;
        }
        this.state.status = "searching";
        this.searchLater();
    }

    async search() {
        if (this.isShort) {
            return;
        }
        this.searchLater.cancel();
        this.state.status = "searching";
        let rows;
        try {
            rows = await this.keepLast.add(
                this.orm.silent.call("recovery.front.desk", "search_clients", [this.props.programId, this.query]),
            );
        } catch (error) {
            Object.assign(this.state, { status: "failed", rows: [], error: explainError(error).message });
            return;
        }
        Object.assign(this.state, { status: rows.length ? "found" : "none", rows, active: 0 });
        if (this.takeFirst) {
            this.takeFirst = false;
            this.takeActive();
        }
    }

    takeActive() {
        const row = this.state.rows[this.state.active];
        if (row) {
            this.choose(row);
        }
    }

    choose(row) {
        this.clear();
        this.props.onChoose(row);
    }

    onKeydown(ev) {
        const { rows, status } = this.state;
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        if (ev.key === "Enter") {
            ev.preventDefault();
            if (status === "found") {
                this.takeActive();
            } else if (status === "none") {
                this.props.onNewCode(this.query);
            } else if (!this.isShort) {
                this.takeFirst = true;
                this.search();
            }
        } else if (ev.key === "Escape" && this.state.text) {
            ev.stopPropagation();
            this.clear();
        } else if (rows.length && ["ArrowDown", "ArrowUp"].includes(ev.key)) {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.active = (this.state.active + step + rows.length) % rows.length;
        }
    }
}
