from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
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
        self.assertEqual(sessions[0].delivery_ids.filtered(lambda row: row.client_id == self.client).episode_id, self.episode)

    def test_planning_twice_plans_once(self):
        self.group.action_plan_sessions()
        before = self.sessions()
        self.group.action_plan_sessions()
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care.cron_group_sessions").method_direct_trigger()
        self.assertEqual(self.sessions(), before)

    def test_cancelled_session_keeps_its_place(self):
        self.group.action_plan_sessions()
        self.sessions()[3].action_cancel()
        count = len(self.sessions())
        self.group.action_plan_sessions()
        self.assertEqual(len(self.sessions()), count)

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


@tagged("post_install", "-at_install")
class TestGroupMember(GroupCase):

    def test_one_open_membership(self):
        for refusal in self.refusals("recovery.group.member", "one_open", "Client: this person is a member"):
            with refusal:
                self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.client.id})
        self.member.date_to = self.today - timedelta(days=1)
        self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.client.id})

    def test_dates(self):
        for refusal in self.refusals("recovery.group.member", "dates", "To"):
            with refusal:
                self.member.date_to = self.member.date_from - timedelta(days=1)

    def test_capacity(self):
        self.group.capacity = 2
        with self.assertRaisesRegex(ValidationError, "^Capacity"), self.cr.savepoint():
            self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.new_client(self.own).id})
        self.second_member.date_to = self.today - timedelta(days=1)
        self.env["recovery.group.member"].create({"group_id": self.group.id, "client_id": self.new_client(self.own).id})

    def test_member_stays_in_the_group(self):
        with self.assertRaisesRegex(UserError, "^Client, Group"):
            self.member.client_id = self.new_client(self.own)

    def test_membership_that_was_lived_is_not_deleted(self):
        self.new_session(3, came=self.client)
        with self.assertRaisesRegex(UserError, "^To"), self.cr.savepoint():
            self.member.unlink()
        self.group.action_plan_sessions()
        self.second_member.unlink()
        self.assertNotIn(self.second, self.sessions().delivery_ids.client_id)

    def test_client_whom_nobody_may_see_is_not_added(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.env["recovery.group.member"].with_user(self.counsellor).create({
                "group_id": self.group.id, "client_id": self.client_restricted.id,
            })

    def test_own_words_in_a_to_do_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        with self.assertRaisesRegex(UserError, "no free text"):
            self.member.with_user(self.counsellor).activity_schedule(
                activity_type_id=self.env.ref("mail.mail_activity_data_todo").id, user_id=self.counsellor.id,
                summary="Ask the mother",
            )

    def test_groups_on_the_client(self):
        client = self.client.with_user(self.counsellor)
        self.assertEqual(client.group_count, 1)
        action = client.action_open_groups()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.member)

    def test_merged_client_is_a_member_once(self):
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(
            self.client.id, self.second.id, "Demo: the same person",
        )
        members = self.env["recovery.group.member"].search([("group_id", "=", self.group.id)])
        self.assertEqual(members.client_id, self.client)
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.group.member_ids.client_id, self.client | self.second)


@tagged("post_install", "-at_install")
class TestAttendance(GroupCase):
    """One screen: who came, who did not, who else was there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls.new_session(0, came=cls.client | cls.second, state="planned").with_user(cls.counsellor)

    def test_present_unless_marked(self):
        self.session.delivery_ids.filtered(lambda row: row.client_id == self.second).action_no_show()
        self.assertEqual((self.session.present_count, self.session.absent_count), (0, 1))
        self.session.action_done()
        self.session.invalidate_recordset()
        self.assertEqual((self.session.present_count, self.session.absent_count), (1, 1))
        states = {row.client_id: row.state for row in self.session.delivery_ids}
        self.assertEqual(states, {self.client: "done", self.second: "no_show"})

    def test_unnamed_people_are_one_service(self):
        self.group_work.client_required = False
        self.session.unnamed_count = 4
        self.session.unnamed_count = 5
        unnamed = self.session.delivery_ids.filtered("headcount")
        self.assertEqual((unnamed.headcount, unnamed.service_id), (5, self.group_work))
        self.session.action_done()
        self.session.invalidate_recordset()
        self.assertEqual(self.session.present_count, 7)
        with self.assertRaisesRegex(UserError, "Amend"), self.cr.savepoint():
            self.session.unnamed_count = 6
        self.session.amend("Counted again")
        self.session.unnamed_count = 0
        self.assertEqual(unnamed.state, "cancelled")

    def test_unnamed_people_where_the_service_asks_for_a_person(self):
        self.group_work.client_required = True
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.session.unnamed_count = 2

    def test_walk_in_gets_the_service_of_the_group(self):
        guest = self.new_client(self.own)
        action = self.session.action_add_walk_in()
        wizard = self.env[action["res_model"]].with_user(self.counsellor).with_context(**action["context"]).create({
            "client_ids": [Command.set(guest.ids)],
        })
        wizard.action_add()
        added = self.session.delivery_ids.filtered(lambda row: row.client_id == guest)
        self.assertEqual(added.service_id, self.group_work)
        self.assertFalse(guest.group_member_ids)

    def test_named_by_the_group_not_by_its_people(self):
        self.assertEqual(self.session.display_name, "Demo group · OWN")

    def test_group_of_a_finished_session_changes_by_amendment(self):
        self.session.action_done()
        with self.assertRaisesRegex(UserError, "Amend"):
            self.session.group_id = False
