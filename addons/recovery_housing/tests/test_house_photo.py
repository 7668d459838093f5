import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import picture
from .common import HousingCase
from .pictures import PICTURE, draw, encode
from .test_picture import photograph

RED, GREEN = (encode(draw(colour=colour)) for colour in ("#ff0000", "#00ff00"))


@tagged("post_install", "-at_install")
class TestHousePhoto(HousingCase):

    @classmethod
    def add(cls, user=None, **values):
        """Create a photo, by default of the community."""
        if not values.keys() & {"house_id", "room_id", "bed_id", "stay_id", "stay_item_id", "item_id"}:
            values["house_id"] = cls.community.id
        return cls.env["recovery.house.photo"].with_user(user or cls.env.user).create({"image_1920": PICTURE, **values})

    def fail_with(self, message, **values):
        with self.assertRaisesRegex(UserError, message), self.cr.savepoint():
            self.add(**values)

    # Where

    def test_house_and_room_follow_from_the_place(self):
        self.community.item_ids = [Command.create({"name": "Demo lamp"})]
        stay = self.new_stay(start=-3, state="in")
        for values, expected in (
            ({"room_id": self.room1.id}, (self.community, self.room1, self.env["recovery.bed"])),
            ({"bed_id": self.bed_c.id}, (self.community, self.room2, self.bed_c)),
            ({"bed_id": self.bed_flat.id}, (self.flat, self.env["recovery.room"], self.bed_flat)),
            ({"item_id": self.community.item_ids.id},
             (self.community, self.env["recovery.room"], self.env["recovery.bed"])),
            ({"stay_id": stay.id}, (self.community, self.room1, self.bed_a)),
        ):
            photo = self.add(**values)
            with self.subTest(**values):
                self.assertEqual((photo.house_id, photo.room_id, photo.bed_id), expected)
                self.assertEqual((photo.program_id, photo.company_id), (photo.house_id.program_id, self.company))

    def test_a_photo_is_of_one_place(self):
        stay = self.new_stay(start=-3, state="in")
        other = self.new_stay(self.bed_b, self.new_client(self.own, nickname="Demo second"), start=-3, state="in")
        item = self.env["recovery.stay.item"].create({"stay_id": other.id, "name": "Demo towel"})
        lamp = self.env["recovery.house.item"].create({"house_id": self.flat.id, "name": "Demo lamp"})
        photo, of_stay = self.add(), self.add(stay_id=stay.id)
        for record, message, values in (
            (photo, "^Bed: it belongs to another house", {"bed_id": self.bed_flat.id, "house_id": self.community.id}),
            (photo, "^Thing: it belongs to another house", {"item_id": lamp.id, "house_id": self.community.id}),
            (photo, "^Bed: it stands in another room", {"bed_id": self.bed_a.id, "room_id": self.room2.id}),
            (of_stay, "^Room: it belongs to another house", {"house_id": self.flat.id, "bed_id": self.bed_flat.id}),
            (of_stay, "^Handed over: that line is of another stay", {"stay_item_id": item.id, "stay_id": stay.id}),
        ):
            with self.subTest(**values), self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                record.write(values)

    def test_names_tell_place_and_day_alone(self):
        photo = self.add(room_id=self.room1.id, caption="Demo secret", date=self.day(-1))
        self.assertEqual(photo.display_name, f"RIV · Room 1 · {self.day(-1)}")

    # What is kept

    def test_the_day_is_that_of_the_camera(self):
        self.assertEqual(str(self.add(image_1920=encode(photograph())).date), "2026-03-04")
        self.assertEqual(self.add().date, self.today)
        self.assertEqual(self.add(image_1920=encode(photograph()), date=self.day(-1)).date, self.day(-1))
        for taken in ("1980:01:01", f"{self.day(9):%Y:%m:%d}"):
            self.assertEqual(self.add(image_1920=encode(photograph(taken=taken))).date, self.today, taken)

    def test_no_day_lies_ahead(self):
        self.fail_with("^Photographed on: ", date=self.day(1))

    def test_pictures_are_cleaned_whichever_way_they_come(self):
        data = encode(photograph())
        for photo in (self.add(image_1920=data), self.add(image_1920=data.decode()), self.add(image_1920=data).copy()):
            self.assertNotIn(b"Demo telephone", base64.b64decode(photo.image_1920))
            self.assertTrue(photo.image_128)

    def test_what_is_no_picture_is_refused_by_the_name_of_the_field(self):
        for message, value in (
            ("^Photo: choose a picture", False), ("^Photo: this is not a file", "abc"),
            ("^Photo: choose a JPEG or PNG", encode(b"%PDF-1.4 demo")),
            ("^Photo: the file is damaged", encode(draw()[:300])),
            (f"^Photo: the file is too large.* {picture.MAX_BYTES // 1024 ** 2} MB", encode(bytes(picture.MAX_BYTES + 1))),
            ("^Photo: the picture is too large.* 50 megapixels", encode(draw((10_000, 5_001), "PNG", mode="1", colour=0))),
        ):
            with self.subTest(message):
                self.fail_with(message, image_1920=value)

    def test_smaller_pictures_are_drawn_and_not_given(self):
        photo = self.add(image_1920=RED, image_128=GREEN, image_512=GREEN)
        self.assertEqual(photo.image_128, photo.image_1920)

    def test_a_photo_is_not_exchanged(self):
        photo = self.add(self.house)
        for name in ("image_1920", "image_128"):
            with self.assertRaisesRegex(UserError, "^Photo: it shows what was there"), self.cr.savepoint():
                photo[name] = RED
        photo.caption = "Demo caption"

    # Cover

    def test_the_first_photo_that_shows_a_place_as_it_is_stands_for_it(self):
        self.assertFalse(self.community.cover_id)
        self.assertFalse(self.community.image_128)
        damage = self.add(kind="damage", sequence=1)
        self.add(room_id=self.room1.id, sequence=2)
        second, first = self.add(image_1920=RED), self.add(image_1920=GREEN, sequence=3)
        self.add(bed_id=self.bed_a.id, sequence=1)
        self.env.invalidate_all()
        self.assertEqual(self.community.cover_id, first)
        self.assertEqual(self.community.image_1920, first.image_1920)
        self.assertEqual(self.community.with_user(self.finance).image_128, first.image_128)
        self.assertEqual(self.room1.cover_id, self.room1.photo_ids.filtered(lambda photo: not photo.bed_id))
        self.assertEqual(self.community.photo_ids, damage | first | second)
        second.with_user(self.house).action_make_cover()
        self.assertEqual(self.community.cover_id, second)
        second.with_user(self.house).unlink()
        self.assertEqual(self.community.cover_id, first)

    def test_pictures_written_to_a_house_become_the_first_photo(self):
        self.community.with_user(self.manager).image_1920 = RED
        red = self.community.photo_ids
        self.assertEqual((self.community.cover_id, red.user_id), (red, self.manager))
        self.community.with_user(self.manager).image_1920 = GREEN
        self.assertEqual(self.community.photo_ids - self.community.cover_id, red)
        self.community.with_user(self.manager).image_1920 = False
        self.assertEqual((self.community.photo_ids, self.community.cover_id), (red, red))
        house = self.new_house(self.own, "NEW", image_1920=RED)
        self.assertEqual(len(house.photo_ids), 1)
        self.assertEqual(len(self.env["recovery.room"].create({
            "name": "Demo", "house_id": house.id, "image_1920": RED,
        }).photo_ids), 1)

    def test_covers_of_many_houses_take_as_many_queries_as_of_one(self):
        houses = self.community | self.flat | self.new_house(self.own, "NEW")
        for house in houses:
            self.add(house_id=house.id)
        self.env.flush_all()
        for some in (houses[:1], houses):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                some.mapped("cover_id.id")

    # Stays

    def test_the_moment_is_said_of_photos_of_stays_alone(self):
        stay = self.new_stay(start=-3, state="in")
        over = self.new_stay(self.bed_b, self.new_client(self.own, nickname="Demo second"), start=-9, stop=-3, state="out")
        self.assertFalse(self.add().moment)
        self.assertEqual(self.add(stay_id=stay.id).moment, "in")
        self.assertEqual(self.add(stay_id=over.id).moment, "out")
        self.assertEqual(self.add(stay_id=over.id, moment="in").moment, "in")
        for refusal in self.refusals("recovery.house.photo", "moment_of_stay", "Taken at"):
            with refusal:
                self.add(moment="in")
        photo = self.add(stay_id=stay.id)
        for refusal in self.refusals("recovery.house.photo", "moment_of_stay", "Taken at"):
            with refusal:
                photo.moment = False
        self.assertEqual((stay.photo_in_ids, stay.photo_out_ids), (stay.photo_in_ids, self.env["recovery.house.photo"]))
        self.assertEqual(len(stay.photo_in_ids), 2)

    def test_photos_of_a_stay_are_no_photos_of_the_place(self):
        self.add(stay_id=self.new_stay(start=-3, state="in").id)
        self.env.invalidate_all()
        for place in (self.community, self.room1, self.bed_a):
            self.assertFalse(place.photo_ids)
            self.assertFalse(place.cover_id)

    def test_photos_of_what_was_handed_over_go_along_within_the_house(self):
        stay = self.new_stay(start=-9, user=self.house)
        stay.action_check_in()
        item = self.env["recovery.stay.item"].with_user(self.house).create({"stay_id": stay.id, "name": "Demo lamp"})
        of_item, of_room = self.add(self.house, stay_item_id=item.id), self.add(self.house, stay_id=stay.id)
        self.assertEqual((of_item.stay_id, item.photo_count), (stay, 1))
        self.assertEqual(item.action_open_photos()["res_id"], item.id)
        moved = stay.action_move(self.bed_b.id, self.day(-4))
        self.assertEqual((of_item.stay_id, of_room.stay_id), (moved, stay))
        self.assertEqual(of_item.client_id, self.client)

    def test_photos_of_a_stay_that_is_over_are_deleted_by_a_manager_alone(self):
        stay = self.new_stay(start=-9, state="in", user=self.house)
        early, late = self.add(self.house, stay_id=stay.id), self.add(self.house, stay_id=stay.id)
        early.unlink()
        stay.action_check_out("completed", "own_home")
        with self.assertRaisesRegex(UserError, "^Photo: the stay is over"), self.cr.savepoint():
            late.unlink()
        late.with_user(self.manager).unlink()
        self.assertFalse(late.exists())

    def test_a_programme_without_free_text_says_nothing_about_stays(self):
        self.own.no_free_text = True
        stay = self.new_stay(start=-3, state="in")
        self.assertTrue(self.add(caption="Demo kitchen"), "What a house looks like is no text about a client.")
        self.fail_with("^Caption: the programme", stay_id=stay.id, caption="Demo words")
        photo = self.add(stay_id=stay.id)
        with self.assertRaisesRegex(ValidationError, "^Caption: "), self.cr.savepoint():
            photo.caption = "Demo words"

    def test_a_photo_of_a_stay_does_not_become_one_of_the_house(self):
        stay = self.new_stay(start=-3, state="in")
        item = self.env["recovery.stay.item"].create({"stay_id": stay.id, "name": "Demo lamp"})
        photo = self.add(self.house, stay_item_id=item.id)
        with self.assertRaisesRegex(UserError, "^Stay: "), self.cr.savepoint():
            photo.write({"stay_id": False, "stay_item_id": False, "moment": False})
        photo.stay_item_id = False
        self.assertEqual(photo.stay_id, stay)
        item_photo = self.add(self.house, stay_item_id=item.id)
        item.unlink()
        self.assertEqual((item_photo.stay_id, item_photo.moment), (stay, "in"))
        self.assertFalse(photo.with_user(self.counsellor).has_access("read"))

    # Who

    def test_who_may_add_is_told_by_the_place(self):
        for place in (self.community, self.room1, self.bed_a):
            for user, expected in (
                (self.house, True), (self.manager, True), (self.administrator, True), (self.counsellor, False),
                (self.finance, False),
            ):
                with self.subTest(place=place._name, login=user.login):
                    self.assertEqual(place.with_user(user).can_add_photos, expected)
        self.assertFalse(self.flat.with_user(self.house).can_add_photos)
        self.own.employee_ids -= self.house.employee_id
        self.assertFalse(self.community.with_user(self.house).can_add_photos)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.add(self.house)

    def test_reading_a_photo_of_a_stay_is_written_down(self):
        stay = self.new_stay(start=-3, state="in")
        photo, place = self.add(stay_id=stay.id), self.add()
        Log = self.env["recovery.access.log"].sudo()
        before = Log.search_count([("user_id", "=", self.house.id)])
        place.with_user(self.house).web_read({"caption": {}})
        self.assertEqual(Log.search_count([("user_id", "=", self.house.id)]), before)
        photo.with_user(self.house).web_read({"caption": {}})
        self.assertEqual(Log.search_count([("user_id", "=", self.house.id), ("client_id", "=", self.client.id)]), before + 1)

    # Places that go

    def test_with_a_place_go_its_photos_and_their_files(self):
        room = self.env["recovery.room"].create({"name": "Demo", "house_id": self.community.id})
        photo = self.add(room_id=room.id)
        files = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", photo._name), ("res_id", "=", photo.id), ("res_field", "!=", False),
        ])
        self.assertTrue(files)
        room.with_user(self.manager).unlink()
        self.assertFalse(photo.exists() or files.exists())

    def test_the_form_of_a_new_photo_asks_for_the_picture(self):
        with mute_logger("odoo.tests.form.onchange"), self.assertRaisesRegex(UserError, "^Photo: choose a picture"):
            with Form(self.env["recovery.house.photo"].with_user(self.manager)) as form:
                form.house_id = self.community

    def test_all_photos_of_a_house_are_counted_and_opened(self):
        stay = self.new_stay(start=-3, state="in")
        for values in ({}, {"room_id": self.room1.id}, {"stay_id": stay.id}):
            self.add(**values)
        self.env.invalidate_all()
        for user, count in ((self.house, 3), (self.counsellor, 2)):
            house = self.community.with_user(user)
            action = house.action_open_photos()
            self.assertEqual(house.photo_count, count)
            self.assertEqual(house.env[action["res_model"]].search_count(action["domain"]), count)
