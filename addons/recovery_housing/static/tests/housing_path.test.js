import { expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Client extends models.Model {
    _name = "recovery.client";
    code = fields.Char();
    _records = [{ id: 1, code: "C-1" }];
}

defineMailModels();
defineModels([Client]);

const ARCH = `<form><field name="code"/><widget name="recovery_housing_path"/></form>`;

test("the way is a bar and a list in words", async () => {
    onRpc("recovery.client", "get_housing_path", () => ({
        stretches: [
            { step: "street", label: "Street", place: false, start: "2025-01-01", stop: "2025-03-01", days: 59, told: true },
            { step: "hostel", label: "Hostel", place: "Demo hostel", start: "2025-03-01", stop: false, days: 1, told: false },
        ],
        totals: [
            { step: "street", label: "Street", days: 59 },
            { step: "hostel", label: "Hostel", days: 1 },
        ],
        steps: [],
    }));
    await mountView({ type: "form", resModel: "recovery.client", resId: 1, arch: ARCH });
    const parts = queryAll(".o_recovery_path_part");
    expect(parts.length).toBe(2);
    expect(parts[0]).toHaveClass("o_recovery_path_told");
    expect(parts[1]).not.toHaveClass("o_recovery_path_told");
    expect(parts[0].style.flexGrow).toBe("59");
    expect(queryAllTexts(".o_recovery_path_totals li")).toEqual(["Street 59 days", "Hostel 1 day"]);
    expect(queryAllTexts(".o_recovery_path_list li")[0]).toInclude("as told");
    expect(queryAllTexts(".o_recovery_path_list li")[1]).toInclude("Demo hostel: since");
});

test("nothing recorded is said in words", async () => {
    onRpc("recovery.client", "get_housing_path", () => ({ stretches: [], totals: [], steps: [] }));
    await mountView({ type: "form", resModel: "recovery.client", resId: 1, arch: ARCH });
    expect(".o_recovery_path").toHaveText("No night has been recorded yet, nor a contact on the street.");
});
