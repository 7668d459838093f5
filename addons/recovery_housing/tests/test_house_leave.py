from datetime import datetime

from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouseLeave(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.write({"has_curfew": True, "curfew_from": 22.0})

    def next(self, *moment):
        return self.community._get_next_curfew(datetime(*moment))

    def test_the_next_curfew_is_by_the_clock_of_the_company(self):
        # Prague is one hour ahead in winter, two in summer.
        self.assertEqual(self.next(2026, 1, 14, 12), datetime(2026, 1, 14, 21))
        self.assertEqual(self.next(2026, 7, 15, 12), datetime(2026, 7, 15, 20))
        self.assertEqual(self.next(2026, 1, 14, 21), datetime(2026, 1, 15, 21))

    def test_an_hour_before_noon_is_that_of_the_night_after(self):
        self.community.curfew_from = 0.5
        self.assertEqual(self.next(2026, 1, 14, 12), datetime(2026, 1, 14, 23, 30))
        self.assertEqual(self.next(2026, 1, 14, 23), datetime(2026, 1, 14, 23, 30))

    def test_another_hour_and_none_on_other_evenings(self):
        self.community.curfew_ids = [
            (0, 0, {"weekday": "4", "hour_from": 1.0}), (0, 0, {"weekday": "5", "free": True}),
        ]
        # 16 January 2026 is a Friday.
        self.assertEqual(self.next(2026, 1, 16, 12), datetime(2026, 1, 17, 0))
        self.assertEqual(self.next(2026, 1, 17, 12), datetime(2026, 1, 18, 21))

    def test_a_house_without_curfew(self):
        self.community.has_curfew = False
        self.assertIsNone(self.next(2026, 1, 14, 12))

    def test_hours_are_hours(self):
        for refusal in self.refusals("recovery.house", "curfew", "In by"):
            with refusal:
                self.community.curfew_from = 25
        for refusal in self.refusals("recovery.house", "curfew", "In by"):
            with refusal:
                self.community.curfew_until = 13

    def test_from_the_evening_to_the_morning_everybody_is_in(self):
        self.community.curfew_ids = [(0, 0, {"weekday": "5", "free": True}), (0, 0, {"weekday": "6", "hour_from": 0.5})]
        # 14 January 2026 is a Wednesday; the clock is one hour ahead of UTC.
        for moment, inside in (
            ((14, 20, 59), False), ((14, 21), True), ((15, 4, 59), True), ((15, 5), False), ((15, 12), False),
            ((17, 22), False), ((18, 2), False), ((18, 22), False), ((18, 23, 30), True), ((19, 4), True),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self.community._is_curfew(datetime(2026, 1, *moment)), inside)
        self.community.has_curfew = False
        self.assertFalse(self.community._is_curfew(datetime(2026, 1, 15, 2)))

    def test_hours_of_another_evening_are_hours(self):
        for refusal in self.refusals("recovery.house.curfew", "hour", "In by"):
            with refusal:
                self.community.curfew_ids = [(0, 0, {"weekday": "4", "hour_from": 24})]

    def test_one_curfew_an_evening(self):
        self.community.curfew_ids = [(0, 0, {"weekday": "4", "hour_from": 1})]
        for refusal in self.refusals("recovery.house.curfew", "once", "Evening of"):
            with refusal:
                self.community.curfew_ids = [(0, 0, {"weekday": "4", "hour_from": 2})]
