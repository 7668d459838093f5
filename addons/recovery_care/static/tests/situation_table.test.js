import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Person extends models.Model {
    _name = "x.person";
    name = fields.Char();
    _records = [{ id: 1, name: "C-1" }];
}

defineMailModels();
defineModels([Person]);

function column(id) {
    return { id, date: `2026-0${id}-15`, moment: id === 1 ? "Entry" : "Review", improved: 0, worse: 0 };
}

function course(...values) {
    return {
        program: "Contact centre",
        columns: values.map((_value, index) => column(index + 1)),
        rows: [
            {
                name: "debts",
                label: "Has debts",
                cells: values.map(([value, label, change]) => ({ value, label, change })),
            },
        ],
    };
}

async function mountTable(courses, mayRead = true) {
    onRpc("has_access", () => mayRead);
    onRpc("x.person", "get_situation_table", () => courses);
    await mountView({
        type: "form", resModel: "x.person", resId: 1, arch: `<form><widget name="recovery_situation_table"/></form>`,
    });
    await animationFrame();
}

test("each change has a sign and a word", async () => {
    await mountTable([course(
        ["yes", "Yes", "first"], ["no", "No", "improved"], ["yes", "Yes", "worse"], ["unknown", "Not known", "changed"],
        ["unknown", "Not known", "same"],
    )]);
    expect(queryAllTexts("tbody td").map((text) => text.replace(/\s+/g, ""))).toEqual([
        "Yes", "No▲better", "Yes▼worse", "Notknown≠changed", "Notknown",
    ]);
    expect("thead th:eq(1) .text-muted").toHaveText("Entry");
});

test("of many snapshots the first and the latest four show until all are asked for", async () => {
    const same = ["no", "No", "same"];
    await mountTable([course(["yes", "Yes", "first"], same, same, same, same, same, same)]);
    expect("thead th").toHaveCount(6);
    await click("button:contains(Show all snapshots)");
    await animationFrame();
    expect("thead th").toHaveCount(8);
    expect("button:contains(Show all snapshots)").toHaveCount(0);
});

test("nothing recorded is said in words", async () => {
    await mountTable([]);
    expect(".o_recovery_situation").toHaveText("No situation recorded yet.");
});

test("who may not read situations sees nothing and asks nothing", async () => {
    onRpc("x.person", "get_situation_table", () => {
        expect.step("asked");
    });
    await mountTable([course(["yes", "Yes", "first"])], false);
    expect(".o_recovery_situation").toHaveCount(0);
    expect.verifySteps([]);
});

for (const widget of ["recovery_situation_table", "recovery_ors_chart"]) {
    test(`${widget} asks nothing any more once another tab was opened`, async () => {
        const access = new Deferred();
        onRpc("has_access", async () => {
            await access;
            return true;
        });
        for (const method of ["get_situation_table", "get_ors_chart"]) {
            onRpc("x.person", method, () => {
                expect.step("asked");
                return [];
            });
        }
        await mountView({
            type: "form", resModel: "x.person", resId: 1, arch: `<form><sheet><notebook>
                <page string="First"><widget name="${widget}"/></page>
                <page string="Second"><field name="name"/></page>
            </notebook></sheet></form>`,
        });
        await click(".nav-link:contains(Second)");
        await animationFrame();
        access.resolve();
        await animationFrame();
        await animationFrame();
        expect.verifySteps([]);
        expect(".o_field_widget[name=name]").toHaveCount(1);
    });
}
