from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .rota_case import EVERY_DAY, RotaCase


@tagged("post_install", "-at_install")
class TestHouseTask(RotaCase):

    def test_numbers(self):
        for values in ({"minutes": 0}, {"weight": 20}, {"people": 0}, {"every_weeks": 53}):
            for refusal in self.refusals("recovery.house.task", "numbers", "Minutes"):
                with self.subTest(values), refusal:
                    self.new_task("Bath", **values)

    def test_a_task_has_a_weekday(self):
        for refusal in self.refusals("recovery.house.task", "weekday", "Weekdays"):
            with refusal:
                self.new_task("Bath", **dict.fromkeys(EVERY_DAY, False))

    def test_dates(self):
        for refusal in self.refusals("recovery.house.task", "dates", "To"):
            with refusal:
                self.new_task("Bath", date_to=self.day(-61))

    def test_one_task_of_a_name(self):
        for refusal in self.refusals("recovery.house.task", "name_uniq", "Name"):
            with refusal:
                self.new_task("Kitchen")
        self.new_task("Kitchen", active=False)
        self.new_task("Kitchen", house=self.flat)

    def test_weighted_minutes(self):
        task = self.new_task("Bins", minutes=20, weight=1.5)
        self.assertEqual(task.load, 30)

    def test_days_of_every_other_week(self):
        task = self.new_task(
            "Windows", date_from=date(2026, 3, 4), every_weeks=2, mon=True, tue=False, wed=False, thu=True, fri=False,
            sat=False, sun=False,
        )
        found = task._get_days(date(2026, 3, 1), date(2026, 3, 31))
        # The week of 4 March counts from its Monday, which lies before the first day.
        self.assertEqual(found, {date(2026, 3, 5), date(2026, 3, 16), date(2026, 3, 19), date(2026, 3, 30)})

    def test_days_end_with_the_task(self):
        task = self.new_task("Snow", date_to=self.day(2))
        self.assertEqual(task._get_days(self.today, self.day(10)), set(self.days(self.today, 3)))
        task.active = False
        self.assertFalse(task._get_days(self.today, self.day(10)))

    def test_a_change_of_the_rhythm_holds_for_what_is_planned(self):
        self.plan()
        self.assertEqual(len(self.all_duties()), 14)
        self.kitchen.with_user(self.house).write({"sun": False})
        days = self.all_duties().mapped("date")
        self.assertEqual(len(days), 12)
        self.assertNotIn(6, {day.weekday() for day in days})

    def test_exemption_is_inside_its_house_and_its_dates(self):
        with self.assertRaisesRegex(ValidationError, "^Task: "):
            self.env["recovery.house.task.exemption"].create({
                "house_id": self.flat.id, "task_id": self.kitchen.id, "client_id": self.ada.id,
            })
        for refusal in self.refusals("recovery.house.task.exemption", "dates", "To"):
            with refusal:
                self.env["recovery.house.task.exemption"].create({
                    "house_id": self.community.id, "client_id": self.ada.id, "date_to": self.day(-1),
                })
