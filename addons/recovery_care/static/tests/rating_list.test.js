import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryText } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { contains, mountView } from "@web/../tests/web_test_helpers";
import { defineRating, stepSaves } from "./rating_helpers";

defineRating();

const LIST = `
    <list editable="bottom">
        <field name="name"/>
        <field name="individual" widget="recovery_rating"/>
        <field name="social" widget="recovery_rating"/>
    </list>`;

test("in a list: a dash is not answered, 0.0 is zero", async () => {
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    expect(queryText(".o_data_row:first .o_data_cell[name=individual]")).toBe("4.0");
    expect(queryText(".o_data_row:first .o_data_cell[name=social]")).toInclude("–");
    expect(queryText(".o_data_row:last .o_data_cell[name=social]")).toBe("0.0");
});

test("in a list: a compact number input saves, and zero is zero", async () => {
    stepSaves();
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    await contains(".o_data_row:first .o_data_cell[name=social]").click();
    expect(".o_selected_row input[type=range]").toHaveCount(0);
    expect(".o_selected_row [name=social] input").toHaveAttribute("aria-label", "Social");
    await contains(".o_selected_row [name=social] input").edit("0", { confirm: false });
    await press("Tab");
    await animationFrame();
    await contains(".o_list_button_save:visible").click();
    expect.verifySteps([{ social: 0 }]);
});

test("in a list: a number outside the scale is refused with a message", async () => {
    stepSaves();
    await mountView({ type: "list", resModel: "x.rating", arch: LIST });
    await contains(".o_data_row:first .o_data_cell[name=individual]").click();
    await contains(".o_selected_row [name=individual] input").edit("12", { confirm: "Tab" });
    expect(".o_notification_content:first").toHaveText(
        "Individual: write a number from 0.0 to 10.0, or leave it empty.",
    );
    await contains(".o_list_button_save:visible").click();
    await runAllTimers();
    expect.verifySteps([]);
    expect(".o_selected_row [name=individual] input").toHaveValue("12");
});
