/* global Chart */
import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { getVolumeChart, readColors } from "./volume_chart";

const MODEL = "recovery.volume.table";

/** The figures of a table of volumes, counted when it is opened or saved, with a bar chart of one of them. */
export class VolumeTable extends Component {
    static template = "recovery_reporting.VolumeTable";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.canvasRef = useRef("canvas");
        this.keepLast = new KeepLast();
        this.state = useState({ status: "new", table: null, error: "", figure: 0, canDraw: false });
        this.chart = null;
        // Not awaited: the table is read while the library for charts comes.
        onWillStart(() => {
            this.loadChart();
        });
        // The data of a record are replaced as a whole when it is loaded, saved or discarded.
        useRecordObserver((record) => {
            if (record.data !== this.shownData) {
                this.shownData = record.data;
                this.load(record);
            }
        });
        useEffect(
            (table, figure, canDraw) => {
                if (canDraw && table?.rows.length) {
                    this.renderChart(table, figure);
                }
                return () => this.destroyChart();
            },
            () => [this.state.table, this.state.figure, this.state.canDraw],
        );
        onWillUnmount(() => this.destroyChart());
    }

    get table() {
        return this.state.table;
    }

    /** Whether the settings were changed since the figures were counted. */
    get isOutdated() {
        return this.state.status === "ready" && this.props.record.dirty;
    }

    /** The head of each column of values: its figure and, where figures are split, its part. */
    get columns() {
        return this.table.figures.flatMap((figure) =>
            Array.from({ length: figure.span }, (_none, index) => ({
                figure,
                part: this.table.parts[index],
                isFirst: !index,
                isWhole: index === figure.span - 1,
            })),
        );
    }

    get chartLabel() {
        const { name } = this.table.figures[this.state.figure];
        return _t("Bar chart: %(name)s by %(part)s", { name, part: this.table.row_label.toLowerCase() });
    }

    format(value, figure) {
        if (!value) {
            return figure.unit === "percent" ? "0 %" : "0";
        }
        const shown = formatFloat(value, { digits: [16, figure.decimals], trailingZeros: false });
        return figure.unit === "percent" ? `${shown} %` : shown;
    }

    async loadChart() {
        await loadBundle("web.chartjs_lib");
        this.state.canDraw = true;
    }

    async load(record) {
        if (!record.resId) {
            Object.assign(this.state, { status: "new", table: null });
            return;
        }
        this.state.status = "loading";
        try {
            const table = await this.keepLast.add(this.orm.call(MODEL, "get_table", [[record.resId]]));
            const figure = Math.min(this.state.figure, table.figures.length - 1);
            Object.assign(this.state, { status: "ready", table, error: "", figure });
        } catch (error) {
            Object.assign(this.state, { status: "failed", table: null, error: this.explain(error) });
        }
    }

    /** Return the words for an error of a call; rethrow what is a fault of this page. */
    explain(error) {
        if (error instanceof ConnectionLostError) {
            return _t("The server does not answer. Check the connection and try again.");
        }
        if (!(error instanceof RPCError)) {
            throw error;
        }
        return error.exceptionName?.startsWith("odoo.exceptions.")
            ? error.data.message
            : _t("The server could not count this table. Try again; if it stays so, tell the administrator.");
    }

    onRetry() {
        return this.load(this.props.record);
    }

    onFigure(ev) {
        this.state.figure = Number(ev.target.value);
    }

    renderChart(table, figure) {
        this.destroyChart();
        const canvas = this.canvasRef.el;
        this.chart = new Chart(canvas, getVolumeChart(table, figure, readColors(canvas)));
    }

    destroyChart() {
        this.chart?.destroy();
        this.chart = null;
    }
}

registry.category("view_widgets").add("recovery_volume_table", { component: VolumeTable });
