import { expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Visit extends models.Model {
    _name = "recovery.visit";
    name = fields.Char();
    _records = [{ id: 1, name: "C-00001 · 2026-11-22" }];
}

class Other extends models.Model {
    _name = "other.visit";
    name = fields.Char();
}

defineMailModels();
defineModels([Visit, Other]);

const NAMELESS = { value: { name: false, display_name: " · 2026-11-22" } };
const open = (resModel, resId) => mountView({ type: "form", resModel, resId, arch: `<form><field name="name"/></form>` });

test("what is not saved yet is called new", async () => {
    onRpc("recovery.visit", "onchange", () => NAMELESS);
    await open("recovery.visit");
    expect(queryText(".o_breadcrumb")).toBe("New");
});

test("what is saved has its name", async () => {
    await open("recovery.visit", 1);
    expect(queryText(".o_breadcrumb")).toBe("C-00001 · 2026-11-22");
});

test("screens of other apps stay as they are", async () => {
    onRpc("other.visit", "onchange", () => NAMELESS);
    await open("other.visit");
    expect(queryText(".o_breadcrumb")).toBe("· 2026-11-22");
});
