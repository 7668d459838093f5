import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect } from "@odoo/hoot";
import { click, edit, press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

// The mock server knows no empty numbers, the real one answers `false` for these fields
// (test_tours holds that). Inside the mock server this number stands for it.
const EMPTY = -1;

function decode(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === EMPTY ? false : value]));
}

export class Rating extends models.Model {
    _name = "x.rating";

    individual = fields.Float({ string: "Individual", digits: [4, 1], default: EMPTY });
    social = fields.Float({ string: "Social", digits: [4, 1], default: EMPTY });
    total = fields.Float({ string: "Total", digits: [4, 1], readonly: true });
    name = fields.Char();

    _records = [
        { id: 1, individual: 4, social: EMPTY, name: "half" },
        { id: 2, individual: 0, social: 0, name: "zero" },
    ];

    read() {
        return super.read(...arguments).map(decode);
    }

    onchange() {
        const result = super.onchange(...arguments);
        return { ...result, value: decode(result.value) };
    }

    write(ids, values) {
        const encoded = { ...values };
        for (const name of ["individual", "social"]) {
            if (encoded[name] === false) {
                encoded[name] = EMPTY;
            }
        }
        return super.write(ids, encoded);
    }

    create([values]) {
        const { individual, social } = values;
        return super.create([
            { ...values, individual: individual === false ? EMPTY : individual, social: social === false ? EMPTY : social },
        ]);
    }
}

export const FORM = `
    <form>
        <group>
            <field name="name"/>
            <field name="individual" widget="recovery_rating"/>
            <field name="social" widget="recovery_rating"/>
        </group>
    </form>`;
export const INDIVIDUAL = ".o_field_widget[name=individual]";
export const SOCIAL = ".o_field_widget[name=social]";

export function mountForm(resId, arch = FORM) {
    return mountView({ type: "form", resModel: "x.rating", resId, arch });
}

export function stepSaves() {
    onRpc("x.rating", "web_save", ({ args }) => {
        expect.step(args[1]);
    });
}

/** Type into the number input as a person does, then leave it with Tab. */
export async function typeNumber(field, text) {
    await click(`${field} input[type=text]`);
    await edit(text);
    await press("Tab");
    await animationFrame();
}

export function defineRating() {
    defineMailModels();
    defineModels([Rating]);
}
