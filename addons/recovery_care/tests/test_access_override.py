from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestAccessOverride(RecoveryCase):
    """Break-glass: a counsellor reads a client of another programme for some hours, and the officer knows."""

    REASON = "Found unconscious in the street"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.episode_other = cls.new_episode(cls.client_other, cls.other)

    def request(self, user=None, client=None, reason=REASON, **values):
        Override = self.env["recovery.access.override"].with_user(user or self.counsellor)
        override = Override.request((client or self.client_other).code, reason, **values)
        self.env.flush_all()
        return override

    def sees(self, record, user=None):
        """Ask by search and by id, in an environment with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        seen = record.with_user(user or self.counsellor)
        found = bool(seen.search([("id", "=", record.id)]))
        self.assertEqual(found, seen.has_access("read"))
        return found

    def test_opens_the_file_at_once(self):
        note = self.env["recovery.note"].create({
            "client_id": self.client_other.id, "program_id": self.other.id, "body": "Demo", "audience": "counsellors",
        })
        rating = self.rate(self.episode_other, 20.0)
        encounter = self.new_encounter(self.other, self.client_other)
        records = (self.client_other, self.episode_other, note, rating, encounter, encounter.delivery_ids)
        self.assertFalse(any(self.sees(record) for record in records))
        self.request()
        for record in records:
            with self.subTest(model=record._name):
                self.assertTrue(self.sees(record))
        self.assertEqual(self.client_other.with_user(self.counsellor).last_name, "Testová")

    def test_opens_nothing_to_colleagues(self):
        self.request()
        self.assertFalse(self.sees(self.client_other, self.keeper))

    def test_opens_nobody_else(self):
        neighbour = self.new_client(self.other)
        self.request()
        self.assertFalse(self.sees(neighbour))

    def test_reads_and_does_not_write(self):
        self.request()
        with self.assertRaises(AccessError):
            self.client_other.with_user(self.counsellor).gender = "male"
        with self.assertRaises(AccessError):
            self.episode_other.with_user(self.counsellor).action_pause()

    def test_notes_of_an_author_stay_closed(self):
        note = self.env["recovery.note"].create({
            "client_id": self.client_other.id, "program_id": self.other.id, "body": "Demo", "audience": "author",
        })
        self.request()
        self.assertFalse(self.sees(note))

    def test_expires_by_the_clock(self):
        now = fields.Datetime.now()
        override = self.request(hours=2)
        with freeze_time(now + timedelta(hours=1, minutes=59)):
            self.assertTrue(self.sees(self.client_other))
            self.assertTrue(override.is_current)
        with freeze_time(now + timedelta(hours=2, minutes=1)):
            self.assertFalse(self.sees(self.client_other))
            self.assertFalse(self.sees(self.episode_other))
            override.invalidate_recordset()
            self.assertFalse(override.is_current)

    def test_ended_by_its_user(self):
        override = self.request()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            override.action_end()
            self.assertFalse(self.sees(self.client_other))

    def test_ended_by_the_privacy_officer(self):
        override = self.request()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            override.with_user(self.privacy).action_end()
            self.assertFalse(self.sees(self.client_other))

    def test_not_ended_by_others(self):
        override = self.request()
        for user in (self.keeper, self.manager, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                override.with_user(user).action_end()

    def test_needs_a_reason(self):
        for reason in ("", "  ", None, "urgent", "x         "):
            with self.subTest(reason=reason), self.assertRaisesRegex(ValidationError, "^Reason"):
                self.request(reason=reason)

    def test_needs_a_time_that_is_short(self):
        for hours in (0, -1, 72.1, 1000):
            with self.subTest(hours=hours), self.assertRaisesRegex(ValidationError, "^Hours"):
                self.request(hours=hours)
        self.assertTrue(self.request(hours=72))

    def test_is_for_counsellors_and_managers(self):
        for user in (self.outreach, self.house, self.finance, self.data, self.privacy, self.administrator, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.request(user)
        self.assertTrue(self.request(self.manager))

    def test_unknown_restricted_and_foreign_codes_answer_alike(self):
        self.client_restricted.code = "SECRET-1"
        self.client_foreign.code = "FOREIGN-1"
        answers = set()
        for code in ("SECRET-1", "FOREIGN-1", "NOBODY-1", " ", "%"):
            with self.assertRaises(UserError) as caught:
                self.env["recovery.access.override"].with_user(self.counsellor).request(code, self.REASON)
            answers.add(str(caught.exception).replace(f"“{code}”", "CODE"))
        self.assertEqual(len(answers), 1)

    def test_client_restricted_later_is_out_of_reach(self):
        self.request()
        self.client_other.write({"restricted": True, "restricted_user_ids": [Command.set(self.stranger.ids)]})
        self.assertFalse(self.sees(self.client_other))
        self.assertFalse(self.sees(self.episode_other))

    def test_is_in_the_log_with_its_reason(self):
        self.request()
        line = self.env["recovery.access.log"].search([("client_id", "=", self.client_other.id)])
        self.assertEqual((line.user_id, line.action, line.reason), (self.counsellor, "override", self.REASON))

    def test_reading_under_it_is_logged(self):
        self.request()
        self.client_other.with_user(self.counsellor).web_read({"gender": {}})
        lines = self.env["recovery.access.log"].search([("client_id", "=", self.client_other.id)])
        self.assertEqual(set(lines.mapped("action")), {"override", "open"})

    def test_every_privacy_officer_of_the_company_gets_a_to_do(self):
        second = self.new_user("privacy_2", "privacy")
        elsewhere = self.new_user("privacy_3", "privacy", self.partner_company)
        override = self.request()
        activities = override.sudo().activity_ids
        self.assertEqual(activities.user_id, self.privacy | second)
        self.assertNotIn(elsewhere, activities.user_id)
        for activity in activities:
            self.assertIn(self.client_other.code, activity.summary)
            self.assertNotIn("Testová", f"{activity.summary} {activity.note} {activity.res_name}")

    def test_privacy_officer_finishes_the_to_do(self):
        override = self.request()
        activity = override.with_user(self.privacy).activity_ids
        activity.action_feedback(feedback="Spoke with the counsellor")
        self.assertFalse(override.with_user(self.privacy).activity_ids)

    def test_is_not_written_by_hand(self):
        override = self.request()
        values = {
            "user_id": self.counsellor.id, "client_id": self.client_other.id, "reason": self.REASON,
            "date_end": fields.Datetime.now() + timedelta(hours=1),
        }
        for user in (self.counsellor, self.manager, self.privacy, self.administrator):
            for act in (
                lambda override: override.create(values), lambda override: override.unlink(),
                lambda override: override.write({"date_end": fields.Datetime.now() + timedelta(days=30)}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act(override.with_user(user))

    def test_ends_after_it_begins(self):
        override = self.request()
        for refusal in self.refusals("recovery.access.override", "date_order", "Until"):
            with refusal:
                override.sudo().date_end = override.date_start - timedelta(hours=1)

    def test_user_sees_the_own_and_the_officer_all(self):
        override = self.request()
        self.assertTrue(self.sees(override))
        self.assertTrue(self.sees(override, self.privacy))
        self.assertTrue(self.sees(override, self.auditor))
        self.assertFalse(self.sees(override, self.keeper))

    def test_dialog_opens_the_client(self):
        action = self.env["recovery.access.request"].with_user(self.counsellor).create({
            "code": self.client_other.code, "reason": self.REASON, "hours": 4,
        }).action_request()
        self.assertEqual((action["res_model"], action["res_id"]), ("recovery.client", self.client_other.id))
