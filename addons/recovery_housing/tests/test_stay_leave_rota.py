from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .rota_case import RotaCase


@tagged("post_install", "-at_install")
class TestStayLeaveRota(RotaCase):
    """Leave that is granted, changed or taken back changes the rota of its days at once."""

    def setUp(self):
        super().setUp()
        self.plan()

    def leave(self, first, back, stay=None, **values):
        now = fields.Datetime.now()
        return self.env["recovery.stay.leave"].with_user(self.house).create({
            "stay_id": (stay or self.stay_ada).id, "reason": "family", "start": now + timedelta(days=first),
            "stop": now + timedelta(days=back), **values,
        })

    def days_of(self, leave):
        """Return the duties of a resident on the nights of a leave."""
        return self.duties_of(leave.client_id).filtered(lambda duty: leave.date_from <= duty.date < leave.date_to)

    def test_granted_leave_gives_its_days_to_the_others(self):
        asked = self.leave(1, 9)
        self.assertTrue(self.days_of(asked), "What is only asked for changes nothing.")
        asked.action_approve()
        self.assertFalse(self.days_of(asked))
        self.assertEqual(sorted(self.all_duties().mapped("date")), self.days(self.today, 14))

    def test_leave_that_is_taken_back_makes_room_for_nobody_twice(self):
        asked = self.leave(1, 9)
        asked.action_approve()
        before = self.all_duties()
        asked.action_cancel()
        self.assertEqual(self.all_duties(), before, "What stands, stands.")
        self.stay_ben.action_check_out("completed", "own_home")
        self.assertTrue(self.days_of(asked), "She is there again.")

    def test_longer_leave_takes_more_days(self):
        asked = self.leave(1, 3)
        asked.action_approve()
        asked.stop += timedelta(days=9)
        self.assertFalse(self.days_of(asked))

    def test_whoever_goes_to_hospital_has_no_duty(self):
        leave = self.leave(-1, 10, kind="hospital")
        self.assertEqual(leave.state, "away")
        self.assertFalse(self.duties_of(self.ada).filtered(lambda duty: self.today <= duty.date < leave.date_to))

    def test_whoever_comes_back_early_is_asked_again(self):
        leave = self.leave(-1, 12, kind="hospital")
        leave.action_sign_in()
        self.stay_ben.action_check_out("completed", "own_home")
        self.assertIn(self.ada, self.all_duties().filtered(lambda duty: duty.date > self.today).client_id)

    def test_out_for_the_day_plans_nothing(self):
        planned = self.community.rota_planned_at
        self.leave(-1 / 24, 1 / 24, kind="outing")
        self.leave(-30, -20).action_approve()
        self.assertEqual(self.community.rota_planned_at, planned)
