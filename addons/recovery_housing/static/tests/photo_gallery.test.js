import { expect, test } from "@odoo/hoot";
import { click, queryAll, queryAllTexts, queryFirst, setInputFiles, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains, defineModels, fields, makeServerError, models, mountView, onRpc,
} from "@web/../tests/web_test_helpers";

class House extends models.Model {
    _name = "recovery.house";
    name = fields.Char();
    can_add_photos = fields.Boolean();
    cover_id = fields.Many2one({ relation: "recovery.house.photo" });
    photo_ids = fields.One2many({ relation: "recovery.house.photo", relation_field: "house_id" });
    _records = [
        { id: 1, name: "Demo house", can_add_photos: true, cover_id: 11, photo_ids: [11, 12] },
        { id: 2, name: "Demo flat", can_add_photos: false, photo_ids: [13] },
        { id: 3, name: "Demo hostel", can_add_photos: true, photo_ids: [] },
    ];
}

class Photo extends models.Model {
    _name = "recovery.house.photo";
    caption = fields.Char();
    kind = fields.Selection({ selection: [["house", "As it is"], ["damage", "Damage"]] });
    date = fields.Date();
    house_id = fields.Many2one({
        relation: "recovery.house",
        inverse_fname_by_model_name: { "recovery.house": "photo_ids" },
    });
    image_1920 = fields.Binary();
    _records = [
        { id: 11, caption: "Kitchen", kind: "house", date: "2026-03-04", house_id: 1 },
        { id: 12, caption: "Door", kind: "damage", date: "2026-03-05", house_id: 1 },
        { id: 13, caption: "Hall", kind: "house", date: "2026-03-05", house_id: 2 },
    ];
    _views = { form: `<form><field name="caption"/></form>` };
}

defineMailModels();
defineModels([House, Photo]);

const ARCH = `<form>
    <field name="name"/><field name="can_add_photos" invisible="1"/><field name="cover_id" invisible="1"/>
    <field name="photo_ids" widget="recovery_photos" context="{'default_kind': 'house'}"
        options="{'allowed_field': 'can_add_photos', 'cover_field': 'cover_id'}">
        <list><field name="caption"/><field name="kind"/><field name="date"/></list>
    </field>
</form>`;

const open = (resId, arch = ARCH) => mountView({ type: "form", resModel: "recovery.house", resId, arch });
const cards = () => queryAllTexts(".o_recovery_photos_title");

function choose(...names) {
    return setInputFiles(names.map((name) => new File([`picture ${name}`], name, { type: "image/jpeg" })));
}

test("cards tell what they show", async () => {
    await open(1);
    expect(cards()).toEqual(["Kitchen", "Door"]);
    expect(queryAllTexts(".o_recovery_photos_badges")).toEqual(["Cover", "Damage"]);
    const images = queryAll(".o_recovery_photos_show img");
    expect(images[0].getAttribute("data-src")).toInclude("/web/image/recovery.house.photo/11/image_512");
    expect(images[1].getAttribute("alt")).toInclude("Door, Damage");
});

test("several files are added one after the other, after the record is saved", async () => {
    onRpc("recovery.house", "web_save", ({ args }) => {
        expect.step(["save", args[1]]);
    });
    onRpc("recovery.house.photo", "create", ({ args, kwargs }) => {
        const [values] = args[0];
        expect.step([values.house_id, atob(values.image_1920), kwargs.context.default_kind]);
    });
    await open(1);
    await contains(".o_field_widget[name=name] input").edit("Demo house by the river");
    await click(".o_recovery_photos_add");
    await choose("one.jpg", "two.jpg");
    await waitFor(".o_recovery_photos_card:nth-child(4)", { timeout: 5000 });
    expect.verifySteps([
        ["save", { name: "Demo house by the river" }],
        [1, "picture one.jpg", "house"],
        [1, "picture two.jpg", "house"],
    ]);
    expect(cards().length).toBe(4);
    expect(".o_recovery_photos_add").toBeEnabled();
});

test("a file that is refused is named, and the others are added", async () => {
    onRpc("recovery.house.photo", "create", ({ args }) => {
        if (atob(args[0][0].image_1920).includes("two")) {
            throw makeServerError({ message: "Photo: the file is damaged." });
        }
    });
    await open(3);
    expect(".o_recovery_photos_none").toHaveText("No photos yet.");
    await click(".o_recovery_photos_add");
    await choose("one.jpg", "two.jpg", "three.jpg");
    await waitFor(".o_recovery_photos_card:nth-child(2)", { timeout: 5000 });
    expect(cards().length).toBe(2);
    expect(".o_notification").toHaveCount(1);
    expect(".o_notification_content").toHaveText("two.jpg. Photo: the file is damaged.");
});

test("a touch enlarges a photo, and leads to the next", async () => {
    await open(1);
    await contains(".o_recovery_photos_card:nth-child(2) .o_recovery_photos_show").click();
    expect(".o-FileViewer").toHaveCount(1);
    expect(queryFirst(".o-FileViewer-viewImage").getAttribute("data-src")).toInclude("/recovery.house.photo/12/image_1920");
    await contains(".o-FileViewer-navigation[title^=Next]").click();
    expect(queryFirst(".o-FileViewer-viewImage").getAttribute("data-src")).toInclude("/recovery.house.photo/11/image_1920");
});

test("who may not add photos sees them alone", async () => {
    await open(2);
    expect(cards()).toEqual(["Hall"]);
    for (const name of ["add", "edit", "remove", "cover"]) {
        expect(`.o_recovery_photos_${name}`).toHaveCount(0);
    }
});

test("photos are added where the rest of the form is closed", async () => {
    await open(1, ARCH.replace("<form>", `<form edit="0">`));
    expect(".o_recovery_photos_add").toHaveCount(1);
});

test("a photo is deleted after a question", async () => {
    await open(1);
    await contains(".o_recovery_photos_card:nth-child(2) .o_recovery_photos_remove").click();
    expect(cards().length).toBe(2);
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect(cards()).toEqual(["Kitchen"]);
});

test("a photo is described in a dialog", async () => {
    await open(1);
    expect(".o_recovery_photos_cover").toHaveCount(0);
    await contains(".o_recovery_photos_card:nth-child(1) .o_recovery_photos_edit").click();
    await contains(".modal .o_field_widget[name=caption] input").edit("Our kitchen");
    await contains(".modal .o_form_button_save").click();
    await animationFrame();
    expect(cards()).toEqual(["Our kitchen", "Door"]);
});

test("another photo that shows the place as it is can be the cover", async () => {
    onRpc("recovery.house.photo", "action_make_cover", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    House._records[0].cover_id = false;
    await open(1);
    await contains(".o_recovery_photos_cover").click();
    expect.verifySteps([[11]]);
});
