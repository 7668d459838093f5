import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { getVolumeChart } from "@recovery_reporting/volume_table/volume_chart";

const COLORS = { text: "#000", line: "#ccc" };

function getTable() {
    return {
        row_label: "Month",
        parts: [],
        figures: [
            { name: "People", unit: "people", unit_label: "people", decimals: 0, additive: false, span: 1 },
            { name: "Return rate", unit: "percent", unit_label: "%", decimals: 1, additive: false, span: 1 },
            { name: "Units", unit: "units", unit_label: "kontakt", decimals: 2, additive: true, span: 1 },
        ],
        rows: [
            { label: "Mar 2026", values: [2, 66.66, 1.5] },
            { label: "Apr 2026", values: [0, 0, 0] },
        ],
        total: { label: "Total", values: [2, 66.66, 1.5] },
        notes: ["Counted anew: People, Return rate."],
    };
}

function getSplitTable() {
    const figure = { unit: "contacts", unit_label: "contacts", decimals: 0, span: 3 };
    return {
        ...getTable(),
        parts: ["Female", "Male", "Total"],
        figures: [{ ...figure, name: "Contacts", additive: true }, { ...figure, name: "People", additive: false }],
        rows: [{ label: "Mar 2026", values: [1, 2, 3, 4, 5, 6] }],
        total: { label: "Total", values: [1, 2, 3, 4, 5, 6] },
    };
}

class VolumeTable extends models.Model {
    _name = "recovery.volume.table";

    name = fields.Char();

    _records = [{ id: 3, name: "Demo" }];
}

defineMailModels();
defineModels([VolumeTable]);

function mountTable(resId = 3) {
    return mountView({
        type: "form", resModel: "recovery.volume.table", resId,
        arch: `<form><field name="name"/><widget name="recovery_volume_table"/></form>`,
    });
}

test("figures are shown with their decimals, zeros and totals", async () => {
    onRpc("recovery.volume.table", "get_table", () => getTable());
    await mountTable();
    await animationFrame();
    expect(queryAllTexts(".o_recovery_volume_table tbody td")).toEqual(["2", "66.7 %", "1.5", "0", "0 %", "0"]);
    expect(queryAllTexts(".o_recovery_volume_table tfoot td")).toEqual(["2", "66.7 %", "1.5"]);
    expect(queryAllTexts(".o_recovery_volume_table thead th")[1]).toMatch(/^People \*/);
    expect(queryAllTexts(".o_recovery_volume_table thead th")[3]).not.toMatch(/\*/);
    expect(".o_recovery_volume_table").toHaveText(/\* Counted anew: People, Return rate\./);
    expect("canvas").toHaveAttribute("aria-label", "Bar chart: People by month");
});

test("another indicator can be drawn", async () => {
    onRpc("recovery.volume.table", "get_table", () => getTable());
    await mountTable();
    await animationFrame();
    await contains(".o_recovery_volume_table select").select("2");
    expect("canvas").toHaveAttribute("aria-label", "Bar chart: Units by month");
});

test("a split figure has a column for each part", async () => {
    onRpc("recovery.volume.table", "get_table", () => getSplitTable());
    await mountTable();
    await animationFrame();
    expect(queryAllTexts(".o_recovery_volume_table thead tr:last th")).toEqual([
        "Female", "Male", "Total", "Female", "Male", "Total",
    ]);
    expect(queryOne(".o_recovery_volume_table thead th[colspan]:first").colSpan).toBe(3);
});

test("bars are stacked where the parts add up, without the whole", () => {
    const stacked = getVolumeChart(getSplitTable(), 0, COLORS);
    expect(stacked.data.datasets.map((dataset) => [dataset.label, ...dataset.data])).toEqual([["Female", 1], ["Male", 2]]);
    expect(stacked.options.scales.y.stacked).toBe(true);
    const beside = getVolumeChart(getSplitTable(), 1, COLORS);
    expect(beside.data.datasets.map((dataset) => dataset.data[0])).toEqual([4, 5]);
    expect(beside.options.scales.y.stacked).toBe(false);
});

test("a refusal is told in the place of the table and can be tried again", async () => {
    let refused = true;
    onRpc("recovery.volume.table", "get_table", () => {
        if (refused) {
            throw makeServerError({ type: "ValidationError", message: "Rows: choose months." });
        }
        return getTable();
    });
    await mountTable();
    await animationFrame();
    expect(".o_recovery_volume_table [role=alert]").toHaveText(/Rows: choose months\./);
    refused = false;
    await contains(".o_recovery_volume_table [role=alert] button").click();
    await animationFrame();
    expect(".o_recovery_volume_table table").toHaveCount(1);
});

test("a new table asks to be saved, a changed one to be saved again", async () => {
    onRpc("recovery.volume.table", "get_table", () => getTable());
    await mountTable(false);
    expect(".o_recovery_volume_table").toHaveText("Save, and the figures are counted.");
    await contains(".o_field_widget[name=name] input").edit("New");
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect(".o_recovery_volume_table table").toHaveCount(1);
    await contains(".o_field_widget[name=name] input").edit("Changed");
    await animationFrame();
    expect(".o_recovery_volume_table").toHaveText(/Save to count with the changed settings\./);
});
