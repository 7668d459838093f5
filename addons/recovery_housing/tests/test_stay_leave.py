from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .leave_case import LeaveCase


@tagged("post_install", "-at_install")
class TestStayLeave(LeaveCase):

    def test_asked_for_granted_signed_out_and_in(self):
        leave = self.new_leave(-5, 20, user=self.house)
        self.assertEqual((leave.state, leave.client_id, leave.house_id), ("requested", self.client, self.community))
        leave.action_approve("Calls in the evening")
        self.assertEqual(
            (leave.state, leave.decided_by_id, leave.decision_note), ("approved", self.house, "Calls in the evening"),
        )
        self.assertTrue(leave.decided_on)
        leave.action_sign_out(self.hours(-4))
        self.assertEqual((leave.state, self.stay.with_user(self.house).is_away), ("away", True))
        leave.action_sign_in(self.hours(-1))
        self.assertEqual((leave.state, leave.returned, leave.minutes_late), ("returned", self.hours(-1), 0))
        self.assertFalse(self.stay.with_user(self.house).is_away)
        self.assertEqual(self.stay.state, "in")

    def test_a_refusal_says_why(self):
        leave = self.new_leave(user=self.house)
        Refuse = self.env["recovery.stay.leave.refuse"].with_user(self.house)
        with Form(Refuse.with_context(default_leave_id=leave.id)) as form:
            form.refuse_reason, form.note = "risk", "Not this weekend"
        form.record.action_refuse()
        self.assertEqual((leave.state, leave.refuse_reason, leave.decision_note), ("refused", "risk", "Not this weekend"))
        with self.assertRaises(AccessError):
            leave.action_approve()
        leave.with_user(self.manager).action_approve()
        self.assertEqual((leave.state, leave.refuse_reason), ("approved", False))

    def test_where_the_manager_decides(self):
        self.community.leave_decided_by = "manager"
        leave = self.new_leave(user=self.house)
        with self.assertRaisesRegex(AccessError, "programme manager"):
            leave.action_approve()
        with self.assertRaisesRegex(AccessError, "programme manager"):
            leave.action_refuse("risk")
        with self.assertRaisesRegex(AccessError, "programme manager"):
            self.new_leave(30, 40, user=self.house, state="approved")
        leave.with_user(self.manager).action_approve()
        self.assertEqual(leave.decided_by_id, self.manager)

    def test_hospital_absence_and_days_out_are_not_asked_for(self):
        self.community.leave_decided_by = "manager"
        for kind, stop in (("outing", 3), ("hospital", None), ("absence", None)):
            leave = self.new_leave(-2, stop, user=self.house, kind=kind)
            self.assertEqual((leave.state, leave.left_at), ("away", self.hours(-2)))
            leave.action_sign_in(self.hours(-1))
            leave.with_user(self.manager).action_undo_sign_in()
            leave.action_undo_sign_out()
            self.assertEqual(leave.state, "cancelled")
        planned = self.new_leave(48, None, user=self.house, kind="hospital")
        self.assertEqual((planned.state, planned.left_at), ("approved", False))

    def test_two_leaves_of_a_stay_do_not_overlap(self):
        self.new_leave(1, 25)
        for refusal in self.refusals("recovery.stay.leave", "no_overlap", "From"):
            with refusal:
                self.new_leave(24, 48)
        self.new_leave(25, 48)
        self.new_leave(1, 25, stay=self.new_stay(self.bed_b, self.client_other))

    def test_a_refused_or_cancelled_leave_holds_no_time(self):
        self.new_leave().action_refuse("dates")
        self.new_leave().action_cancel()
        self.new_leave()

    def test_whoever_is_back_early_may_go_again(self):
        leave = self.new_leave(-5, 20, state="away")
        leave.action_sign_in(self.hours(-2))
        self.new_leave(-1, 20, state="away")

    def test_nobody_is_away_twice(self):
        self.new_leave(-5, -3, state="away")
        for refusal in self.refusals("recovery.stay.leave", "away_once", "State"):
            with refusal:
                self.new_leave(-2, 3, state="away")

    def test_leave_ends_after_it_began(self):
        for refusal in self.refusals("recovery.stay.leave", "order_of_times", "Back by"):
            with refusal:
                self.new_leave(5, 5)

    def test_leave_has_an_end(self):
        for refusal in self.refusals("recovery.stay.leave", "stop_known", "Back by"):
            with refusal:
                self.new_leave(5, None)

    def test_nobody_returns_before_leaving(self):
        leave = self.new_leave(-5, 5, state="away")
        with self.assertTold("Back by"):
            leave.action_sign_in(self.hours(-6))

    def test_who_returned_has_a_time_of_return(self):
        leave = self.new_leave(-5, 5, state="away")
        for refusal in self.refusals("recovery.stay.leave", "signed_in", "Came back"):
            with refusal:
                leave.state = "returned"

    def test_who_is_away_has_a_time_of_leaving(self):
        leave = self.new_leave(-5, 5, state="approved")
        for refusal in self.refusals("recovery.stay.leave", "signed_out", "Left"):
            with refusal:
                leave.state = "away"

    def test_what_is_refused_says_why(self):
        leave = self.new_leave()
        for refusal in self.refusals("recovery.stay.leave", "refused", "Refused because"):
            with refusal:
                leave.state = "refused"

    def test_leave_lies_inside_the_stay(self):
        self.stay.date_to = self.day(5)
        self.new_leave(24, 4 * 24)
        with self.assertRaisesRegex(ValidationError, "^From, Back by: "):
            self.new_leave(4 * 24, 7 * 24)
        with self.assertRaisesRegex(ValidationError, "^From, Back by: "):
            self.new_leave(-12 * 24, -24)

    def test_a_stay_is_not_shortened_under_a_leave(self):
        self.new_leave(48, 96)
        with self.assertRaisesRegex(ValidationError, "^From, Until: "):
            self.stay.date_to = self.day(3)
        self.stay.date_to = self.day(6)

    def test_nights_are_counted_at_four_in_the_morning(self):
        for start, stop, nights in (
            ((2026, 1, 14, 15), (2026, 1, 16, 15), 2), ((2026, 1, 14, 15), (2026, 1, 15, 1), 0),
            ((2026, 1, 14, 15), (2026, 1, 15, 5), 1), ((2026, 1, 14, 1), (2026, 1, 14, 20), 1),
        ):
            with self.subTest(start=start, stop=stop):
                leave = self.env["recovery.stay.leave"].new({
                    "stay_id": self.stay.id, "start": datetime(*start), "stop": datetime(*stop),
                })
                self.assertEqual(leave.nights, nights)

    def test_a_day_out_ends_with_the_curfew(self):
        self.community.write({"has_curfew": True, "curfew_from": 22})
        with self.at_noon():
            leave = self.env["recovery.stay.leave"].create({"stay_id": self.stay.id, "kind": "outing"})
            self.env.flush_all()
        self.assertEqual(leave.stop, leave.start + timedelta(hours=10))
        with self.assertRaisesRegex(ValidationError, "^Back by: .*exemption"):
            leave.stop = leave.start.replace(year=leave.start.year + 1)

    def test_an_exemption_from_the_curfew_is_asked_for_and_holds_until_its_hour(self):
        self.community.write({"has_curfew": True, "curfew_from": 22})
        stay = self.stay.with_user(self.house)
        with self.at_noon():
            noon = fields.Datetime.now()
            exemption = self.env["recovery.stay.leave"].with_user(self.house).create({
                "stay_id": stay.id, "kind": "curfew", "start": noon + timedelta(hours=9), "stop": noon + timedelta(hours=13),
            })
            self.assertEqual((exemption.state, exemption.nights), ("requested", 0))
            exemption.action_approve()
            self.env.flush_all()
        with self.at_noon(11):
            self.assertEqual(stay.action_go_out(), exemption)
            self.assertEqual((exemption.state, exemption.is_late), ("away", False))
            self.env.flush_all()
        with self.at_noon(14):
            self.env.invalidate_all()
            self.assertTrue(exemption.is_late)
            exemption.action_undo_sign_out()
            self.assertEqual((exemption.state, exemption.left_at), ("approved", False))
            self.env.flush_all()

    def test_a_day_out_of_a_house_without_curfew_lasts_a_day(self):
        leave = self.env["recovery.stay.leave"].create({"stay_id": self.stay.id, "kind": "outing"})
        self.assertEqual((leave.stop - leave.start).days, 1)

    def test_nobody_goes_out_who_has_not_moved_in(self):
        stay = self.new_stay(self.bed_b, self.client_other, start=-1)
        leave = self.new_leave(-1, 20, stay=stay, state="approved")
        with self.assertRaisesRegex(UserError, "^Stay: "):
            leave.action_sign_out()

    def test_a_leave_that_is_over_is_corrected_by_managers_alone(self):
        leave = self.new_leave(-5, 5, state="away", user=self.house)
        leave.action_sign_in(self.hours(-1))
        with self.assertRaisesRegex(UserError, "^Came back: "):
            leave.returned = self.hours(-2)
        leave.with_user(self.manager).returned = self.hours(-2)
        self.assertEqual(leave.returned, self.hours(-2))
        with self.assertRaises(AccessError):
            leave.action_undo_sign_in()
        leave.with_user(self.manager).action_undo_sign_in()
        self.assertEqual((leave.state, leave.returned), ("away", False))

    def test_a_leave_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.new_leave().unlink()

    def test_whoever_comes_late_does_not_lose_what_was_granted(self):
        late = self.new_leave(-10, -6, state="away")
        missed, begun = self.new_leave(-5, -4, state="approved"), self.new_leave(-3, 5, state="approved")
        late.action_sign_in(self.hours(-2))
        self.assertEqual((late.minutes_late, missed.state), (240, "cancelled"))
        self.assertEqual((begun.state, begun.start, begun.stop), ("approved", self.hours(-2), self.hours(5)))

    def test_names_tell_neither_who_nor_why(self):
        leave = self.new_leave(kind="hospital")
        self.assertEqual(leave.display_name, f"{self.client.code} · {leave._get_day(leave.start)}")

    def test_without_free_text(self):
        self.own.no_free_text = True
        leave = self.new_leave(user=self.house)
        for values in ({"note": "With his brother"}, {"decision_note": "Calls"}):
            with self.assertRaisesRegex(UserError, "no free text"), self.cr.savepoint():
                leave.write(values)
        with self.assertRaisesRegex(UserError, "no free text"):
            leave.message_post(body="Demo")
        leave.write({"reason": "family", "contact_phone": "601000009"})
