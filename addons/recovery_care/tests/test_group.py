from datetime import date, datetime, timedelta

from odoo.tests import Form, tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestGroup(GroupCase):

    def test_rhythm(self):
        for values in ({"every_weeks": 0}, {"plan_weeks": 27}, {"minutes": 0}, {"time_start": 24.0}, {"time_start": -1}):
            for refusal in self.refusals("recovery.group", "rhythm", "Every, Time"):
                with self.subTest(values=values), refusal:
                    self.new_group(**values)

    def test_weekday(self):
        for refusal in self.refusals("recovery.group", "weekday", "Weekdays"):
            with refusal:
                self.new_group(mon=False)

    def test_dates(self):
        for refusal in self.refusals("recovery.group", "dates", "To"):
            with refusal:
                self.new_group(date_to=self.today - timedelta(days=61))

    def test_numbers(self):
        for values in ({"capacity": -1}, {"absence_alert_after": -1}):
            for refusal in self.refusals("recovery.group", "numbers", "Capacity, Alert after"):
                with self.subTest(values=values), refusal:
                    self.new_group(**values)

    def test_service_and_minutes_are_offered(self):
        form = Form(self.env["recovery.group"].with_user(self.counsellor))
        form.program_id = self.own
        self.assertEqual((form.service_id, form.minutes), (self.group_work, 90))

    def test_hour_stays_when_the_clock_changes(self):
        """29 March 2026: the clock goes from two to three; 25 October 2026: back."""
        group = self.new_group(date_from=date(2026, 1, 5), time_start=16.5)
        starts = group._get_starts(date(2026, 3, 23), date(2026, 4, 6))
        self.assertEqual(starts, [
            datetime(2026, 3, 23, 15, 30), datetime(2026, 3, 30, 14, 30), datetime(2026, 4, 6, 14, 30),
        ])
        starts = group._get_starts(date(2026, 10, 19), date(2026, 10, 26))
        self.assertEqual(starts, [datetime(2026, 10, 19, 14, 30), datetime(2026, 10, 26, 15, 30)])

    def test_every_other_week_is_counted_from_the_week_of_the_first_day(self):
        group = self.new_group(date_from=date(2026, 1, 7), every_weeks=2, mon=True, thu=True)
        starts = group._get_starts(date(2026, 1, 1), date(2026, 1, 31))
        self.assertEqual([start.date() for start in starts], [date(2026, 1, 8), date(2026, 1, 19), date(2026, 1, 22)])

    def test_ends_with_its_last_day(self):
        group = self.new_group(date_from=date(2026, 1, 5), date_to=date(2026, 1, 12))
        self.assertEqual(len(group._get_starts(date(2026, 1, 1), date(2026, 3, 1))), 2)

    def test_days_off_of_the_company_are_left_out(self):
        calendar = self.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create([
            {"name": "Demo holiday", "company_id": self.company.id, "calendar_id": calendar.id,
             "date_from": "2026-01-11 23:00:00", "date_to": "2026-01-12 22:59:59"},
            {"name": "Of the partner", "company_id": self.partner_company.id,
             "calendar_id": self.partner_company.resource_calendar_id.id,
             "date_from": "2026-01-18 23:00:00", "date_to": "2026-01-19 22:59:59"},
            {"name": "One person's leave", "company_id": self.company.id, "calendar_id": calendar.id,
             "resource_id": self.counsellor.employee_id.resource_id.id,
             "date_from": "2026-01-18 23:00:00", "date_to": "2026-01-19 22:59:59"},
        ])
        group = self.new_group(date_from=date(2026, 1, 5))
        starts = group._get_starts(date(2026, 1, 1), date(2026, 1, 20))
        self.assertEqual([start.date() for start in starts], [date(2026, 1, 5), date(2026, 1, 19)])
