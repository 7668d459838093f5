"""House life of the demonstration loads on any day and at any hour, and once."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from ..demo.crossroads import LIFE
from ..demo.life_pictures import draw_house

FILES = ("demo/organisation.xml", "demo/recovery.district.csv", "demo/staff.xml", "demo/programs.xml")
STATES = {
    "recovery.housing.application": {"applied", "waiting", "offered", "accepted", "admitted", "refused", "withdrawn"},
    "recovery.housing.offer": {"open", "accepted", "declined", "expired"},
    "recovery.stay.leave": {"requested", "approved", "away", "returned", "refused", "cancelled"},
    "recovery.substance.test": {"taken", "sealed", "sent", "reported", "confirmed", "cancelled"},
    "recovery.house.incident": {"open", "followed_up", "closed", "cancelled"},
    "recovery.house.incident.step": {"planned", "done", "dropped"},
    "recovery.house.rule.event": {"draft", "valid", "cancelled"},
    "recovery.house.task.duty": {"planned", "done", "missed", "excused"},
    "recovery.house.task.swap": {"asked", "agreed", "declined"},
    "recovery.house.meeting": {"planned", "done"},
    "recovery.house.meeting.decision": {"open", "done", "dropped"},
    "recovery.house.visit": {"announced", "approved", "here", "left", "refused", "cancelled"},
}


@tagged("post_install", "-at_install")
class TestDemoLife(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("recovery_care.demo_company", raise_if_not_found=False):
            for path in FILES:
                convert_file(cls.env, "recovery_care", path, {}, mode="init", noupdate=True)
        cls.company = cls.env.ref("recovery_care.demo_company")

    def load(self, moment=None):
        """Load the house at a moment (UTC, as text), as if the database had been made then."""
        if not moment:
            self.env["recovery.demo"]._build_crossroads_houses()
            return
        now = datetime.fromisoformat(moment)
        with freeze_time(now), patch.object(type(self.env.cr), "now", lambda cursor: now):
            self.env["recovery.demo"]._build_crossroads_houses()
            self.check()

    def check(self):
        """Every state that a filter offers is there, and so is what the screens of today mark."""
        self.env.flush_all()
        for model, states in STATES.items():
            found = self.env[model].search([("company_id", "=", self.company.id)])
            self.assertLessEqual(states, set(found.mapped("state")), model)
        stays = self.env["recovery.stay"].search([("company_id", "=", self.company.id)])
        self.assertTrue(stays.filtered(lambda stay: stay.state == "in" and stay.is_overdue))
        self.assertTrue(stays.filtered("is_late"))
        self.assertTrue(stays.filtered(lambda stay: stay.is_away and not stay.is_late))
        steps = self.env["recovery.house.incident.step"].search([("company_id", "=", self.company.id)])
        self.assertTrue(steps.filtered("is_overdue").activity_id.user_id)
        self.assertTrue(steps.filtered(lambda step: step.state == "done" and step.result and step.done_by_id))
        self.assertTrue(stays.leave_ids.filtered(lambda leave: leave.is_late and leave.alarmed_on))
        outages = self.env["recovery.bed.outage"].search([("company_id", "=", self.company.id)])
        self.assertTrue(outages.filtered(lambda outage: outage.request_id and not outage.date_to))

    def test_staff_live_it_today_and_once(self):
        self.load()
        self.check()
        models = (*STATES, "recovery.house", "recovery.stay", "recovery.house.log", "recovery.client", "recovery.program")
        before = [self.env[model].search_count([]) for model in models]
        self.load()
        self.assertEqual([self.env[model].search_count([]) for model in models], before)
        # Done by those who work there, with their own rights.
        staff = {self.env.ref(key) for key in LIFE.staff.values()}
        for model in ("recovery.stay.leave", "recovery.substance.test", "recovery.house.incident", "recovery.house.meeting"):
            records = self.env[model].search([("company_id", "=", self.company.id)])
            self.assertLessEqual(set(records.create_uid), staff, model)

    def test_loads_just_before_midnight_of_a_leap_day(self):
        self.load("2028-02-28T22:59:50")

    def test_loads_in_the_hour_that_is_left_out(self):
        self.load("2027-03-28T01:05:00")

    def test_loads_in_the_hour_that_comes_twice(self):
        self.load("2027-10-31T00:30:00")

    def test_pictures_are_small_and_differ(self):
        pictures = {draw_house("#7d94b5", beds) for beds in (2, 4, 8)}
        self.assertEqual(len(pictures), 3)
        self.assertLess(max(map(len, pictures)), 20_000)
