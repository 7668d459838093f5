from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEpisodeSituation(RecoveryCase):
    """When a snapshot is due, and the one activity that says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.write({"situation_at_entry": True, "situation_every_months": 3, "situation_at_exit": True})
        cls.episode.keyworker_id = cls.counsellor.employee_id
        cls.due_type = cls.env.ref("recovery_care.activity_situation_due")

    def record(self, day=None, **values):
        return self.env["recovery.situation"].create({
            "client_id": self.client.id, "program_id": self.own.id, "date": day or self.today, **values,
        })

    def activities(self):
        self.env.flush_all()
        return self.env["mail.activity"].search([
            ("res_model", "=", "recovery.episode"), ("res_id", "=", self.episode.id),
            ("activity_type_id", "=", self.due_type.id),
        ])

    def run_cron(self):
        self.env.flush_all()
        self.env["recovery.episode"].with_context(allowed_company_ids=None)._cron_situations()
        self.env.flush_all()

    def due(self):
        return self.episode.situation_due, self.episode.situation_due_moment

    def test_entry_is_due_from_the_start(self):
        self.assertEqual(self.due(), (self.episode.date_start, "entry"))

    def test_review_is_due_after_the_months(self):
        day = self.today - timedelta(days=10)
        self.record(day)
        self.assertEqual(self.due(), (day + relativedelta(months=3), "review"))
        self.own.situation_every_months = 6
        self.assertEqual(self.due(), (day + relativedelta(months=6), "review"))

    def test_any_snapshot_puts_the_review_off(self):
        self.record(self.today - timedelta(days=10))
        self.record(self.today - timedelta(days=2), moment="review")
        self.assertEqual(self.due(), (self.today - timedelta(days=2) + relativedelta(months=3), "review"))

    def test_cancelled_snapshot_is_due_again(self):
        self.record().action_cancel("person")
        self.assertEqual(self.due(), (self.episode.date_start, "entry"))

    def test_without_entry_the_first_review_counts_from_the_start(self):
        self.own.situation_at_entry = False
        self.assertEqual(self.due(), (self.episode.date_start + relativedelta(months=3), "review"))

    def test_programme_that_asks_for_nothing(self):
        self.own.write({"situation_at_entry": False, "situation_every_months": 0, "situation_at_exit": False})
        self.assertEqual(self.due(), (False, False))
        self.episode.action_close("completed")
        self.assertEqual(self.due(), (False, False))

    def test_months_have_limits(self):
        for months in (-1, 61):
            for refusal in self.refusals("recovery.program", "situation_every_months", "Situation every"):
                with self.subTest(months=months), refusal:
                    self.own.situation_every_months = months

    def test_nothing_is_due_before_the_start_while_paused_and_for_relatives(self):
        waiting = self.new_episode(self.new_client(self.own), self.own, state="waiting")
        relative = self.new_episode(self.new_client(self.own), self.own, role="relative", for_client_id=self.client.id)
        self.assertFalse(waiting.situation_due)
        self.assertFalse(relative.situation_due)
        self.episode.action_pause()
        self.assertFalse(self.episode.situation_due)

    def test_closing_asks_for_the_exit(self):
        self.record(self.today - timedelta(days=9))
        self.episode.action_close("completed")
        self.assertEqual(self.due(), (self.today, "exit"))
        self.record()
        self.assertEqual(self.due(), (False, False))

    def test_exit_recorded_before_closing_is_enough(self):
        self.record(moment="exit")
        self.episode.action_close("completed")
        self.assertEqual(self.due(), (False, False))

    def test_episodes_closed_before_the_setting_owe_nothing(self):
        self.own.situation_at_exit = False
        self.episode.action_close("completed")
        self.own.situation_at_exit = True
        self.assertEqual(self.due(), (False, False))

    def test_reopening_forgets_the_exit(self):
        self.record(self.today - timedelta(days=9))
        self.episode.action_close("completed")
        self.episode.with_user(self.manager).action_reopen()
        self.assertFalse(self.episode.situation_exit)
        self.assertEqual(self.episode.situation_due_moment, "review")

    def test_text_of_what_is_due(self):
        with freeze_time("2026-11-20 10:00:00"):
            self.episode.date_start = date(2026, 11, 3)
            self.assertEqual(self.episode.situation_due_text, "Situation at entry due since 3 Nov")
            self.record(date(2026, 9, 1))
            self.assertEqual(self.episode.situation_due_text, "Situation review due on 1 Dec")
            self.own.situation_every_months = 1
            self.assertEqual(self.episode.situation_due_text, "Situation review due since 1 Oct")
            self.own.situation_every_months = 4
            self.assertFalse(self.episode.situation_due_text)

    def test_filter_finds_what_is_due_today(self):
        due = self.env["recovery.episode"].search([("situation_due", "<=", "today"), ("program_id", "=", self.own.id)])
        self.assertEqual(due, self.episode)
        self.record()
        self.assertNotIn(self.episode, self.env["recovery.episode"].search([("situation_due", "<=", "today")]))

    def test_cron_makes_one_activity_and_moves_it(self):
        self.run_cron()
        self.run_cron()
        activity = self.activities()
        self.assertEqual(len(activity), 1)
        self.assertEqual((activity.user_id, activity.date_deadline), (self.counsellor, self.episode.date_start))
        self.episode.write({"date_start": self.today - timedelta(days=3), "keyworker_id": self.manager.employee_id.id})
        self.run_cron()
        self.assertEqual(self.activities(), activity)
        self.assertEqual((activity.user_id, activity.date_deadline), (self.manager, self.today - timedelta(days=3)))

    def test_recording_finishes_the_activity(self):
        self.run_cron()
        activity = self.activities()
        self.record()
        self.assertFalse(self.activities())
        self.assertFalse(activity.exists().active)

    def test_pausing_drops_the_activity(self):
        self.run_cron()
        self.episode.action_pause()
        self.assertFalse(self.activities())

    def test_what_is_not_due_makes_no_activity(self):
        self.record()
        self.run_cron()
        self.assertFalse(self.activities())

    def test_wizard_records_the_exit_at_once(self):
        self.record(self.today - timedelta(days=9))
        Wizard = self.env["recovery.episode.close"].with_user(self.outreach)
        form = Form(Wizard.with_context(default_episode_ids=self.episode.ids))
        self.assertEqual(form.situation_exit, "now")
        form.end_reason = "completed"
        action = form.save().action_close()
        self.assertEqual(action["res_model"], "recovery.situation")
        situation = Form(self.env["recovery.situation"].with_user(self.outreach).with_context(**action["context"])).save()
        self.assertEqual((situation.moment, situation.episode_id), ("exit", self.episode))
        self.assertEqual(self.due(), (False, False))

    def test_wizard_lets_it_be_recorded_later_or_never(self):
        for choice, moment in (("due", "exit"), ("waived", False)):
            episode = self.new_episode(self.new_client(self.own), self.own)
            wizard = self.env["recovery.episode.close"].with_user(self.outreach).create({
                "episode_ids": episode.ids, "end_reason": "dropout", "situation_exit": choice,
            })
            self.assertFalse(wizard.action_close())
            with self.subTest(choice=choice):
                self.assertEqual((episode.situation_exit, episode.situation_due_moment), (choice, moment))

    def test_wizard_asks_nothing_where_the_programme_does_not_want_it(self):
        self.own.situation_at_exit = False
        wizard = self.env["recovery.episode.close"].create({"episode_ids": self.episode.ids, "end_reason": "completed"})
        self.assertFalse(wizard.situation_wanted)
        self.assertFalse(wizard.situation_exit)
        wizard.action_close()
        self.assertEqual(self.episode.state, "closed")

    def test_cron_costs_one_statement_an_activity(self):
        def begin(count):
            for _number in range(count):
                self.new_episode(
                    self.new_client(self.own), self.own, state="active", date_start=self.today,
                    keyworker_id=self.counsellor.employee_id.id,
                )

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["recovery.episode"]._cron_situations()
            self.env.flush_all()
            return self.cr.sql_log_count - before
        begin(3)
        queries()
        begin(3)
        few = queries()
        begin(30)
        self.assertLessEqual(queries(), few + 30)
        self.assertLessEqual(queries(), few)
