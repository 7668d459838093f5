from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestStayLeaveAlarm(LeaveCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community.employee_ids = cls.house.employee_id
        cls.leaves = cls.env["recovery.stay.leave"]

    def to_dos(self, leave):
        return leave.activity_ids.filtered(lambda activity: activity.active)

    def test_one_alarm_for_whoever_is_not_back(self):
        leave = self.new_leave(-10, 2, state="away", user=self.house)
        self.leaves._cron_late()
        self.assertFalse(self.to_dos(leave))
        with freeze_time(self.hours(3)):
            self.env.invalidate_all()
            self.leaves._cron_late()
            self.leaves._cron_late()
            self.assertEqual((leave.is_late, self.to_dos(leave).user_id), (True, self.house))
            self.assertEqual(len(self.to_dos(leave)), 1)
            self.assertEqual(self.leaves.search([("is_late", "=", True)]), leave)
            self.assertEqual(self.stay.search([("is_late", "=", True)]), self.stay)
            leave.action_sign_in()
            self.env.flush_all()
            self.assertEqual((leave.is_late, leave.minutes_late), (False, 60))
            self.assertFalse(self.to_dos(leave))
            self.leaves._cron_late()
            self.assertFalse(self.to_dos(leave))

    def test_everybody_of_the_house_is_told_who_runs_it_first(self):
        self.community.write({
            "employee_ids": [Command.set(self.house.employee_id.ids)], "responsible_id": self.manager.employee_id.id,
        })
        leave = self.new_leave(-10, -2, state="away", user=self.house)
        Users, told = self.registry["res.users"], []
        with patch.object(Users, "_bus_send", lambda user, kind, message, **_rest: told.append((user, kind, message))):
            self.leaves._cron_late()
        self.assertEqual(leave._find_watch(), self.manager | self.house)
        self.assertEqual(self.to_dos(leave).user_id, self.manager | self.house)
        alarms = [(user, message["message"]) for user, kind, message in told if kind == "simple_notification"]
        self.assertEqual([user for user, _words in alarms], [self.manager, self.house])
        for _user, words in alarms:
            self.assertIn(self.client.code, words)
            self.assertNotIn(self.client.name, words)
        leave.action_sign_in()
        self.assertFalse(self.to_dos(leave))

    def test_whoever_is_late_anew_is_told_anew(self):
        leave = self.new_leave(-10, -2, state="away", user=self.house)
        self.leaves._cron_late()
        leave.stop = self.hours(5)
        self.assertFalse(self.to_dos(leave))
        with freeze_time(self.hours(6)):
            self.env.invalidate_all()
            self.leaves._cron_late()
            self.assertEqual(len(self.to_dos(leave)), 1)
            self.env.flush_all()

    def test_whoever_is_not_in_by_the_curfew_is_late(self):
        self.community.write({"has_curfew": True, "curfew_from": 22})
        with self.at_noon():
            [leave] = self.stay.with_user(self.house).action_go_out()
            self.env.flush_all()
        curfew = leave.stop
        for minutes, alarms in ((-1, 0), (1, 1)):
            with freeze_time(curfew + timedelta(minutes=minutes)):
                self.env.invalidate_all()
                self.leaves._cron_late()
                self.assertEqual(len(self.to_dos(leave)), alarms)
                self.env.flush_all()
        with freeze_time(curfew + timedelta(minutes=30)):
            self.stay.with_user(self.house).action_come_back()
            self.env.flush_all()
        self.assertEqual((leave.state, leave.minutes_late, len(self.to_dos(leave))), ("returned", 30, 0))

    def test_the_end_of_the_stay_ends_the_alarm(self):
        leave = self.new_leave(-10, -2, state="away")
        self.leaves._cron_late()
        self.assertTrue(self.to_dos(leave))
        self.stay.action_check_out("left", "unknown")
        self.assertEqual((leave.state, len(self.to_dos(leave))), ("ended", 0))

    def test_only_those_are_told_who_may_know(self):
        """Of a restricted resident only the house staff named on the file."""
        stay = self.new_stay(self.bed_b, self.client_restricted, start=-5, state="in")
        leave = self.new_leave(-10, -2, stay=stay, state="away")
        self.leaves._cron_late()
        self.assertFalse(self.to_dos(leave))
        self.client_restricted.restricted_user_ids += self.manager
        self.leaves._cron_late()
        self.assertEqual(self.to_dos(leave).user_id, self.manager)

    def test_without_staff_of_the_house_the_programme_is_told(self):
        self.community.employee_ids = False
        leave = self.new_leave(-10, -2, state="away")
        self.leaves._cron_late()
        self.assertTrue(self.to_dos(leave).user_id.has_group("recovery_care.group_house"))
