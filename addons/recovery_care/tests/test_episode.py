from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RecoveryCase

STATES = ("applied", "waiting", "active", "paused", "closed")


@tagged("post_install", "-at_install")
class TestEpisode(RecoveryCase):

    def test_one_open_episode_in_a_programme_and_role(self):
        for refusal in self.refusals("recovery.episode", "one_open", "Client"):
            with refusal:
                self.new_episode(self.client, self.own, state="applied")

    def test_open_episodes_in_two_programmes(self):
        self.assertTrue(self.new_episode(self.client, self.other))

    def test_open_episodes_in_two_roles(self):
        self.assertTrue(self.new_episode(self.client, self.own, role="relative"))

    def test_new_episode_after_the_last_was_closed(self):
        self.episode.action_close("completed")
        self.assertTrue(self.new_episode(self.client, self.own))

    def test_active_episode_has_a_start(self):
        for refusal in self.refusals("recovery.episode", "started", "Start"):
            with refusal:
                self.episode.date_start = False

    def test_active_episode_does_not_start_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "^Start"):
            self.episode.date_start = self.today + timedelta(days=2)

    def test_episode_ends_after_it_starts(self):
        for refusal in self.refusals("recovery.episode", "date_order", "End"):
            with refusal:
                self.episode.action_close("completed", self.episode.date_start - timedelta(days=1))

    def test_closed_episode_has_an_end_and_a_reason(self):
        for values in (
            {"state": "closed"}, {"state": "closed", "date_end": self.today}, {"state": "closed", "end_reason": "other"},
        ):
            for refusal in self.refusals("recovery.episode", "ended", "End"):
                with self.subTest(values=values), refusal:
                    self.episode.write(values)

    def test_open_episode_has_no_end(self):
        for refusal in self.refusals("recovery.episode", "ended", "End"):
            with refusal:
                self.episode.date_end = self.today

    def test_only_a_relative_is_a_relative_of_somebody(self):
        sister = self.new_client(self.own)
        for refusal in self.refusals("recovery.episode", "relative", "Relative of"):
            with refusal:
                self.episode.for_client_id = sister
        self.assertTrue(self.new_episode(sister, self.own, role="relative", for_client_id=self.client.id))

    def test_nobody_is_their_own_relative(self):
        for refusal in self.refusals("recovery.episode", "not_own_relative", "Relative of"):
            with refusal:
                self.new_episode(self.client, self.own, role="relative", for_client_id=self.client.id)

    def test_relative_of_somebody_in_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Relative of"):
            self.new_episode(self.client, self.own, role="relative", for_client_id=self.client_foreign.id)

    def test_client_of_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.new_episode(self.client_foreign, self.own)

    def test_programme_of_another_company_is_refused(self):
        with self.assertRaisesRegex(UserError, "compan"):
            self.episode.program_id = self.foreign

    def test_planned_end_follows_the_duration_of_the_programme(self):
        self.own.duration_months = 6
        episode = self.new_episode(self.new_client(self.own), self.own, state="active", date_start="2026-01-31")
        self.assertEqual(str(episode.date_planned_end), "2026-07-31")

    def test_draft_may_be_deleted(self):
        draft = self.new_episode(self.client_other, self.other, state="applied")
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_episode_that_has_begun_is_not_deleted(self):
        for close in (False, True):
            if close:
                self.episode.action_close("dropout")
            with self.subTest(state=self.episode.state), self.assertRaisesRegex(UserError, "closed with a reason"):
                self.episode.unlink()


@tagged("post_install", "-at_install")
class TestEpisodeStates(RecoveryCase):
    """The steps from the application to the closing, by button and by raw write."""

    ALLOWED = {
        ("applied", "waiting"), ("applied", "active"), ("applied", "closed"), ("waiting", "applied"),
        ("waiting", "active"), ("waiting", "closed"), ("active", "paused"), ("active", "closed"),
        ("paused", "active"), ("paused", "closed"), ("closed", "active"),
    }

    def episode_in(self, state):
        values = {"state": state, "date_start": self.today}
        if state == "closed":
            values.update(date_end=self.today, end_reason="other")
        return self.new_episode(self.new_client(self.own), self.own, **values)

    def test_every_step_by_raw_write(self):
        closing = {"date_end": self.today, "end_reason": "other"}
        for before in STATES:
            for after in STATES:
                if before == after:
                    continue
                episode = self.episode_in(before).with_user(self.manager)
                values = {"state": after, **({"date_end": False, "end_reason": False} if before == "closed" else {})}
                values.update(closing if after == "closed" else {})
                with self.subTest(before=before, after=after):
                    if (before, after) in self.ALLOWED:
                        episode.write(values)
                        self.assertEqual(episode.state, after)
                    else:
                        with self.assertRaisesRegex(UserError, "^State"):
                            episode.write(values)

    def test_refused_step_of_one_stops_all(self):
        draft, closed = self.episode_in("applied"), self.episode_in("closed")
        with self.assertRaisesRegex(UserError, "^State"), self.cr.savepoint():
            (draft | closed).write({"state": "waiting"})
        self.assertEqual(draft.state, "applied")

    def test_writing_the_same_state_changes_nothing(self):
        self.episode.write({"state": "active"})
        self.assertEqual(self.episode.state, "active")

    def test_counsellor_does_not_reopen(self):
        episode = self.episode_in("closed").with_user(self.counsellor)
        for reopen in (episode.action_reopen, lambda: episode.write({
            "state": "active", "date_end": False, "end_reason": False,
        })):
            with self.assertRaisesRegex(AccessError, "^State"):
                reopen()

    def test_manager_reopens(self):
        episode = self.episode_in("closed").with_user(self.manager)
        episode.action_reopen()
        self.assertEqual((episode.state, episode.date_end, episode.end_reason), ("active", False, False))

    def test_admission_begins_today_or_on_the_day_entered(self):
        first, second = (self.new_episode(self.new_client(self.own), self.own, state="waiting") for _each in range(2))
        second.date_start = self.today - timedelta(days=3)
        (first | second).action_admit()
        self.assertEqual((first | second).mapped("state"), ["active", "active"])
        self.assertEqual((first.date_start, second.date_start), (self.today, self.today - timedelta(days=3)))

    def test_closing_twice_is_refused_and_keeps_the_first_end(self):
        self.episode.action_close("completed", self.today - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "closed already"):
            self.episode.action_close("dropout")
        self.assertEqual(self.episode.end_reason, "completed")

    def test_closing_dialog_closes(self):
        wizard = self.env["recovery.episode.close"].with_user(self.counsellor).create({
            "episode_ids": self.episode.ids, "end_reason": "moved", "date_end": self.today,
        })
        wizard.action_close()
        self.assertEqual((self.episode.state, self.episode.end_reason), ("closed", "moved"))

    def test_an_episode_that_has_begun_keeps_person_programme_and_role(self):
        newcomer = self.new_client(self.own)
        episode = self.episode.with_user(self.counsellor)
        for values in ({"client_id": newcomer.id}, {"program_id": self.other.id}, {"role": "relative"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "keeps them"):
                episode.write(values)
        episode.write({"client_id": self.client.id, "role": "client"})

    def test_an_application_may_still_be_moved(self):
        waiting = self.new_episode(self.new_client(self.own), self.own, state="applied", date_start=False)
        waiting.with_user(self.counsellor).role = "relative"
        self.assertEqual(waiting.role, "relative")

    def test_pausing_by_any_way_ends_the_contact_to_do(self):
        self.episode.activity_schedule("recovery_care.activity_contact_due", user_id=self.counsellor.id)
        self.episode.with_user(self.counsellor).write({"state": "paused"})
        self.assertFalse(self.episode.activity_ids)

    def test_typing_in_a_drop_down_finds_by_code_and_by_name_for_whoever_may_see_it(self):
        Episode = self.env["recovery.episode"]
        for user, text, found in (
            (self.counsellor, "testovy", True), (self.counsellor, self.client.code, True), (self.counsellor, "zzz", False),
            (self.finance, self.client.code, True), (self.finance, "testovy", False), (self.outreach, "Lukin", True),
        ):
            with self.subTest(user=user.login, text=text):
                ids = [id_ for id_, _name in Episode.with_user(user).name_search(text)]
                self.assertEqual(self.episode.id in ids, found)
