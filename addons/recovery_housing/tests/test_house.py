from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouse(HousingCase):

    def test_kind_is_data_and_written_by_code(self):
        self.assertEqual(self.community.kind_id, self.env.ref("recovery_housing.kind_community"))
        self.community.kind = "hostel"
        self.assertEqual(self.community.kind_id.name, "Hostel")
        self.assertIn(self.community, self.env["recovery.house"].search([("kind", "=", "hostel")]))
        with self.assertRaisesRegex(ValidationError, "^Kind: .*castle.*community"), self.cr.savepoint():
            self.community.kind = "castle"

    def test_codes_of_kinds_and_houses_are_used_once(self):
        for refusal in self.refusals("recovery.house.kind", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.house.kind"].create({"name": "Demo", "code": "hostel"})
        for refusal in self.refusals("recovery.house", "code_uniq", "Code"):
            with refusal:
                self.new_house(self.own, "RIV")

    def test_places_are_counted_from_the_beds(self):
        self.assertEqual(self.community.capacity, 3)
        self.bed_c.active = False
        self.assertEqual(self.community.capacity, 2)
        room = self.new_house(self.own, "WARM", kind="warming_room", capacity=25)
        self.assertEqual(room.capacity, 25, "a house without beds says it itself")
        for refusal in self.refusals("recovery.house", "capacity", "Places"):
            with refusal:
                room.capacity = -1

    def test_a_house_closes_after_it_opened(self):
        for refusal in self.refusals("recovery.house", "dates", "Closed"):
            with refusal:
                self.community.date_close = self.community.date_open

    def test_open_is_asked_for_tonight(self):
        self.assertTrue(self.community.is_open)
        self.community.date_close = self.today
        self.assertFalse(self.community.is_open)
        found = self.env["recovery.house"].search([("is_open", "=", True)])
        self.assertNotIn(self.community, found)
        self.assertIn(self.flat, found)

    def test_no_stay_lies_outside_of_the_house(self):
        self.new_stay(start=-10, stop=10, state="in")
        with self.assertRaisesRegex(ValidationError, "^Opened, Closed: 1 stays"), self.cr.savepoint():
            self.community.date_close = self.today
        with self.assertRaisesRegex(ValidationError, "^Opened, Closed: 1 stays"), self.cr.savepoint():
            self.community.date_open = self.day(-9)
        self.community.date_close = self.day(10)

    def test_the_programme_of_residents_stays(self):
        self.new_stay()
        with self.assertRaisesRegex(ValidationError, "^Programme: "), self.cr.savepoint():
            self.community.program_id = self.other

    def test_free_and_taken_tonight(self):
        self.new_stay(start=-3, state="in")
        self.new_stay(self.bed_b, self.client_other, start=5)
        self.assertEqual((self.community.taken_count, self.community.free_count), (1, 2))

    def test_a_copy_has_the_rooms_and_a_code_of_its_own(self):
        copy = self.community.copy()
        self.assertNotEqual(copy.code, self.community.code)
        self.assertEqual(copy.room_ids.mapped("name"), ["Room 1", "Room 2"])
        self.assertEqual(len(copy.bed_ids), 3)
        self.assertFalse(copy.bed_ids & self.community.bed_ids)
