/* global Chart */
import { Component, onWillUnmount, status, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatRating } from "../rating/rating_value";
import { getChartConfig, readColors } from "./ors_chart_config";

const RATINGS = "recovery.ors";

const BADGES = {
    clinically_significant: "text-bg-success",
    reliable_improvement: "text-bg-success",
    no_change: "text-bg-info",
    deterioration: "text-bg-danger",
    too_few: "text-bg-secondary",
};

/** Totals of the outcome rating of a client, or of one episode, over time. */
export class OrsChart extends Component {
    static template = "recovery_care.OrsChart";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.canvasRef = useRef("canvas");
        this.keepLast = new KeepLast();
        this.state = useState({ data: null, mayRate: false, showsTable: false });
        this.chart = null;
        // The data of a record are replaced as a whole when it is loaded, saved or discarded.
        useRecordObserver((record) => {
            if (record.data !== this.shownData) {
                this.shownData = record.data;
                this.load(record);
            }
        });
        useEffect(
            (data, showsTable) => {
                if (data?.points.length && !showsTable) {
                    this.renderChart(data);
                }
                return () => this.destroyChart();
            },
            () => [this.state.data, this.state.showsTable],
        );
        onWillUnmount(() => this.destroyChart());
    }

    get data() {
        return this.state.data;
    }

    get last() {
        return this.data.points.at(-1);
    }

    get hasChange() {
        return this.data.points.length > 1;
    }

    get change() {
        const sign = this.data.change > 0 ? "+" : this.data.change < 0 ? "−" : "±";
        return `${sign}${formatRating(Math.abs(this.data.change))}`;
    }

    get badgeClass() {
        return BADGES[this.data.result];
    }

    get areas() {
        return this.getAreas(this.last);
    }

    get summary() {
        return _t("Outcome rating: %(count)s ratings from %(from)s to %(to)s, first %(first)s, last %(last)s of 40 points", {
            count: this.data.points.length,
            from: this.formatDay(this.data.points[0].date),
            to: this.formatDay(this.last.date),
            first: formatRating(this.data.first),
            last: formatRating(this.last.total),
        });
    }

    getAreas(point) {
        return [
            { name: "individual", label: _t("Individual"), value: formatRating(point.individual) },
            { name: "interpersonal", label: _t("Interpersonal"), value: formatRating(point.interpersonal) },
            { name: "social", label: _t("Social"), value: formatRating(point.social) },
            { name: "overall", label: _t("Overall"), value: formatRating(point.overall) },
        ];
    }

    formatDay(date) {
        return formatDate(deserializeDate(date));
    }

    formatPoints(value) {
        return formatRating(value);
    }

    /** Fetch the ratings, or nothing at all for whoever may not read them. */
    async load(record) {
        if (!record.resId) {
            this.state.data = null;
            return;
        }
        const [data, mayRate] = await this.keepLast.add(this.fetch(record));
        Object.assign(this.state, { data, mayRate });
    }

    async fetch(record) {
        const mayRead = await user.checkAccessRight(RATINGS, "read");
        // Another tab may have been opened in the meantime.
        if (!mayRead || status(this) === "destroyed") {
            return [null, false];
        }
        const [data, mayRate] = await Promise.all([
            this.orm.call(record.resModel, "get_ors_chart", [record.resId]),
            user.checkAccessRight(RATINGS, "create"),
            loadBundle("web.chartjs_lib"),
        ]);
        return [data, mayRate];
    }

    renderChart(data) {
        this.destroyChart();
        const canvas = this.canvasRef.el;
        this.chart = new Chart(canvas, getChartConfig(data, readColors(canvas)));
    }

    destroyChart() {
        this.chart?.destroy();
        this.chart = null;
    }

    toggleTable() {
        this.state.showsTable = !this.state.showsTable;
    }

    onRate() {
        const { record } = this.props;
        const field = record.resModel === "recovery.episode" ? "default_episode_id" : "default_client_id";
        const context = { [field]: record.resId };
        if (record.data.client_id) {
            context.default_client_id = record.data.client_id.id;
        }
        this.dialog.add(FormViewDialog, {
            resModel: RATINGS,
            title: _t("Rate"),
            context,
            onRecordSaved: () => this.load(record),
        });
    }
}

registry.category("view_widgets").add("recovery_ors_chart", { component: OrsChart });
