from datetime import timedelta

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..situation_signs import SIGNS
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSituation(RecoveryCase):
    """A snapshot of the social situation: what it keeps, who corrects it and how."""

    def record(self, user=None, **values):
        return self.env["recovery.situation"].with_user(user or self.outreach).create({
            "client_id": self.client.id, "program_id": self.own.id, **values,
        })

    def test_what_was_not_asked_is_not_known(self):
        situation = self.record(has_id_card="yes")
        self.assertEqual(situation.has_id_card, "yes")
        self.assertEqual({situation[sign] for sign in SIGNS if sign != "has_id_card"}, {"unknown"})

    def test_emptied_sign_is_not_known(self):
        situation = self.record(debts="yes")
        situation.debts = False
        self.assertEqual(situation.debts, "unknown")
        self.assertEqual(self.record(debts=False, moment="review").debts, "unknown")

    def test_no_sign_is_ever_null(self):
        self.record()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.NotNullViolation), self.cr.savepoint():
            self.env.cr.execute("UPDATE recovery_situation SET housing = NULL WHERE client_id = %s", [self.client.id])

    def test_programme_and_episode_come_from_the_client(self):
        situation = self.env["recovery.situation"].with_user(self.outreach).create({"client_id": self.client.id})
        self.assertEqual((situation.program_id, situation.episode_id), (self.own, self.episode))

    def test_client_and_programme_come_from_the_episode(self):
        situation = self.env["recovery.situation"].create({"episode_id": self.episode.id})
        self.assertEqual((situation.client_id, situation.program_id), (self.client, self.own))

    def test_client_without_an_episode(self):
        situation = self.record(client_id=self.new_client(self.own).id)
        self.assertFalse(situation.episode_id)
        self.assertEqual(situation.moment, "review")

    def test_episode_of_another_client_is_refused(self):
        other = self.new_episode(self.new_client(self.own), self.own)
        with self.assertRaisesRegex(ValidationError, "^Episode"):
            self.record(episode_id=other.id)

    def test_moment_is_entry_then_review_then_exit(self):
        day = self.today - timedelta(days=20)
        self.assertEqual(self.record(date=day).moment, "entry")
        self.assertEqual(self.record(date=day + timedelta(days=5)).moment, "review")
        self.episode.action_close("completed")
        self.assertEqual(self.record().moment, "exit")

    def test_several_at_once_get_their_moments_by_date(self):
        days = [self.today - timedelta(days=ago) for ago in (3, 9, 6)]
        situations = self.env["recovery.situation"].create([
            {"client_id": self.client.id, "program_id": self.own.id, "date": day} for day in days
        ])
        self.assertEqual(situations.mapped("moment"), ["review", "entry", "review"])

    def test_second_entry_of_an_episode_is_refused(self):
        self.record(date=self.today - timedelta(days=3))
        for refusal in self.refusals("recovery.situation", "one_entry", "Moment"):
            with refusal:
                self.record(moment="entry")
        review = self.record()
        for refusal in self.refusals("recovery.situation", "one_entry", "Moment"):
            with refusal:
                review.moment = "entry"

    def test_second_exit_of_an_episode_is_refused(self):
        self.record(moment="exit", date=self.today - timedelta(days=2))
        for refusal in self.refusals("recovery.situation", "one_exit", "Moment"):
            with refusal:
                self.record(moment="exit")

    def test_same_day_twice_is_refused(self):
        first = self.record(moment="review")
        for refusal in self.refusals("recovery.situation", "once", "Date"):
            with refusal:
                self.record(moment="review")
        second = self.record(moment="review", date=self.today - timedelta(days=1))
        for refusal in self.refusals("recovery.situation", "once", "Date"):
            with refusal:
                second.date = first.date

    def test_cancelled_one_makes_room(self):
        self.record(user=self.counsellor).action_cancel("answers")
        self.assertEqual(self.record().moment, "entry")

    def test_future_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Date"):
            self.record(date=self.today + timedelta(days=5))

    def test_work_and_labour_status_do_not_contradict(self):
        for values in ({"labour_status": "employed", "employed": "no"}, {"labour_status": "unemployed", "employed": "yes"}):
            for refusal in self.refusals("recovery.situation", "work", "Labour status"):
                with self.subTest(values), refusal:
                    self.record(**values)
        student = self.record(labour_status="student", employed="yes")
        for refusal in self.refusals("recovery.situation", "work", "Labour status"):
            with refusal:
                student.labour_status = "unemployed"

    def test_on_the_form_work_and_labour_status_follow_each_other(self):
        form = Form(self.env["recovery.situation"].with_user(self.outreach).with_context(default_client_id=self.client.id))
        form.labour_status = "employed"
        self.assertEqual(form.employed, "yes")
        form.employed = "no"
        self.assertEqual(form.labour_status, "unknown")
        form.labour_status = "unemployed"
        form.employed = "yes"
        self.assertEqual(form.labour_status, "employed")

    def test_today_it_is_changed_after_a_day_it_is_not(self):
        situation = self.record()
        situation.debts = "yes"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE recovery_situation SET create_date = create_date - interval '25 hours' WHERE id = %s", [situation.id],
        )
        situation.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "after a day"):
            situation.debts = "no"

    def test_cancelling_needs_a_reason_of_the_list(self):
        situation = self.record()
        for reason in (False, "", "because"):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "^Cancelled because"):
                situation.action_cancel(reason)
        self.env["recovery.situation.cancel"].with_user(self.outreach).create({
            "situation_ids": situation.ids, "reason": "person",
        }).action_cancel()
        self.assertEqual((situation.state, situation.cancel_reason), ("cancelled", "person"))

    def test_cancelled_one_stays_as_it_is(self):
        situation = self.record()
        situation.action_cancel("twice")
        with self.assertRaisesRegex(UserError, "cancelled"):
            situation.state = "valid"
        with self.assertRaises(AccessError):
            situation.unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            situation.sudo().unlink()

    def test_cancelled_without_a_reason_is_refused(self):
        situation = self.record()
        for refusal in self.refusals("recovery.situation", "cancelled", "Cancelled because"):
            with refusal:
                situation.state = "cancelled"

    def test_street_worker_records_without_seeing_a_name(self):
        situation = self.record(debts="yes")
        self.assertNotIn("Testový", situation.with_user(self.outreach).display_name)
        self.assertIn(self.client.code, situation.display_name)

    def test_worker_of_another_programme_sees_nothing(self):
        situation = self.record()
        self.new_episode(self.client, self.other)
        self.assertFalse(self.env["recovery.situation"].with_user(self.stranger).search([("id", "=", situation.id)]))

    def test_emergency_access_reads(self):
        situation = self.env["recovery.situation"].create({
            "client_id": self.client_other.id, "program_id": self.other.id, "debts": "yes",
        })
        self.env["recovery.access.override"].with_user(self.counsellor).request(self.client_other.code, "Demo crisis", 2)
        found = self.env["recovery.situation"].with_user(self.counsellor).search([("id", "=", situation.id)])
        self.assertEqual(found.debts, "yes")
        with self.assertRaises(AccessError):
            found.debts = "no"

    def test_reading_leaves_a_line_in_the_access_log(self):
        situation = self.record()
        situation.with_user(self.data).read(["debts"])
        line = self.env["recovery.access.log"].search([("user_id", "=", self.data.id), ("client_id", "=", self.client.id)])
        self.assertEqual(line.model, "recovery.situation")

    def test_recording_in_a_batch_costs_no_query_a_row(self):
        def record(count):
            clients = self.env["recovery.client"].create([
                {"identity": "pseudonymous", "nickname": f"Batch {number}", "intake_program_id": self.own.id}
                for number in range(count)
            ])
            self.env["recovery.episode"].create([
                {
                    "client_id": client.id, "program_id": self.own.id, "state": "active",
                    "date_start": fields.Date.subtract(self.today, days=9),
                } for client in clients
            ])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["recovery.situation"].with_user(self.outreach).create([
                {"client_id": client.id, "program_id": self.own.id, "debts": "yes"} for client in clients
            ])
            self.env.flush_all()
            return self.cr.sql_log_count - before
        record(2)
        few, many = record(5), record(50)
        self.assertLessEqual(many, few + 3)
