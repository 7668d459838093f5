import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { Layout } from "@web/search/layout";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { downloadReport } from "../report_form/report_download";
import { BADGES, STATE_TONES, TargetRow } from "./target_row";
import { TimeBar } from "./time_bar";

const GRANT = "recovery.grant";
const INDICATOR = "recovery.grant.indicator";
const REPORT = "recovery.report";
// What the server says in words that a user can act on; anything else is a fault without a useful text.
const EXPLAINED = ["AccessError", "MissingError", "UserError", "ValidationError"].map((name) => `odoo.exceptions.${name}`);

/** How far a grant is: targets against the time gone, what is not attributed or in conflict, its reports. */
export class GrantScreen extends Component {
    static template = "recovery_reporting.GrantScreen";
    static components = { Layout, TargetRow, TimeBar };
    static props = { ...standardActionServiceProps };
    static path = "grant-screen";
    static displayName = _t("Grant screen");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        this.display = { controlPanel: {} };
        this.state = useState({
            status: "loading", data: null, error: "", busy: false, corrections: null, correctionsFailed: false,
        });
        // Not awaited: the frame is drawn while the figures are counted.
        onWillStart(() => {
            this.load();
        });
    }

    get grantId() {
        const { action, resId } = this.props;
        return resId || action.params?.grant_id || action.context?.active_id;
    }

    get data() {
        return this.state.data;
    }

    get grant() {
        return this.data.grant;
    }

    get subtitle() {
        const { code, funder, call, amount, amount_text } = this.grant;
        return [code, funder, call, amount ? amount_text : ""].filter(Boolean).join(" · ");
    }

    get programs() {
        return this.grant.programs.map((program) => program.name).join(", ");
    }

    get houses() {
        return this.grant.houses.map((house) => house.name).join(", ");
    }

    get mayWrite() {
        return this.data.rights.write;
    }

    get isRunning() {
        return this.grant.state === "running";
    }

    get hasTimeMark() {
        return this.data.indicators.some((indicator) => indicator.expected !== false);
    }

    get missingText() {
        const { count, breakdown } = this.data.missing;
        if (!count) {
            return _t("No done service in its programmes and period is left over.");
        }
        return breakdown.map((part) => `${part.count} ${part.label}`).join(", ");
    }

    get missingCount() {
        return this.data.missing.count + this.data.missing_nights.stays;
    }

    get nightsText() {
        const { stays, nights } = this.data.missing_nights;
        if (!stays) {
            return this.grant.houses.length ? _t("No night slept in its houses is left over.") : "";
        }
        return _t("Nights in its houses that no rule claims: %(nights)s of %(stays)s stays.", { nights, stays });
    }

    /** Whole posts and parts of them that are filled, of all that run today. */
    get filledFte() {
        const filled = this.data.positions.filter((position) => position.filled);
        return this.formatFte(filled.reduce((sum, position) => sum + position.fte, 0));
    }

    get hasCurrentPosts() {
        return this.data.positions.some((position) => !this.isOver(position));
    }

    get claimedText() {
        return formatFloat(this.data.claimed, { digits: [16, 0] });
    }

    /** Return the badge and the word for a post today. */
    getPostState(position) {
        if (position.filled) {
            return { badge: BADGES.success, label: _t("filled") };
        }
        if (this.isOver(position)) {
            return { badge: BADGES.muted, label: _t("over") };
        }
        return position.date_start > this.data.time.today
            ? { badge: BADGES.info, label: _t("not begun") }
            : { badge: BADGES.warning, label: _t("vacant") };
    }

    isOver(position) {
        return Boolean(position.date_end) && position.date_end < this.data.time.today;
    }

    getDownloadLabel(report) {
        return _t("Download %s", report.name);
    }

    getStateBadge(state) {
        return BADGES[STATE_TONES[state]];
    }

    formatFte(fte) {
        return formatFloat(fte, { digits: [16, 3], trailingZeros: false });
    }

    formatDay(date) {
        return deserializeDate(date).toLocaleString(luxon.DateTime.DATE_MED);
    }

    formatPeriod(from, to) {
        return to ? `${this.formatDay(from)} – ${this.formatDay(to)}` : _t("from %s", this.formatDay(from));
    }

    getCorrections(report) {
        return this.state.corrections?.[report.id] || [];
    }

    getCorrectionText(report) {
        const corrections = this.getCorrections(report);
        const title = corrections.length === 1 ? _t("1 correction since:") : _t("%s corrections since:", corrections.length);
        return `${title} ${corrections.map((correction) => correction.text).join(", ")}`;
    }

    /**
     * Fetch everything that the screen shows; what was shown stays visible until the answer is here.
     * A refusal or a lost connection becomes a message with a button, not a dialogue over an empty page.
     */
    async load() {
        if (!this.grantId) {
            Object.assign(this.state, { status: "failed", error: _t("No grant was named. Choose one in the list.") });
            return;
        }
        if (!this.data) {
            this.state.status = "loading";
        }
        try {
            const data = await this.keepLast.add(this.orm.call(GRANT, "get_dashboard", [[this.grantId]]));
            Object.assign(this.state, { status: "ready", data, error: "" });
        } catch (error) {
            Object.assign(this.state, { status: "failed", data: null, error: this.explain(error) });
            return;
        }
        this.env.config.setDisplayName(this.grant.name);
        this.loadCorrections();
    }

    /** Counting frozen figures anew is slow, so it happens once the screen is drawn. */
    async loadCorrections() {
        if (!this.data.reports.some((report) => report.state === "frozen")) {
            return;
        }
        this.state.correctionsFailed = false;
        try {
            this.state.corrections = await this.orm.silent.call(GRANT, "get_corrections", [[this.grantId]]);
        } catch (error) {
            this.explain(error);
            this.state.correctionsFailed = true;
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
        return EXPLAINED.includes(error.exceptionName)
            ? error.data.message
            : _t("The server could not count this grant. Try again; if it stays so, tell the administrator.");
    }

    /** Do one thing at a time: the buttons wait until it is over. */
    async doAlone(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await work();
        } finally {
            this.state.busy = false;
        }
    }

    /** Call a method of one record and follow the action that it returns. */
    run(model, method, id) {
        return this.doAlone(async () => {
            const action = await this.orm.call(model, method, [[id]]);
            if (action) {
                await this.action.doAction(action);
            }
        });
    }

    async runAndReload(method) {
        await this.run(GRANT, method, this.grant.id);
        await this.load();
    }

    onStart() {
        return this.runAndReload("action_confirm");
    }

    onAttribute() {
        return this.runAndReload("action_attribute");
    }

    onNewReport() {
        return this.run(GRANT, "action_new_report", this.grant.id);
    }

    onOpenIndicator(indicator) {
        return this.run(INDICATOR, "action_open_records", indicator.id);
    }

    onOpenList(method) {
        return this.run(GRANT, method, this.grant.id);
    }

    onDownload(report) {
        return this.doAlone(() => downloadReport(this, "action_download", report.id));
    }

    onOpenReport(report) {
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: REPORT, res_id: report.id, views: [[false, "form"]],
        });
    }

    onEdit() {
        return this.action.doAction("recovery_reporting.grant_action", {
            viewType: "form", props: { resId: this.grant.id },
        });
    }

    onOpenGrants() {
        return this.action.doAction("recovery_reporting.grant_action", { clearBreadcrumbs: true });
    }

    onAddIndicator() {
        this.dialog.add(FormViewDialog, {
            resModel: INDICATOR,
            title: _t("Add an indicator"),
            context: { default_grant_id: this.grant.id },
            onRecordSaved: () => this.load(),
        });
    }
}

registry.category("actions").add("recovery_reporting.grant", GrantScreen);
