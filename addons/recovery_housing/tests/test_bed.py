from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestBed(HousingCase):

    def test_a_bed_is_named_with_house_and_room(self):
        self.assertEqual(self.bed_a.display_name, "RIV · Room 1 · A")
        self.assertEqual(self.bed_a.with_context(bed_without_house=True).display_name, "Room 1 · A")
        self.assertEqual(self.bed_flat.display_name, "FLAT · A")

    def test_names_are_used_once_in_a_room(self):
        for values in ({"room_id": self.room1.id}, {"house_id": self.flat.id}):
            for refusal in self.refusals("recovery.bed", "name_uniq", "Name"):
                with self.subTest(values=values), refusal:
                    self.env["recovery.bed"].create({"name": "A", **values})

    def test_use_ends_after_it_begins(self):
        self.bed_a.date_from = self.day(-5)
        for refusal in self.refusals("recovery.bed", "dates", "In use until"):
            with refusal:
                self.bed_a.date_to = self.day(-5)

    def test_a_room_of_another_house_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Room: "), self.cr.savepoint():
            self.env["recovery.bed"].create({"name": "Z", "room_id": self.room1.id, "house_id": self.flat.id})

    def test_what_it_is_tonight(self):
        """Each state by reading, searching and counting; an overstaying resident still holds the bed."""
        Bed = self.env["recovery.bed"]
        self.new_stay(self.bed_a, start=-3, stop=-1, state="in")
        self.new_stay(self.bed_b, self.client_other, start=0, stop=2)
        self.env["recovery.bed.outage"].create({"bed_id": self.bed_c.id, "reason": "Demo heating"})
        expected = {self.bed_a: "occupied", self.bed_b: "reserved", self.bed_c: "out_of_service", self.bed_flat: "free"}
        for bed, state in expected.items():
            with self.subTest(bed=bed.display_name):
                self.assertEqual(bed.state, state)
                self.assertEqual(Bed.search([("state", "=", state), ("id", "in", [bed.id for bed in expected])]), bed)
                self.assertNotIn(bed, Bed.search([("state", "!=", state)]))
        self.assertEqual(
            Bed._count_states(self.community)[self.community.id], {"occupied": 1, "reserved": 1, "out_of_service": 1},
        )

    def test_a_reservation_of_tomorrow_holds_nothing_tonight(self):
        self.new_stay(start=1)
        self.assertEqual(self.bed_a.state, "free")

    def test_a_held_bed_is_not_taken_away(self):
        self.new_stay(start=-3, stop=3, state="in")
        for values in ({"active": False}, {"date_to": self.day(2)}, {"date_from": self.today}):
            with self.subTest(values=values), self.assertTold("In use until: "):
                self.bed_a.write(values)
        self.bed_a.date_to = self.day(3)

    def test_a_bed_with_a_history_stays_in_its_house(self):
        self.new_stay(start=-3, stop=-1, state="out")
        with self.assertRaisesRegex(ValidationError, "^House: "), self.cr.savepoint():
            self.bed_a.write({"room_id": False, "house_id": self.flat.id, "name": "Z"})

    def test_free_beds_between_two_days(self):
        self.new_stay(self.bed_a, start=2, stop=4)
        self.env["recovery.bed.outage"].create({"bed_id": self.bed_b.id, "date_from": self.day(3), "reason": "Demo heating"})
        self.bed_c.date_to = self.day(5)
        Bed, mine = self.env["recovery.bed"], self.community.bed_ids
        for start, stop, expected in (
            (0, 2, self.bed_a | self.bed_b | self.bed_c), (0, 3, self.bed_b | self.bed_c), (4, 5, self.bed_a | self.bed_c),
            (4, 6, self.bed_a), (4, None, self.bed_a), (2, 4, self.bed_c),
        ):
            with self.subTest(start=start, stop=stop):
                free = Bed._find_free(self.company, self.day(start), stop and self.day(stop))
                self.assertEqual(free & mine, expected)
