from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNightPassage(NightCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.new_night(cls.warm)

    def test_at_least_one_person(self):
        for refusal in self.refusals("recovery.night.passage", "persons", "Persons"):
            with refusal:
                self.new_passage(self.night, persons=0)

    def test_only_who_comes_in_comes_back(self):
        self.new_passage(self.night)
        for refusal in self.refusals("recovery.night.passage", "again", "Came back"):
            with refusal:
                self.new_passage(self.night, "out", again=True)

    def test_people_entries_inside_and_the_most_at_once(self):
        self.new_passage(self.night, persons=3)
        self.new_passage(self.night, "out", persons=2)
        self.new_passage(self.night, again=True)
        self.new_passage(self.night, persons=2)
        self.assertRecordValues(self.night, [{
            "guest_count": 5, "entry_count": 6, "inside_count": 4, "peak_count": 4, "free_count": 1, "bed_nights": 0,
            "unnamed_count": 5, "gender_unknown_count": 5,
        }])

    def test_a_tap_that_was_a_mistake_counts_nowhere(self):
        self.new_passage(self.night, persons=3)
        wrong = self.new_passage(self.night, user=self.outreach)
        wrong.action_cancel()
        self.assertEqual((self.night.inside_count, self.night.entry_count, self.night.peak_count), (3, 3, 3))
        with self.assertRaisesRegex(UserError, "^State: "):
            wrong.persons = 2
        with self.assertRaisesRegex(UserError, "cancelled, not deleted"):
            wrong.sudo().unlink()

    def test_nobody_goes_out_of_an_empty_room(self):
        with self.assertRaisesRegex(ValidationError, "^Out: "), self.cr.savepoint():
            self.new_passage(self.night, "out")
        came = self.new_passage(self.night)
        self.new_passage(self.night, "out")
        with self.assertRaisesRegex(ValidationError, "^Out: "):
            came.action_cancel()

    def test_taps_that_arrive_out_of_order_are_counted_by_their_time(self):
        now = fields.Datetime.now()
        self.new_passage(self.night, persons=2, moment=now - timedelta(minutes=10))
        self.new_passage(self.night, persons=2, moment=now)
        self.new_passage(self.night, "out", persons=2, moment=now - timedelta(minutes=5))
        self.assertEqual((self.night.inside_count, self.night.peak_count), (2, 2))

    def test_more_inside_than_places_need_a_reason(self):
        self.new_passage(self.night, persons=5)
        with self.assertRaisesRegex(ValidationError, "^Over capacity because: "), self.cr.savepoint():
            self.new_passage(self.night)
        self.new_passage(self.night, "out")
        self.new_passage(self.night)
        self.night.over_reason = "frost"
        self.new_passage(self.night)
        self.assertEqual((self.night.guest_count, self.night.over_count), (7, 1))

    def test_entries_by_the_hour_of_the_house(self):
        for clock, days, persons in (("19:10", 0, 2), ("19:50", 0, 1), ("02:05", 1, 1)):
            with self.at(clock, days=days - 1):
                self.new_passage(self.night, persons=persons, moment=fields.Datetime.now())
        self.assertEqual(self.night._get_entries_by_hour(), [(19, 3), (2, 1)])

    def test_at_the_morning_close_the_room_empties(self):
        self.new_passage(self.night, persons=4)
        self.new_passage(self.night, "out")
        summary = self.night.with_user(self.outreach).action_close()
        self.assertEqual((summary["inside"], summary["entries"], summary["peak"], summary["guests"]), (0, 4, 4, 4))
        self.assertEqual(summary["free"], 1, "When most were inside.")
        with self.assertRaisesRegex(UserError, "^Night: it is closed"), self.cr.savepoint():
            self.new_passage(self.night, user=self.manager)
        self.night.with_user(self.outreach).action_reopen("early")
        self.assertEqual(self.night.inside_count, 3)

    def test_a_shelter_counts_no_taps(self):
        with self.assertRaisesRegex(ValidationError, "^Night: .* keeps a register"):
            self.new_passage(self.new_night())
