import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import {
    cellValue, columnSum, findFreeRow, indexLines, makeColumns, makeCommand, rowKey, rowOf, rowSums,
} from "./count_rows";

const NOTHING = { services: [], materials: [], places: [], districts: [] };
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** Lines of counts as a table: places down, services and material across, a number in each cell. */
export class CountTable extends Component {
    static template = "recovery_care.CountTable";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.table = useRef("table");
        this.keepLast = new KeepLast();
        this.mutex = new Mutex();
        this.state = useState({ setup: NOTHING, rows: [], withMaterial: false });
        useRecordObserver((record) => this.follow(record));
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", (ev) => ev.detail.proms.push(this.commitFocused()));
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commitFocused());
    }

    get lines() {
        return this.props.record.data[this.props.name].records;
    }

    /** What one drawing of the table needs: columns, the number of each cell, sums. */
    get grid() {
        const index = indexLines(this.lines);
        const { rows } = this.state;
        const { services, materials } = this.columns;
        const sums = rows.map((row) => rowSums(index, row, services));
        const add = (name) => sums.reduce((sum, one) => sum + one[name], 0);
        return {
            services, materials, sums,
            value: (row, column) => cellValue(index, row, column) || "",
            columnSum: (column) => columnSum(index, rows, column),
            totals: { services: add("services"), people: add("people") },
        };
    }

    get columns() {
        const labels = { out: _t("out"), back: _t("back") };
        const { services, materials } = makeColumns(this.state.setup, this.lines, labels);
        const index = indexLines(this.lines);
        const shown = (columns) =>
            this.props.readonly ? columns.filter((column) => columnSum(index, this.state.rows, column)) : columns;
        return { services: shown(services), materials: this.state.withMaterial ? shown(materials) : [] };
    }

    /** Show another batch or programme; rows that were added stay while they are empty. */
    follow(record) {
        if (record.id !== this.recordId) {
            this.recordId = record.id;
            this.state.rows = [];
        }
        const lines = record.data[this.props.name].records;
        this.addRows(lines.map(rowOf));
        if (lines.some((line) => line.data.product_id)) {
            this.state.withMaterial = true;
        }
        const programId = record.data.program_id?.id;
        if (programId !== this.programId) {
            this.programId = programId;
            if (!lines.length) {
                this.state.rows = [];
            }
            this.load(programId);
        }
    }

    async load(programId) {
        this.state.setup = programId
            ? await this.keepLast.add(this.orm.call("recovery.batch", "get_count_setup", [programId]))
            : NOTHING;
        if (!this.state.rows.length && !this.props.readonly && programId) {
            const { place, district_id: district } = this.props.record.data;
            this.addRows([{ place, district: district ? { id: district.id, name: district.display_name } : false }]);
        }
    }

    addRows(rows) {
        const known = new Set(this.state.rows.map(rowKey));
        for (const row of rows) {
            if (row.place && !known.has(rowKey(row))) {
                known.add(rowKey(row));
                this.state.rows.push(row);
            }
        }
    }

    // What is shown

    placeName(row) {
        return this.state.setup.places.find((place) => place.id === row.place)?.name || row.place;
    }

    /** The district as the programme lists it, without the name of the town. */
    districtName(row) {
        const { districts } = this.state.setup;
        return districts.find((district) => district.id === row.district.id)?.name || row.district.name;
    }

    rowName(row) {
        return row.district ? `${this.placeName(row)} · ${this.districtName(row)}` : this.placeName(row);
    }

    districtsFor(row) {
        const { districts } = this.state.setup;
        return !row.district || districts.some((district) => district.id === row.district.id)
            ? districts
            : [...districts, row.district];
    }

    cellName(row, column) {
        return [column.name, column.part, this.rowName(row)].filter(Boolean).join(", ");
    }

    removeLabel(row) {
        return _t("Remove the row “%s”", this.rowName(row));
    }

    // What is typed

    onInput(ev) {
        ev.target.value = ev.target.value.replace(/\D/g, "").slice(0, 5);
    }

    write(row, column, text) {
        return this.mutex.exec(async () => {
            const command = makeCommand(this.lines, row, column, Number(text));
            if (command) {
                await this.props.record.data[this.props.name].applyCommands([command]);
            }
        });
    }

    /** Take what stands in the focused cell: whoever saves by a key has not left it. */
    commitFocused() {
        const input = this.table.el?.contains(document.activeElement) && document.activeElement;
        if (input && input.dataset.row) {
            const { services, materials } = this.columns;
            const row = this.state.rows[Number(input.dataset.row)];
            this.write(row, [...services, ...materials][Number(input.dataset.column)], input.value);
        }
        return this.mutex.getUnlockedDef();
    }

    onKeydown(ev) {
        const { row, column } = ev.target.dataset;
        if (row === undefined || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const isEnter = ev.key === "Enter";
        const step = isEnter ? [ev.shiftKey ? -1 : 1, 0] : STEPS[ev.key];
        if (!step) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const beyond = isEnter && !ev.shiftKey && Number(row) === this.state.rows.length - 1;
        const next = beyond
            ? this.findCell(0, Number(column) + 1)
            : this.findCell(Number(row) + step[0], Number(column) + step[1]);
        (next || ev.target).focus();
        (next || ev.target).select();
        if (!next && isEnter) {
            ev.target.blur();
            ev.target.focus();
        }
    }

    findCell(row, column) {
        return this.table.el.querySelector(`input[data-row="${row}"][data-column="${column}"]`);
    }

    onFocus(ev) {
        ev.target.select();
    }

    // Rows

    addRow() {
        const row = findFreeRow(this.state.rows, this.state.setup);
        if (!row) {
            this.notification.add(_t("Every place and district has its row."), { type: "info" });
            return;
        }
        this.addRows([row]);
    }

    /** Move a row with its numbers to another place or district. */
    async moveRow(index, changed, ev) {
        const before = this.state.rows[index];
        const after = { ...before, ...changed };
        if (this.state.rows.some((row, other) => other !== index && rowKey(row) === rowKey(after))) {
            this.notification.add(_t("This place and district already has its row."), { type: "warning" });
            ev.target.value = "place" in changed ? before.place : before.district ? before.district.id : "";
            return;
        }
        await this.mutex.exec(async () => {
            const lines = this.lines.filter((line) => rowKey(rowOf(line)) === rowKey(before));
            this.state.rows[index] = after;
            const values = "place" in changed
                ? { place: after.place }
                : { district_id: after.district && { id: after.district.id, display_name: after.district.name } };
            const commands = lines.map((line) => [1, line.resId || line._virtualId, values]);
            if (commands.length) {
                await this.props.record.data[this.props.name].applyCommands(commands);
            }
        });
    }

    onPlace(index, ev) {
        return this.moveRow(index, { place: ev.target.value }, ev);
    }

    onDistrict(index, ev) {
        const id = Number(ev.target.value);
        const district = this.districtsFor(this.state.rows[index]).find((one) => one.id === id);
        return this.moveRow(index, { district: district ? { id, name: district.name } : false }, ev);
    }

    removeRow(index) {
        return this.mutex.exec(async () => {
            const [row] = this.state.rows.splice(index, 1);
            const lines = this.lines.filter((line) => rowKey(rowOf(line)) === rowKey(row));
            if (lines.length) {
                await this.props.record.data[this.props.name].applyCommands(
                    lines.map((line) => [2, line.resId || line._virtualId])
                );
            }
        });
    }

    toggleMaterial() {
        this.state.withMaterial = !this.state.withMaterial;
    }
}

registry.category("fields").add("recovery_count_table", {
    component: CountTable,
    displayName: _t("Table of counts"),
    supportedTypes: ["one2many"],
    useSubView: true,
    isEmpty: () => false,
});
