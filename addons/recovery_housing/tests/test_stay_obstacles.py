from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import format_date

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestStayObstacles(HousingCase):

    def test_the_stay_in_the_way_is_named_to_whoever_may_know_it(self):
        stay = self.new_stay(start=0, stop=5)
        words = f"{self.client.code} in RIV · Room 1 · A, "
        first, last = (format_date(self.env, self.day(days)) for days in (0, 5))
        for stop, dates in ((self.day(5), f"{first} – {last}"), (False, f"from {first}")):
            stay.date_to = stop
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                self.new_stay(client=self.new_client(self.own), start=4, user=self.house)
            self.assertTrue(str(caught.exception).startswith("Bed: "))
            self.assertIn(words + dates, str(caught.exception))

    def test_a_restricted_resident_is_not_named(self):
        self.new_stay(client=self.client_restricted)
        with self.assertRaisesRegex(ValidationError, "^Bed: ") as caught, self.cr.savepoint():
            self.new_stay(user=self.house)
        self.assertNotIn(self.client_restricted.code, str(caught.exception))

    def test_a_bed_in_another_programme_is_not_named(self):
        self.new_episode(self.client, self.other)
        self.new_stay(self.bed_flat)
        with self.assertRaisesRegex(ValidationError, "^Client: ") as caught, self.cr.savepoint():
            self.new_stay(user=self.house)
        self.assertNotIn("FLAT", str(caught.exception))

    def test_house_and_bed_are_open(self):
        self.community.date_close = self.day(10)
        with self.assertRaisesRegex(ValidationError, "^Bed: .*not open"), self.cr.savepoint():
            self.new_stay(start=0)
        with self.assertRaisesRegex(ValidationError, "^Bed: .*not open"), self.cr.savepoint():
            self.new_stay(start=-2000, stop=-1990)
        self.bed_a.date_to = self.day(5)
        with self.assertRaisesRegex(ValidationError, "^Bed: .*not in use"), self.cr.savepoint():
            self.new_stay(start=0, stop=6)
        self.new_stay(start=0, stop=5)

    def test_houses_and_rooms_for_women_or_men(self):
        self.client.gender = "male"
        for place in (self.community, self.room1):
            with self.subTest(place=place):
                place.gender_policy = "women"
                with self.assertRaisesRegex(ValidationError, "^Bed: .*women"), self.cr.savepoint():
                    self.new_stay()
                place.gender_policy = "men"
                self.new_stay().action_cancel("error")
                place.gender_policy = "any"

    def test_an_exception_is_a_managers(self):
        self.client.gender = "male"
        self.community.gender_policy = "women"
        with self.assertRaisesRegex(AccessError, "^Exception because: "), self.cr.savepoint():
            self.new_stay(user=self.house, exception_reason="Demo couple")
        stay = self.new_stay(user=self.manager, start=-3, exception_reason="Demo couple")
        stay.with_user(self.house).action_check_in()
        moved = stay.with_user(self.house).action_move(self.bed_b.id)
        self.assertEqual((moved.bed_id, moved.exception_reason), (self.bed_b, "Demo couple"))

    def test_a_client_of_no_own_programme_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Client: choose a client"), self.cr.savepoint():
            self.new_stay(client=self.client_other, user=self.house)
