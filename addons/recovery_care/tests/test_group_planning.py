from datetime import date, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestGroupPlanning(GroupCase):

    def test_sessions_of_the_next_weeks_with_the_members(self):
        self.group.with_user(self.counsellor).action_plan_sessions()
        sessions = self.sessions()
        self.assertEqual(sessions.mapped("date"), [self.today + timedelta(days=days) for days in range(8)])
        self.assertEqual({time.hour for time in self.local_times(sessions)}, {10})
        for session in sessions:
            self.assertEqual(session.delivery_ids.client_id, self.client | self.second)
            self.assertEqual(set(session.delivery_ids.mapped("minutes")), {90})
            self.assertEqual((session.state, session.employee_ids), ("planned", self.counsellor.employee_id))
        own = sessions[0].delivery_ids.filtered(lambda row: row.client_id == self.client)
        self.assertEqual(own.episode_id, self.episode)

    def test_planning_twice_plans_once(self):
        self.group.action_plan_sessions()
        before = self.sessions()
        self.group.action_plan_sessions()
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care.cron_group_sessions").method_direct_trigger()
        self.assertEqual(self.sessions(), before)

    def test_queries_do_not_grow_with_the_sessions_that_stand(self):
        group = self.new_group(plan_weeks=26, tue=True, wed=True, thu=True)
        groups = self.group | group
        groups._plan_sessions()
        self.assertGreater(len(self.sessions(group)), 90)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            groups._plan_sessions()

    def test_cancelled_session_keeps_its_place(self):
        self.group.action_plan_sessions()
        self.sessions()[3].action_cancel()
        count = len(self.sessions())
        self.group.action_plan_sessions()
        self.assertEqual(len(self.sessions()), count)

    def test_moved_session_keeps_its_place(self):
        self.group.with_user(self.counsellor).action_plan_sessions()
        moved, count = self.sessions()[3].with_user(self.counsellor), len(self.sessions())
        moved.date_start += timedelta(hours=2)
        self.group.action_plan_sessions()
        self.assertEqual(len(self.sessions()), count)
        self.group.place = "online"
        self.assertEqual((len(self.sessions()), moved.place), (count, "online"))

    def test_archived_group_takes_its_coming_sessions_along(self):
        self.group.action_plan_sessions()
        self.new_session(2, came=self.client)
        self.group.active = False
        self.assertFalse(self.sessions().filtered(lambda session: session.date > self.today))
        self.assertTrue(self.sessions().filtered(lambda session: session.state == "done"))

    def test_one_session_at_a_time(self):
        session = self.new_session(1, came=self.client)
        for refusal in self.refusals("recovery.encounter", "session_once", "Start: the group"):
            with refusal:
                self.env["recovery.encounter"].create({
                    "group_id": self.group.id, "program_id": self.own.id, "date_start": session.date_start,
                })

    def test_archived_group_plans_nothing(self):
        self.group.active = False
        self.group._plan_sessions()
        self.assertFalse(self.sessions())

    def test_restricted_member_is_expected_and_seen_by_nobody_else(self):
        self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.client_restricted.id})
        self.group.with_user(self.counsellor).action_plan_sessions()
        session = self.sessions()[0]
        self.assertIn(self.client_restricted, session.delivery_ids.client_id)
        self.env.invalidate_all()
        seen = session.with_user(self.counsellor)
        self.assertNotIn(self.client_restricted, seen.delivery_ids.client_id)
        self.assertEqual(seen.client_ids, self.client | self.second)

    def test_whoever_joins_is_expected_from_that_day_on(self):
        self.group.action_plan_sessions()
        done = self.sessions()[0]
        done.action_done()
        newcomer = self.new_client(self.own)
        self.env["recovery.group.member"].with_user(self.counsellor).create({
            "group_id": self.group.id, "client_id": newcomer.id, "date_from": self.today + timedelta(days=2),
        })
        expected = self.sessions().filtered(lambda session: newcomer in session.delivery_ids.client_id)
        self.assertEqual(expected.mapped("date"), [self.today + timedelta(days=days) for days in range(2, 8)])

    def test_whoever_leaves_is_expected_until_that_day(self):
        self.group.action_plan_sessions()
        self.second_member.with_user(self.counsellor).date_to = self.today + timedelta(days=3)
        expected = self.sessions().filtered(lambda session: self.second in session.delivery_ids.client_id)
        self.assertEqual(max(expected.mapped("date")), self.today + timedelta(days=3))
        self.assertEqual(len(self.sessions()[-1].delivery_ids), 1)
        self.second_member.date_to = False
        self.assertIn(self.second, self.sessions()[-1].delivery_ids.client_id)

    def test_leaving_changes_no_session_that_took_place(self):
        session = self.new_session(2, came=self.client | self.second)
        self.second_member.date_to = self.today - timedelta(days=5)
        self.assertEqual(session.delivery_ids.client_id, self.client | self.second)

    def test_changed_rhythm_moves_what_is_to_come(self):
        self.group.action_plan_sessions()
        kept = self.sessions()[4]
        self.env["recovery.note"].create({"client_id": self.client.id, "encounter_id": kept.id, "body": "Demo"})
        self.group.write({"time_start": 18.0, "minutes": 60})
        coming = self.sessions().filtered(lambda session: session.date > self.today)
        self.assertEqual({time.hour for time in self.local_times(coming - kept)}, {18})
        self.assertEqual(set((coming - kept).mapped("minutes")), {60})
        self.assertTrue(kept.exists())

    def test_changed_staff_is_in_the_sessions_to_come(self):
        self.group.action_plan_sessions()
        self.group.employee_ids = self.manager.employee_id
        self.assertEqual(self.sessions()[-1].employee_ids, self.manager.employee_id)

    def test_session_now_with_the_members_of_today(self):
        action = self.group.with_user(self.outreach).action_new_session()
        session = self.env["recovery.encounter"].browse(action["res_id"])
        self.assertEqual((session.group_id, session.delivery_ids.client_id), (self.group, self.client | self.second))

    def test_worker_of_another_programme_plans_nothing(self):
        with self.assertRaises(AccessError):
            self.group.with_user(self.stranger).action_plan_sessions()

    def test_session_of_another_programme_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Group"):
            self.new_encounter(self.other, self.client_other, group_id=self.group.id)

    def test_planned_in_the_days_of_the_company(self):
        """Half past eleven at night in Prague is not yet the next day there, though it is in Tokyo."""
        group = self.new_group(date_from=date(2026, 6, 1), wed=True, thu=True)
        with freeze_time("2026-06-10 21:30:00"):
            group.with_context(tz="Asia/Tokyo")._plan_sessions()
            self.assertEqual(min(self.sessions(group).mapped("date")), date(2026, 6, 10))
            self.env.flush_all()
