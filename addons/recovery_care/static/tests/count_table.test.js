import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts, queryAllValues } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { clickSave, contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Program extends models.Model {
    _name = "x.program";
    name = fields.Char();
    _records = [{ id: 1, name: "Street" }];
}

class Service extends models.Model {
    _name = "x.service";
    name = fields.Char();
    _records = [{ id: 1, name: "Tea" }, { id: 2, name: "Exchange" }, { id: 3, name: "Soup" }];
}

class Product extends models.Model {
    _name = "x.product";
    name = fields.Char();
    _records = [{ id: 5, name: "Syringe" }];
}

class District extends models.Model {
    _name = "x.district";
    name = fields.Char();
    _records = [{ id: 7, name: "Quarter" }];
}

const PLACES = [["street", "Street"], ["home", "Home"]];

class Count extends models.Model {
    _name = "x.count";
    place = fields.Selection({ selection: PLACES });
    district_id = fields.Many2one({ relation: "x.district" });
    service_id = fields.Many2one({ relation: "x.service" });
    product_id = fields.Many2one({ relation: "x.product" });
    headcount = fields.Integer();
    issued = fields.Integer();
    returned = fields.Integer();
    _records = [
        { id: 1, place: "street", service_id: 1, headcount: 12 },
        { id: 2, place: "street", service_id: 2, headcount: 4 },
        { id: 3, place: "home", district_id: 7, service_id: 1, headcount: 3 },
    ];
}

class Batch extends models.Model {
    _name = "x.batch";
    program_id = fields.Many2one({ relation: "x.program" });
    place = fields.Selection({ selection: PLACES });
    district_id = fields.Many2one({ relation: "x.district" });
    count_ids = fields.One2many({ relation: "x.count" });
    _records = [{ id: 1, program_id: 1, place: "street", count_ids: [1, 2, 3] }, { id: 2, program_id: 1, place: "home" }];
}

defineMailModels();
defineModels([Program, Service, Product, District, Count, Batch]);

const SETUP = {
    services: [{ id: 1, name: "Tea" }, { id: 2, name: "Exchange" }],
    materials: [{ id: 5, name: "Syringe", returnable: true }],
    places: [{ id: "street", name: "Street" }, { id: "home", name: "Home" }],
    districts: [{ id: 7, name: "Quarter" }],
};

async function mountTable({ resId = 1, attributes = "" } = {}) {
    onRpc("recovery.batch", "get_count_setup", () => SETUP);
    onRpc("x.batch", "web_save", ({ args }) => {
        expect.step(args[1].count_ids.map(([kind, id, values]) => [kind, typeof id === "number" ? id : "new", values]));
    });
    await mountView({
        type: "form", resModel: "x.batch", resId,
        arch: `<form><field name="program_id"/><field name="place"/><field name="district_id"/>
            <field name="count_ids" widget="recovery_count_table" mode="list" ${attributes}><list limit="2000">
            <field name="place"/><field name="district_id"/><field name="service_id"/><field name="product_id"/>
            <field name="headcount"/><field name="issued"/><field name="returned"/></list></field></form>`,
    });
    await animationFrame();
}

const cell = (name) => `.o_recovery_counts input[aria-label="${name}"]`;

async function type(name, text, key) {
    await contains(cell(name)).click();
    await edit(text);
    await press(key);
    await animationFrame();
}

const texts = (selector) => queryAllTexts(selector);

test("lines stand in rows and columns with their sums, people as the largest number", async () => {
    await mountTable();
    expect(texts(".o_recovery_counts thead th")).toEqual(["Place", "Tea", "Exchange", "Sum", "People"]);
    expect(queryAllValues(".o_recovery_counts tbody input")).toEqual(["12", "4", "3", ""]);
    expect(texts(".o_recovery_counts tbody td.o_recovery_counts_sum")).toEqual(["16", "12", "3", "3"]);
    expect(texts(".o_recovery_counts tfoot td")).toEqual(["15", "4", "19", "15"]);
});

test("a cell makes, changes and removes an ordinary line", async () => {
    await mountTable();
    await type("Tea, Street", "15", "Tab");
    await type("Exchange, Street", "", "Tab");
    await type("Exchange, Home · Quarter", "2", "Tab");
    expect(texts(".o_recovery_counts tfoot td")).toEqual(["18", "2", "20", "18"]);
    await clickSave();
    expect.verifySteps([[
        [1, 1, { headcount: 15 }],
        [2, 2, undefined],
        [0, "new", {
            place: "home", district_id: 7, service_id: 2, product_id: false, headcount: 2, issued: 0, returned: 0,
        }],
    ]]);
});

test("arrows and Enter walk through the cells", async () => {
    await mountTable();
    await contains(cell("Tea, Street")).click();
    for (const [key, name] of [
        ["ArrowRight", "Exchange, Street"], ["ArrowDown", "Exchange, Home · Quarter"], ["ArrowLeft", "Tea, Home · Quarter"],
        ["ArrowUp", "Tea, Street"], ["ArrowUp", "Tea, Street"], ["Enter", "Tea, Home · Quarter"], ["Enter", "Exchange, Street"],
    ]) {
        await press(key);
        await animationFrame();
        expect(cell(name)).toBeFocused({ message: `after ${key}` });
    }
});

test("only numbers are taken, and what stands in the cell is saved without leaving it", async () => {
    await mountTable();
    await contains(cell("Tea, Street")).click();
    await edit("-2x1", { confirm: false });
    expect(cell("Tea, Street")).toHaveValue("21");
    await press("alt+s");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1, 1, { headcount: 21 }]]]);
});

test("two numbers typed quickly into one new cell are one line", async () => {
    await mountTable({ resId: 2 });
    expect(".o_recovery_counts tbody tr").toHaveCount(1);
    await type("Tea, Home", "1", "Tab");
    await type("Tea, Home", "18", "Tab");
    await clickSave();
    expect.verifySteps([[[0, "new", {
        place: "home", district_id: false, service_id: 1, product_id: false, headcount: 18, issued: 0, returned: 0,
    }]]]);
});

test("material out and back stands in one line", async () => {
    await mountTable();
    expect(cell("Syringe, out, Street")).toHaveCount(0);
    await click(".o_recovery_counts_material");
    await animationFrame();
    await type("Syringe, out, Street", "30", "ArrowRight");
    await type("Syringe, back, Street", "21", "Tab");
    await clickSave();
    expect.verifySteps([[[0, "new", {
        place: "street", district_id: false, service_id: false, product_id: 5, headcount: 0, issued: 30, returned: 21,
    }]]]);
});

test("a row is added in a free district, moved with its numbers, and removed", async () => {
    await mountTable();
    await click(".o_recovery_counts_add");
    await animationFrame();
    expect(".o_recovery_counts tbody tr").toHaveCount(3);
    expect(cell("Tea, Home")).toHaveCount(1);
    await contains(".o_recovery_counts tbody tr:eq(2) select[aria-label=Place]").select("street");
    expect(".o_notification").toHaveCount(1);
    await contains(".o_recovery_counts tbody tr:eq(0) select[aria-label=District]").select("7");
    await animationFrame();
    expect(cell("Tea, Street · Quarter")).toHaveValue("12");
    await click(".o_recovery_counts tbody tr:eq(1) button");
    await animationFrame();
    expect(".o_recovery_counts tbody tr").toHaveCount(2);
    await clickSave();
    expect.verifySteps([[
        [1, 1, { district_id: 7 }], [1, 2, { district_id: 7 }], [2, 3, undefined],
    ]]);
});

test("a service of a line that the programme has no more keeps its column", async () => {
    Count._records.push({ id: 4, place: "street", service_id: 3, headcount: 2 });
    Batch._records[0].count_ids.push(4);
    await mountTable();
    expect(texts(".o_recovery_counts thead th")).toEqual(["Place", "Tea", "Exchange", "Soup", "Sum", "People"]);
});

test("read only it is numbers", async () => {
    await mountTable({ attributes: `readonly="1"` });
    expect(".o_recovery_counts input, .o_recovery_counts select, .o_recovery_counts_add").toHaveCount(0);
    expect(texts(".o_recovery_counts tbody tr:eq(0) > *")).toEqual(["Street", "12", "4", "16", "12"]);
});
