from datetime import timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestStayLeaveStay(LeaveCase):

    def test_out_and_in_at_the_door(self):
        stay = self.stay.with_user(self.house)
        [leave] = stay.action_go_out()
        self.assertEqual((leave.kind, leave.state, stay.is_away, stay.back_by), ("outing", "away", True, leave.stop))
        self.assertEqual(stay.search([("is_away", "=", True)]), stay)
        with self.assertRaisesRegex(UserError, "^State: "):
            stay.action_go_out()
        leave.sudo().write({"start": self.hours(-2), "left_at": self.hours(-2)})
        stay.action_come_back()
        self.assertEqual((leave.state, stay.is_away), ("returned", False))
        self.assertNotIn(stay, stay.search([("is_away", "=", True)]))
        with self.assertRaisesRegex(UserError, "^State: "):
            stay.action_come_back()

    def test_out_and_in_on_the_last_day_and_after_it(self):
        for bed, days in ((self.bed_b, 0), (self.bed_c, -3)):
            stay = self.new_stay(bed, self.new_client(self.own, nickname=f"Demo Guest {days}"), start=-9, state="in")
            self.env.cr.execute("UPDATE recovery_stay SET date_to = %s WHERE id = %s", (self.day(days), stay.id))
            stay.invalidate_recordset()
            with self.at_noon():
                [leave] = stay.with_user(self.house).action_go_out()
                self.assertEqual((leave.state, leave._get_day(leave.stop)), ("away", self.today))
                self.env.flush_all()
            with self.at_noon(2):
                stay.with_user(self.house).action_come_back()
                self.env.flush_all()
            self.assertEqual(leave.state, "returned")

    def test_out_before_a_curfew_after_midnight_of_the_last_day(self):
        self.community.write({"has_curfew": True, "curfew_from": 1.0})
        self.stay.date_to = self.today
        with self.at_noon():
            [leave] = self.stay.with_user(self.house).action_go_out()
            self.assertEqual(leave._get_day(leave.stop), self.today)
            self.env.flush_all()

    def test_whoever_has_leave_goes_on_it(self):
        leave = self.new_leave(-1, 30, state="approved")
        self.assertEqual(self.stay.with_user(self.house).action_go_out(), leave)
        self.assertEqual(leave.state, "away")

    def test_whoever_goes_out_in_the_curfew_is_absent_without_leave(self):
        self.community.write({"has_curfew": True, "curfew_from": 22.0})
        curfew = self.community._get_next_curfew(self.now)
        with freeze_time(curfew + timedelta(hours=2)):
            [leave] = self.stay.with_user(self.house).action_go_out()
            self.assertEqual((leave.kind, leave.state, leave.stop), ("absence", "away", False))
            self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "^From: "):
            leave.with_user(self.manager).write({"kind": "outing", "stop": curfew + timedelta(hours=8)})

    def test_the_bed_stays_held(self):
        self.new_leave(-5, 100, state="away")
        self.assertEqual(self.bed_a.state, "occupied")

    def test_the_end_of_the_stay_ends_open_leave(self):
        away, planned = self.new_leave(-30, 40, state="away"), self.new_leave(50, 60, state="approved")
        self.stay.action_check_out("left", "street")
        self.assertEqual((away.state, away.returned, planned.state), ("ended", False, "cancelled"))
        self.assertEqual(away._get_day(away.stop), self.today)

    def test_leave_after_a_check_out_written_down_late_did_not_happen(self):
        away = self.new_leave(-5, 40, state="away")
        self.stay.action_check_out("left", "street", self.day(-3))
        self.assertEqual(away.state, "cancelled")

    def test_a_cancelled_stay_has_no_leave(self):
        away, planned = self.new_leave(-30, 40, state="away"), self.new_leave(50, 60)
        self.stay.action_cancel("error")
        self.assertEqual((away.state, planned.state), ("cancelled", "cancelled"))

    def test_whoever_is_not_in_yet_is_not_away(self):
        away, planned = self.new_leave(-30, 40, state="away"), self.new_leave(50, 60)
        self.stay.action_undo_check_in()
        self.assertEqual((away.state, planned.state), ("cancelled", "requested"))

    def test_leave_moves_with_the_person(self):
        away = self.new_leave(-72, 40, state="away", reason="family", contact_phone="601000009")
        planned = self.new_leave(50, 60, state="approved")
        stay = self.stay.with_user(self.house).action_move(self.bed_c.id)
        self.assertEqual((away.state, planned.state, planned.stay_id), ("returned", "approved", stay))
        follower = stay.away_leave_id
        self.assertEqual(
            (follower.state, follower.start, follower.stop, follower.reason, follower.contact_phone),
            ("away", away.returned, self.hours(40), "family", "601000009"),
        )

    def test_a_reservation_that_changes_its_bed_keeps_its_leave(self):
        stay = self.new_stay(self.bed_b, self.client_other, start=1)
        leave = self.new_leave(50, 60, stay=stay)
        stay.action_move(self.bed_c.id)
        self.assertEqual((leave.stay_id, leave.state), (stay, "requested"))

    def test_nights_away_of_a_period(self):
        Leave, stays = self.env["recovery.stay.leave"], self.stay
        leave = self.new_leave(-8 * 24, -5 * 24, state="away")
        leave.action_sign_in(self.hours(-5 * 24))
        hospital = self.new_leave(-3 * 24, None, kind="hospital")
        nights = leave.nights
        self.assertEqual(nights, 3)
        first = hospital.date_from
        self.assertEqual(
            Leave._count_nights(stays, self.day(-30), self.day(30)), {stays.id: nights + (self.today - first).days},
        )
        self.assertEqual(Leave._count_nights(stays, self.day(-30), self.day(30), ["leave"]), {stays.id: nights})
        self.assertEqual(Leave._count_nights(stays, leave.date_from, self.day(0), ["leave"]), {stays.id: nights})
        self.assertEqual(Leave._count_nights(stays, leave.date_to, first), {})

    def test_what_was_only_asked_for_is_no_night_away(self):
        self.new_leave(24, 72)
        self.assertEqual(self.env["recovery.stay.leave"]._count_nights(self.stay, self.day(-30), self.day(30)), {})

    def test_the_board_tells_the_leave_of_a_stranger_to_the_house_alone(self):
        """A counsellor sees for whom a bed is kept in the houses of the programme, and where only their own clients are."""
        stay = self.new_stay(self.bed_b, self.client_other, start=1)
        self.new_leave(50, 98, stay=stay, state="approved")
        self.new_leave(-1, 47, state="away")
        kinds = {}
        for user in (self.house, self.counsellor):
            payload = self.env["recovery.bed.board"].with_user(user).get_board(self.day(-10), 30)
            for house in payload["houses"]:
                for row in house[-1]:
                    kinds[user, row[0]] = {payload["kinds"][kind] for kind in row[6][3::5]}
        self.assertIn("leave", kinds[self.house, self.bed_b.id])
        self.assertIn("leave", kinds[self.counsellor, self.bed_a.id])
        self.assertNotIn("leave", kinds[self.counsellor, self.bed_b.id])
