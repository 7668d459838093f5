from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEpisodeContact(RecoveryCase):
    """Which phase an episode is in, when a contact is due, and the one activity that says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.phase_ids = [
            Command.create({"name": "Intensive", "month_from": 0, "month_to": 3, "contact_every_days": 7}),
            Command.create({"name": "Support", "month_from": 3, "month_to": 12, "contact_every_days": 30}),
            Command.create({"name": "Open", "month_from": 12, "month_to": 36, "contact_every_days": 0}),
        ]
        cls.intensive, cls.support, cls.open = cls.own.phase_ids
        cls.episode.keyworker_id = cls.counsellor.employee_id
        cls.contact_due = cls.env.ref("recovery_care.activity_contact_due")

    def activities(self):
        self.env.flush_all()
        return self.env["mail.activity"].search([
            ("res_model", "=", "recovery.episode"), ("res_id", "=", self.episode.id),
            ("activity_type_id", "=", self.contact_due.id),
        ])

    def run_cron(self):
        """As the scheduler does: as superuser, in no company."""
        self.env.flush_all()
        self.env["recovery.episode"].with_context(allowed_company_ids=None)._cron_contacts()
        self.env.flush_all()

    def test_phase_at_its_borders(self):
        starts = {
            "2026-06-15": self.intensive, "2026-03-16": self.intensive, "2026-03-15": self.support,
            "2025-06-16": self.support, "2025-06-15": self.open, "2023-06-15": self.env["recovery.program.phase"],
        }
        with freeze_time("2026-06-15 10:00:00"):
            for start, phase in starts.items():
                with self.subTest(start=start):
                    self.episode.date_start = start
                    self.assertEqual(self.episode.phase_id, phase)

    def test_due_by_the_interval_after_the_start(self):
        self.episode.date_start = self.today
        self.assertEqual(self.episode.next_contact_due, self.today + timedelta(days=7))

    def test_due_by_the_interval_after_the_last_done_contact(self):
        self.new_encounter(self.own, self.client, state="done", date_start=fields.Datetime.now() - timedelta(days=3))
        self.new_encounter(self.own, self.client, state="no_show", date_start=fields.Datetime.now() - timedelta(days=1))
        self.assertEqual(self.episode.last_contact, self.today - timedelta(days=3))
        self.assertEqual(self.episode.next_contact_due, self.today + timedelta(days=4))

    def test_cancelled_contact_does_not_count(self):
        encounter = self.new_encounter(self.own, self.client, state="done")
        self.assertTrue(self.episode.last_contact)
        encounter.amend("Entered for the wrong person")
        encounter.action_cancel()
        self.assertFalse(self.episode.last_contact)

    def test_nothing_is_due_without_an_interval_when_paused_or_closed(self):
        self.assertTrue(self.episode.next_contact_due)
        self.intensive.contact_every_days = 0
        self.assertFalse(self.episode.next_contact_due)
        self.intensive.contact_every_days = 7
        self.episode.action_pause()
        self.assertFalse(self.episode.next_contact_due)
        self.episode.action_close("completed")
        self.assertFalse(self.episode.next_contact_due)

    def test_state_of_the_contact(self):
        for days_ago, state in ((8, "overdue"), (7, "due"), (0, "due")):
            self.episode.date_start = self.today - timedelta(days=days_ago)
            with self.subTest(days_ago=days_ago):
                self.assertEqual(self.episode.contact_state, state)
        self.intensive.contact_every_days = 30
        self.assertEqual(self.episode.contact_state, "fine")

    def test_appointment_makes_it_planned(self):
        self.episode.date_start = self.today
        appointment = fields.Datetime.now() + timedelta(days=2)
        self.new_encounter(self.own, self.client, date_start=appointment)
        self.assertEqual(self.episode.next_appointment, appointment.replace(microsecond=0))
        self.assertEqual(self.episode.contact_state, "planned")

    def test_time_moves_the_episode_into_the_next_phase(self):
        self.episode.date_start = self.today
        self.assertEqual(self.episode.phase_id, self.intensive)
        with freeze_time(fields.Datetime.now() + timedelta(days=100)):
            self.run_cron()
            self.assertEqual(self.episode.phase_id, self.support)

    def test_cron_makes_one_activity_for_the_keyworker(self):
        self.run_cron()
        activity = self.activities()
        self.assertEqual(activity.user_id, self.counsellor)
        self.assertEqual(activity.date_deadline, self.episode.next_contact_due)

    def test_cron_twice_does_its_work_once(self):
        self.run_cron()
        first = self.activities()
        written = first.write_date
        self.run_cron()
        self.assertEqual(self.activities(), first)
        self.assertEqual(first.write_date, written)

    def test_activity_is_moved_not_piled_up(self):
        self.run_cron()
        first = self.activities()
        self.episode.date_start = self.today - timedelta(days=20)
        self.run_cron()
        self.assertEqual(self.activities(), first)
        self.assertEqual(first.date_deadline, self.today - timedelta(days=13))

    def test_activity_follows_the_new_keyworker(self):
        self.run_cron()
        self.episode.keyworker_id = self.manager.employee_id
        self.run_cron()
        self.assertEqual(self.activities().user_id, self.manager)

    def test_contact_finishes_the_activity(self):
        self.run_cron()
        encounter = self.new_encounter(self.own, self.client).with_user(self.counsellor)
        encounter.action_done()
        self.assertFalse(self.activities())

    def test_closing_takes_the_activity_away(self):
        self.run_cron()
        self.episode.with_user(self.counsellor).action_close("completed")
        self.assertFalse(self.activities())

    def test_no_activity_without_a_keyworker(self):
        self.episode.keyworker_id = False
        self.run_cron()
        self.assertFalse(self.activities())

    def test_scheduled_action_runs(self):
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care.cron_contacts").method_direct_trigger()
        self.assertEqual(len(self.activities()), 1)
