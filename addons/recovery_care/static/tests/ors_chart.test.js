import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";
import { WebClient } from "@web/webclient/webclient";
import { OrsChart } from "@recovery_care/ors_chart/ors_chart";
import { chartOf, FIRST, LAST, point, SECOND } from "./ors_chart_helpers";

const CLIENT_FORM = `<form><field name="code"/><widget name="recovery_ors_chart"/></form>`;

class Client extends models.Model {
    _name = "recovery.client";

    code = fields.Char();

    _records = [{ id: 1, code: "C-00001" }];
    _views = { form: CLIENT_FORM };
}

class Episode extends models.Model {
    _name = "recovery.episode";

    client_id = fields.Many2one({ relation: "recovery.client" });

    _records = [{ id: 7, client_id: 1 }];
}

class Ors extends models.Model {
    _name = "recovery.ors";

    client_id = fields.Many2one({ relation: "recovery.client" });
    episode_id = fields.Many2one({ relation: "recovery.episode" });
    individual = fields.Float();

    _views = {
        form: `<form><field name="client_id"/><field name="episode_id"/><field name="individual"/></form>`,
    };
}

defineMailModels();
defineModels([Client, Episode, Ors]);
preloadBundle("web.chartjs_lib");

function grant({ read = true, create = true } = {}) {
    // Answers of the server are kept for the whole session, so also from test to test.
    patchWithCleanup(user, {
        async checkAccessRight(model, operation) {
            return model === "recovery.ors" && { read, create }[operation];
        },
    });
}

function serve(chart, model = "recovery.client") {
    onRpc(model, "get_ors_chart", ({ args }) => {
        expect.step(`${model} ${args[0]}`);
        return typeof chart === "function" ? chart() : chart;
    });
}

async function mountClient(resId = 1) {
    await mountView({ type: "form", resModel: "recovery.client", resId, arch: CLIENT_FORM });
    await animationFrame();
}

test("the table carries the figures of the chart", async () => {
    grant();
    serve(chartOf([FIRST, SECOND, LAST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    expect(".o_recovery_ors_canvas canvas").toHaveCount(1);
    expect(".o_recovery_ors_table").toHaveClass("visually-hidden");
    expect(queryAllTexts(".o_recovery_ors_table thead th")).toEqual([
        "Date", "Individual", "Interpersonal", "Social", "Overall", "Total", "Cut-off", "Against cut-off",
    ]);
    expect(".o_recovery_ors_table tbody tr").toHaveCount(3);
    expect(queryAllTexts(".o_recovery_ors_table tbody tr:eq(0) td")).toEqual([
        "4.1", "4.2", "4.3", "4.4", "17.0", "25.0", "not above",
    ]);
    expect(queryAllTexts(".o_recovery_ors_table tbody tr:eq(1) td")).toEqual([
        "5.0", "0.0", "5.5", "6.0", "16.5", "25.0", "not above",
    ]);
    expect(queryAllTexts(".o_recovery_ors_table tbody tr:eq(2) td")).toEqual([
        "6.1", "7.0", "6.4", "6.7", "26.2", "25.0", "above",
    ]);
});

test("the chart draws the same totals, the cut-off over its whole width, and 0 to 40", async () => {
    let widget;
    patchWithCleanup(OrsChart.prototype, {
        setup() {
            super.setup();
            widget = this;
        },
    });
    grant();
    serve(chartOf([FIRST, SECOND, LAST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    const [totals, cutoff] = widget.chart.data.datasets;
    expect(totals.data.map(({ y }) => y)).toEqual([17, 16.5, 26.2]);
    expect(cutoff.data.map(({ y }) => y)).toEqual([25, 25, 25, 25, 25]);
    expect(cutoff.borderDash.length).toBeGreaterThan(0);
    expect([widget.chart.scales.y.min, widget.chart.scales.y.max]).toEqual([0, 40]);
    expect(totals.borderColor).not.toBe("");
});

test("the header says change, result in words, and the rules", async () => {
    grant();
    serve(chartOf([FIRST, LAST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    expect(queryText(".o_recovery_ors_badge")).toBe("+9.2 · Clinically significant");
    expect(".o_recovery_ors_badge").toHaveClass("text-bg-success");
    expect(queryText(".o_recovery_ors_ruleset")).toInclude("Common, change 5");
    expect(queryAllTexts(".o_recovery_ors_areas > div").map((text) => text.replace(/\s+/g, " "))).toEqual([
        "Individual 6.1", "Interpersonal 7.0", "Social 6.4", "Overall 6.7",
    ]);
    expect(".o_recovery_ors_too_few").toHaveCount(0);
});

test("a fall has its sign, its word and the colour of danger", async () => {
    grant();
    serve(chartOf([FIRST, point(2, "2026-02-01", [2, 2, 2, 1.8])], { result: "deterioration", result_label: "Deterioration" }));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    expect(queryText(".o_recovery_ors_badge")).toBe("−9.2 · Deterioration");
    expect(".o_recovery_ors_badge").toHaveClass("text-bg-danger");
});

test("one rating is too few and shows no change", async () => {
    grant();
    serve(chartOf([FIRST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    expect(queryText(".o_recovery_ors_badge")).toBe("Too few ratings");
    expect(queryText(".o_recovery_ors_too_few")).toInclude("too few");
    expect(".o_recovery_ors_table tbody tr").toHaveCount(1);
    expect("canvas").toHaveCount(1);
});

test("the table can be shown instead of the chart and back", async () => {
    grant();
    serve(chartOf([FIRST, LAST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    await contains(".o_recovery_ors_toggle").click();
    expect(".o_recovery_ors_table").not.toHaveClass("visually-hidden");
    expect("canvas").toHaveCount(0);
    expect(queryText(".o_recovery_ors_toggle")).toBe("Show as chart");
    expect(".o_recovery_ors_toggle").toHaveAttribute("aria-pressed", "true");
    await contains(".o_recovery_ors_toggle").click();
    expect("canvas").toHaveCount(1);
});

test("the canvas has a text for who cannot see it", async () => {
    grant();
    serve(chartOf([FIRST, LAST]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    const label = queryOne("canvas").getAttribute("aria-label");
    expect(label).toInclude("2 ratings");
    expect(label).toInclude("first 17.0");
    expect(label).toInclude("last 26.2");
});

test("no rating yet: words, and a button that opens a rating of this client", async () => {
    grant();
    let points = [];
    serve(() => chartOf(points));
    onRpc("recovery.ors", "onchange", ({ kwargs }) => {
        expect.step(kwargs.context.default_client_id);
    });
    onRpc("recovery.ors", "web_save", () => {
        points = [FIRST];
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window", res_model: "recovery.client", res_id: 1, views: [[false, "form"]],
    });
    await animationFrame();
    expect.verifySteps(["recovery.client 1"]);
    expect(queryText(".o_recovery_ors_empty p")).toBe("No rating yet");
    await contains(".o_recovery_ors_rate").click();
    expect.verifySteps([1]);
    expect(".o_dialog .o_form_view").toHaveCount(1);
    await contains(".o_dialog .o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["recovery.client 1"]);
    expect(".o_recovery_ors_empty").toHaveCount(0);
    expect(".o_recovery_ors_table tbody tr").toHaveCount(1);
});

test("no rating yet: who may not rate gets no button", async () => {
    grant({ create: false });
    serve(chartOf([]));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    expect(queryText(".o_recovery_ors_empty p")).toBe("No rating yet");
    expect(".o_recovery_ors_rate").toHaveCount(0);
});

test("without the right to read ratings nothing is asked and nothing shown", async () => {
    grant({ read: false, create: false });
    serve(chartOf([FIRST, LAST]));
    await mountClient();
    expect.verifySteps([]);
    expect(queryText(".o_widget_recovery_ors_chart")).toBe("");
    expect(".o_widget_recovery_ors_chart *").toHaveCount(0);
});

test("a record that is not saved yet shows no chart", async () => {
    grant();
    serve(chartOf([FIRST]));
    await mountClient(false);
    expect.verifySteps([]);
    expect(".o_recovery_ors_chart").toHaveCount(0);
});

test("on an episode the episode is asked, and rated", async () => {
    grant();
    serve(chartOf([]), "recovery.episode");
    onRpc("recovery.ors", "onchange", ({ kwargs }) => {
        const { default_client_id, default_episode_id } = kwargs.context;
        expect.step([default_client_id, default_episode_id]);
    });
    await mountView({
        type: "form", resModel: "recovery.episode", resId: 7,
        arch: `<form><field name="client_id"/><widget name="recovery_ors_chart"/></form>`,
    });
    await animationFrame();
    expect.verifySteps(["recovery.episode 7"]);
    await contains(".o_recovery_ors_rate").click();
    expect.verifySteps([[1, 7]]);
});

test("the chart is read again after the record is saved", async () => {
    grant();
    let points = [FIRST];
    serve(() => chartOf(points));
    await mountClient();
    expect.verifySteps(["recovery.client 1"]);
    points = [FIRST, LAST];
    await contains(".o_field_widget[name=code] input").edit("C-00002");
    expect.verifySteps([]);
    await clickSave();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["recovery.client 1"]);
    expect(".o_recovery_ors_table tbody tr").toHaveCount(2);
    expect("canvas").toHaveCount(1);
});

test("the chart is destroyed with its widget, also when the answer comes late", async () => {
    const charts = [];
    patchWithCleanup(OrsChart.prototype, {
        renderChart(data) {
            super.renderChart(data);
            charts.push(this.chart);
        },
    });
    grant();
    const late = new Deferred();
    let answer = chartOf([FIRST, LAST]);
    onRpc("recovery.client", "get_ors_chart", () => answer);
    await mountWithCleanup(WebClient);
    const action = { type: "ir.actions.act_window", res_model: "recovery.client", res_id: 1, views: [[false, "form"]] };
    await getService("action").doAction(action);
    await animationFrame();
    expect(charts.length).toBe(1);
    answer = late;
    await getService("action").doAction(action, { clearBreadcrumbs: true });
    expect(charts[0].ctx).toBe(null);
    await getService("action").doAction(
        { type: "ir.actions.act_window", res_model: "recovery.ors", views: [[false, "form"]] }, { clearBreadcrumbs: true },
    );
    late.resolve(chartOf([FIRST, LAST]));
    await animationFrame();
    expect(charts.length).toBe(1);
});
