import { Component, status, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// So many of the latest snapshots stand beside the first one.
const LATEST = 4;
const SIGNS = { improved: "▲", worse: "▼", changed: "≠" };

/** Snapshots of the social situation side by side, oldest first: what is better, what is worse. */
export class SituationTable extends Component {
    static template = "recovery_care.SituationTable";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ courses: null, isWhole: false });
        useRecordObserver((record) => {
            if (record.data !== this.shownData) {
                this.shownData = record.data;
                this.load(record);
            }
        });
    }

    async load(record) {
        if (!record.resId) {
            this.state.courses = null;
            return;
        }
        this.state.courses = await this.keepLast.add(this.fetch(record));
    }

    async fetch(record) {
        const mayRead = await user.checkAccessRight("recovery.situation", "read");
        // Another tab may have been opened in the meantime.
        if (!mayRead || status(this) === "destroyed") {
            return null;
        }
        return this.orm.call(record.resModel, "get_situation_table", [record.resId]);
    }

    /** The first snapshot and the latest ones, or all of them. */
    shownIndexes(course) {
        const all = course.columns.map((_column, index) => index);
        return this.state.isWhole || all.length <= LATEST + 1 ? all : [0, ...all.slice(-LATEST)];
    }

    get hidesSome() {
        return !this.state.isWhole && this.state.courses.some((course) => course.columns.length > LATEST + 1);
    }

    formatDay(date) {
        return formatDate(deserializeDate(date));
    }

    changeSign(change) {
        return SIGNS[change];
    }

    changeWord(change) {
        return { improved: _t("better"), worse: _t("worse"), changed: _t("changed") }[change];
    }

    changeClass(change) {
        return { improved: "text-success fw-bold", worse: "text-danger fw-bold", changed: "fw-bold" }[change] || "";
    }

    open(column) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "recovery.situation",
            res_id: column.id,
            views: [[false, "form"]],
        });
    }

    showAll() {
        this.state.isWhole = true;
    }
}

registry.category("view_widgets").add("recovery_situation_table", { component: SituationTable });
