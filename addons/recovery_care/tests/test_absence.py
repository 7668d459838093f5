from datetime import timedelta

from odoo.tests import tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestAbsence(GroupCase):
    """Somebody who does not come several times in a row is brought to the keyworker's mind, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.episode.keyworker_id = cls.manager.employee_id

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care.cron_absences").method_direct_trigger()
        self.env.invalidate_all()

    def to_dos(self, record=None):
        record = self.member if record is None else record
        return self.env["mail.activity"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def missed(self, member=None):
        member = member or self.member
        member.invalidate_recordset()
        return member.missed_in_a_row

    def test_counted_from_the_last_time_the_person_came(self):
        self.new_session(9, missed=self.client)
        self.new_session(8, came=self.client)
        self.assertEqual(self.missed(), 0)
        self.new_session(7, missed=self.client)
        self.new_session(6, missed=self.client)
        self.assertEqual((self.missed(), self.missed(self.second_member)), (2, 0))
        self.assertFalse(self.member.is_missing)
        self.new_session(5, missed=self.client)
        self.assertEqual(self.missed(), 3)
        self.assertTrue(self.member.is_missing)

    def test_cancelled_and_planned_sessions_are_not_missed(self):
        for ago in (7, 6):
            self.new_session(ago, missed=self.client)
        self.new_session(5, came=self.client, state="cancelled")
        self.new_session(0, came=self.client, state="planned")
        self.assertEqual(self.missed(), 2)

    def test_session_to_which_nobody_came(self):
        self.new_session(4, came=self.client, state="no_show")
        self.assertEqual(self.missed(), 1)

    def test_sessions_before_joining_and_of_other_groups_do_not_count(self):
        self.member.date_from = self.today - timedelta(days=5)
        self.new_session(7, missed=self.client)
        self.new_session(3, missed=self.client, group=self.new_group())
        self.assertEqual(self.missed(), 0)

    def test_two_services_in_a_session_are_one_miss(self):
        session = self.new_session(3, missed=self.client, state="planned")
        self.env["recovery.delivery"].create({
            "encounter_id": session.id, "client_id": self.client.id, "service_id": self.talk.id,
            "state": "no_show", "state_own": True,
        })
        session.action_done()
        self.assertEqual(self.missed(), 1)

    def test_found_by_search(self):
        Member = self.env["recovery.group.member"].with_user(self.counsellor)
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client, came=self.second)
        self.assertEqual(Member.search([("is_missing", "=", True)]), self.member)
        self.assertIn(self.second_member, Member.search([("is_missing", "=", False)]))
        self.assertEqual(Member.search([("missed_in_a_row", ">=", 2)]), self.member)
        self.assertIn(self.second_member, Member.search([("missed_in_a_row", "<", 2)]))
        self.assertEqual(Member.search([("missed_in_a_row", "=", 3)]), self.member)
        self.assertEqual(self.group.with_user(self.counsellor).missing_count, 1)

    def test_keyworker_gets_one_to_do_by_code(self):
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        to_do = self.to_dos()
        self.assertEqual((to_do.user_id, to_do.activity_type_id.name), (self.manager, "Missing in a row"))
        self.assertEqual(to_do.res_name, f"{self.client.code} · Demo group")
        self.assertFalse(to_do.note or to_do.summary)
        self.run_cron()
        self.assertEqual(self.to_dos(), to_do)

    def test_not_repeated_after_it_was_done_until_the_person_came_again(self):
        for ago in (9, 8, 7):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.to_dos().action_feedback()
        self.new_session(6, missed=self.client)
        self.run_cron()
        self.assertFalse(self.to_dos())
        self.member.absence_alerted_on = self.today - timedelta(days=6)
        self.new_session(5, came=self.client)
        for ago in (4, 3, 2):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.assertEqual(len(self.to_dos()), 1)

    def test_closed_when_the_person_comes_again(self):
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.assertTrue(self.to_dos())
        self.new_session(1, came=self.client)
        self.run_cron()
        self.assertFalse(self.to_dos())

    def test_follows_a_new_keyworker(self):
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.episode.keyworker_id = self.house.employee_id
        self.run_cron()
        self.assertEqual(self.to_dos().user_id, self.house)

    def test_without_a_keyworker_the_first_of_the_staff(self):
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.second)
        self.run_cron()
        self.assertEqual(self.to_dos(self.second_member).user_id, self.counsellor)

    def test_switched_off(self):
        self.group.absence_alert_after = 0
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.assertFalse(self.to_dos())
        self.assertEqual(self.missed(), 3)

    def test_whoever_may_not_see_the_person_is_not_told(self):
        self.client.write({"restricted": True, "restricted_user_ids": [(6, 0, self.keeper.ids)]})
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.run_cron()
        self.assertFalse(self.to_dos())
        self.episode.keyworker_id = self.keeper.employee_id
        self.run_cron()
        self.assertEqual(self.to_dos().user_id, self.keeper)

    def test_former_members_are_left_in_peace(self):
        for ago in (7, 6, 5):
            self.new_session(ago, missed=self.client)
        self.member.date_to = self.today - timedelta(days=1)
        self.run_cron()
        self.assertFalse(self.to_dos())


@tagged("post_install", "-at_install")
class TestAppointmentsMissed(GroupCase):
    """The same for appointments of one's own, in the programme of the episode."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.episode.keyworker_id = cls.counsellor.employee_id

    def miss(self, *days, state="no_show", program=None):
        for ago in days:
            self.new_encounter(
                program or self.own, self.client, state=state, date_start=f"{self.today - timedelta(days=ago)} 08:00:00",
            )
        self.episode.invalidate_recordset()

    def test_missed_in_a_row(self):
        self.miss(9)
        self.miss(8, state="done")
        self.miss(7, 6)
        self.miss(5, state="cancelled")
        self.assertEqual(self.episode.missed_in_a_row, 2)
        self.miss(4)
        self.assertTrue(self.episode.is_missing)
        self.assertIn(self.episode, self.env["recovery.episode"].search([("is_missing", "=", True)]))

    def test_groups_are_counted_apart(self):
        self.new_session(9, missed=self.client)
        self.miss(8, 7)
        self.new_session(6, came=self.client)
        self.miss()
        self.assertEqual((self.episode.missed_in_a_row, self.member.missed_in_a_row), (2, 0))

    def test_keyworker_gets_one_to_do(self):
        self.miss(9, 8, 7)
        for _turn in range(2):
            self.env["recovery.episode"]._cron_absences()
        to_do = self.env["mail.activity"].search([
            ("res_model", "=", "recovery.episode"), ("res_id", "=", self.episode.id),
            ("activity_type_id", "=", self.env.ref("recovery_care.activity_absence").id),
        ])
        self.assertEqual(to_do.user_id, self.counsellor)
        self.assertEqual(to_do.res_name, f"{self.client.code} · Own programme")

    def test_threshold_of_the_programme(self):
        self.own.absence_alert_after = 0
        self.miss(9, 8, 7)
        self.assertFalse(self.episode.is_missing)
        self.own.absence_alert_after = 2
        self.episode.invalidate_recordset()
        self.assertTrue(self.episode.is_missing)
        for refusal in self.refusals("recovery.program", "absence_alert_after", "Alert after"):
            with refusal:
                self.own.absence_alert_after = -1

    def test_one_query_however_many_episodes(self):
        episodes = self.episode
        for _index in range(20):
            episodes |= self.new_episode(self.new_client(self.own), self.own)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            episodes.mapped("missed_in_a_row")
