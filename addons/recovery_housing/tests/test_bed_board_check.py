from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_bed_board import BedBoardCase


@tagged("post_install", "-at_install")
class TestBedBoardCheck(BedBoardCase):

    def check(self, stay, *beds, start=None, stop=None, user=None):
        """Return {bed: why not}."""
        Board = self.env["recovery.bed.board"].with_user(user or self.house)
        dates = [str(self.day(value)) if value is not None else None for value in (start, stop)]
        answer = Board.check_places(stay.id, [bed.id for bed in beds], *dates)
        return {self.env["recovery.bed"].browse(bed_id): reason for bed_id, reason in answer}

    def test_free_beds_are_not_named(self):
        stay = self.new_stay(start=2, stop=8)
        self.assertEqual(self.check(stay, self.bed_a, self.bed_b, self.bed_c, start=3, stop=9), {})

    def test_held_beds_say_by_whom(self):
        other = self.new_stay(self.bed_b, self.new_client(self.own, nickname="Demo Ryba"), start=4, stop=6)
        stay = self.new_stay(start=2, stop=8)
        answer = self.check(stay, self.bed_b, self.bed_c, start=2, stop=8)
        self.assertEqual(list(answer), [self.bed_b])
        self.assertIn(other.client_id.code, answer[self.bed_b])
        self.assertEqual(self.check(stay, self.bed_b, start=6, stop=8), {}, "Same-day turnover is allowed.")

    def test_a_hidden_stay_is_in_the_way_without_a_name(self):
        self.new_stay(self.bed_b, self.client_restricted, start=4, stop=6)
        [reason] = self.check(self.new_stay(start=2, stop=8), self.bed_b, start=2, stop=8).values()
        self.assertRegex(reason, "held on some of these nights\\.")
        self.assertNotIn(self.client_restricted.code, reason)

    def test_outages_and_other_rules_of_the_house(self):
        self.env["recovery.bed.outage"].create({"bed_id": self.bed_b.id, "date_from": self.day(1), "reason": "heating"})
        self.bed_c.date_to = self.day(4)
        self.room1.gender_policy = "women"
        self.client.gender = "female"
        stay = self.new_stay(start=2, stop=8)
        self.client.gender = "male"
        answer = self.check(stay, self.bed_a, self.bed_b, self.bed_c, start=2, stop=9)
        self.assertRegex(answer[self.bed_a], "for women")
        self.assertRegex(answer[self.bed_b], "heating")
        self.assertRegex(answer[self.bed_c], "not in use")

    def test_the_same_person_elsewhere(self):
        stay = self.new_stay(start=2, stop=8)
        self.new_stay(self.bed_b, start=10)
        answer = self.check(stay, self.bed_a, self.bed_c, start=5, stop=11)
        self.assertEqual(set(answer), {self.bed_a, self.bed_c})
        self.assertRegex(answer[self.bed_a], "this person has a bed")

    def test_who_is_in_moves_from_today(self):
        """Nights slept in the new bed by somebody else do not matter."""
        self.new_stay(self.bed_b, self.new_client(self.own), start=-20, stop=0, state="out")
        stay = self.new_stay(start=-30, stop=5, state="in")
        self.assertEqual(self.check(stay, self.bed_b, start=-30, stop=5), {})
        overdue = self.new_stay(self.bed_c, self.new_client(self.own), start=-9, stop=-1, state="in")
        self.assertRegex(self.check(overdue, self.bed_b, start=-9, stop=-1)[self.bed_b], "Extend it first")
        self.assertEqual(self.check(overdue, self.bed_c, start=-9, stop=4), {})

    def test_a_stay_has_a_night(self):
        self.assertRegex(self.check(self.new_stay(start=2), self.bed_a, start=2, stop=2)[self.bed_a], "at least one night")

    def test_what_the_check_allows_the_stay_allows_too(self):
        stay = self.new_stay(start=-3, stop=4, state="in", user=self.house)
        self.assertEqual(self.check(stay, self.bed_c, start=-3, stop=4), {})
        moved = stay.with_user(self.house).action_move(self.bed_c.id)
        self.assertEqual((moved.bed_id, moved.date_from, moved.date_to), (self.bed_c, self.today, self.day(4)))

    def test_only_for_who_may_change_the_stay(self):
        stay = self.new_stay(start=2)
        for user in (self.counsellor, self.outreach, self.finance):
            with self.assertRaises(AccessError):
                self.check(stay, self.bed_b, start=2, user=user)

    def test_a_stay_that_is_over_goes_nowhere(self):
        with self.assertRaisesRegex(UserError, "over"):
            self.check(self.new_stay(start=-4, stop=-2, state="out"), self.bed_b)


@tagged("post_install", "-at_install")
class TestUndoMove(BedBoardCase):

    def move(self, bed=None, user=None):
        stay = self.new_stay(start=-6, stop=9, state="in")
        return stay, stay.with_user(user or self.house).action_move((bed or self.bed_b).id)

    def test_back_as_if_it_had_not_happened(self):
        stay, moved = self.move()
        self.assertEqual(moved.action_undo_move(), stay)
        self.assertRecordValues(
            stay, [{"state": "in", "date_to": self.day(9), "exit_reason": False, "bed_id": self.bed_a.id}],
        )
        self.assertRecordValues(moved, [{"state": "cancelled", "cancel_reason": "error"}])

    def test_leave_and_inventory_come_back(self):
        self.community.item_ids = [Command.create({"name": "Bed linen", "quantity": 2})]
        stay = self.new_stay(start=-6, stop=9)
        stay.action_check_in()
        now = fields.Datetime.now()
        asked = self.env["recovery.stay.leave"].create({
            "stay_id": stay.id, "start": now + timedelta(days=2), "stop": now + timedelta(days=4), "reason": "family",
        })
        asked.action_approve()
        moved = stay.with_user(self.house).action_move(self.bed_b.id)
        self.assertEqual(asked.stay_id, moved)
        moved.action_undo_move()
        self.assertRecordValues(asked, [{"stay_id": stay.id, "state": "approved"}])
        self.assertEqual((stay.item_ids.mapped("name"), moved.item_ids.ids), (["Bed linen"], []))

    def test_by_nobody_else(self):
        _stay, moved = self.move()
        with self.assertRaisesRegex(UserError, "only who moved"):
            moved.with_user(self.manager).action_undo_move()
        with self.assertRaises(AccessError):
            moved.with_user(self.counsellor).action_undo_move()

    def test_not_on_another_day(self):
        _stay, moved = self.move()
        self.env["recovery.stay"].flush_model()
        moved.sudo().previous_id.write({"date_to": self.day(-1)})
        moved.sudo().write({"date_from": self.day(-1)})
        with self.assertRaisesRegex(UserError, "only who moved"):
            moved.action_undo_move()

    def test_not_where_the_old_bed_is_taken_meanwhile(self):
        stay, moved = self.move()
        self.new_stay(self.bed_a, self.new_client(self.own), start=0, stop=2, state="in")
        with self.assertRaisesRegex(UserError, "held on some of these nights"):
            moved.action_undo_move()
        self.assertEqual((stay.state, moved.bed_id), ("out", self.bed_b))
