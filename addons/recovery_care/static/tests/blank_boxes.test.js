import { expect, test } from "@odoo/hoot";
import { clickSave, contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Person extends models.Model {
    _name = "blank.person";
    code = fields.Char({ default: "/" });
    birth_year = fields.Integer();
    _records = [
        { id: 1, code: "C-00001", birth_year: 1987 },
        { id: 2, code: "C-00002", birth_year: 0 },
    ];
}

defineMailModels();
defineModels([Person]);

const FORM = `<form>
    <field name="code" widget="recovery_given_code" placeholder="Code"/>
    <field name="birth_year" widget="recovery_blank_zero" options="{'enable_formatting': false}"/>
</form>`;
const CODE = ".o_field_widget[name=code] input";
const YEAR = ".o_field_widget[name=birth_year] input";

function mountPerson(resId) {
    return mountView({ type: "form", resModel: "blank.person", resId, arch: FORM });
}

function stepSaves() {
    onRpc("blank.person", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
}

test("a number that was not told and a code to be given leave the box empty", async () => {
    await mountPerson();
    expect(CODE).toHaveValue("");
    expect(YEAR).toHaveValue("");
});

test("a code left empty or emptied again is given by the server", async () => {
    stepSaves();
    await mountPerson();
    await contains(CODE).edit("X-1");
    await contains(CODE).edit("");
    await contains(YEAR).edit("1990");
    await clickSave();
    expect.verifySteps([{ code: "/", birth_year: 1990 }]);
});

test("what is known shows, and can be taken away", async () => {
    stepSaves();
    await mountPerson(1);
    expect(CODE).toHaveValue("C-00001");
    expect(YEAR).toHaveValue("1987");
    await contains(YEAR).edit("");
    expect(YEAR).toHaveValue("");
    await clickSave();
    expect.verifySteps([{ birth_year: 0 }]);
});

test("a record without the number shows an empty box, not a zero", async () => {
    await mountPerson(2);
    expect(YEAR).toHaveValue("");
});
