from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestRepaymentPlan(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_plan(amount=100.01)
        cls.stay = cls.stay_from("2025-01-01")
        cls.fees = cls.env["recovery.fee"].union(*(cls.fee_of(cls.stay, f"2025-{month:02}-01") for month in (1, 2, 3)))
        cls.moves = cls.fees.share_ids.move_id
        cls.moves.action_post()

    def agreed(self, count=3, first=-40, start=True, **values):
        plan = self.env["recovery.repayment.plan"].with_user(self.finance).create({
            "client_id": self.client.id, "instalment_count": count, "date_first": self.today + timedelta(days=first),
            **values,
        })
        plan.action_collect()
        plan.action_spread()
        if start:
            plan.action_start()
        return plan.sudo()

    def test_amount_and_instalments_make_sense(self):
        plan = self.agreed(start=False)
        for refusal in self.refusals("recovery.repayment.plan", "amount_sign", "Amount"):
            with refusal:
                plan.amount = -1
        for refusal in self.refusals("recovery.repayment.plan", "count", "Instalments"):
            with refusal:
                plan.instalment_count = 0
        for refusal in self.refusals("recovery.repayment.instalment", "amount_sign", "Amount"):
            with refusal:
                plan.instalment_ids[0].amount = 0

    def test_instalments_add_up_to_what_is_owed(self):
        plan = self.agreed()
        self.assertEqual((plan.amount, plan.program_id), (300.03, self.own))
        self.assertEqual(plan.instalment_ids.mapped("amount"), [100.01] * 3)
        plan.action_cancel()
        self.assertEqual(self.agreed(count=4, start=False).instalment_ids.mapped("amount"), [75.01, 75.01, 75.01, 75.0])

    def test_a_plan_whose_instalments_do_not_add_up_does_not_start(self):
        plan = self.agreed(start=False)
        plan.instalment_ids[0].amount = 50
        with self.assertRaisesRegex(UserError, "^Plan of payments: "):
            plan.action_start()

    def test_what_is_paid_fills_the_instalments_in_their_order(self):
        plan = self.agreed()
        self.pay(self.moves[0])
        self.pay(self.moves[1], amount=50)
        self.env.invalidate_all()
        self.assertAlmostEqual(plan.amount_paid, 150.01, 2)
        self.assertEqual(plan.instalment_ids.mapped("state"), ["paid", "late", "open"])
        self.assertAlmostEqual(plan.instalment_ids[1].amount_paid, 50, 2)
        self.assertAlmostEqual(plan.amount_late, 50.01, 2)

    def test_a_missed_instalment_is_told_once(self):
        plan = self.agreed()
        for _run in range(2):
            self.env["recovery.repayment.plan"]._cron_follow()
            self.env.invalidate_all()
            self.assertEqual(len(plan.activity_ids), 1)
        self.assertEqual(plan.activity_ids.user_id, self.finance)
        self.assertEqual(
            plan.instalment_ids.filtered("told_on"), plan.instalment_ids.filtered(lambda line: line.state == "late"),
        )
        plan.activity_ids.action_feedback()
        self.env["recovery.repayment.plan"]._cron_follow()
        self.assertFalse(plan.activity_ids)

    def test_a_plan_that_is_paid_is_done(self):
        plan = self.agreed()
        for move in self.moves:
            self.pay(move)
        self.env.invalidate_all()
        self.env["recovery.repayment.plan"]._cron_follow()
        self.assertEqual(plan.state, "done")

    def follow(self):
        self.env.invalidate_all()
        self.env["recovery.repayment.plan"]._cron_follow()
        self.env.invalidate_all()

    def test_what_is_taken_back_is_not_paid_and_the_new_invoice_is_owed(self):
        plan = self.agreed()
        self.pay(self.moves[1])
        self.stay.monthly_fee = 60
        self.fees[0].action_correct()
        (self.fees[0].share_ids.move_id - self.moves[0]).action_post()
        self.follow()
        self.assertEqual((plan.state, plan.amount_paid, plan.amount_dropped), ("active", 100.01, 40.01))
        self.assertEqual(plan.instalment_ids.mapped("state"), ["paid", "late", "open"])
        self.assertAlmostEqual(plan.amount_late, 100.01, 2)
        for move in self.fees.share_ids.move_id.filtered("amount_residual"):
            self.pay(move)
        self.follow()
        self.assertEqual((plan.state, plan.amount_paid), ("done", 260.02))
        self.assertEqual(plan.instalment_ids.mapped("state"), ["paid"] * 3)

    def test_what_is_written_off_is_not_paid(self):
        plan = self.agreed()
        self.fees[:2].with_user(self.accountant).action_write_off("hardship")
        self.follow()
        self.assertEqual((plan.state, plan.amount_paid, plan.amount_dropped), ("active", 0, 200.02))
        self.assertEqual(plan.instalment_ids.mapped("state"), ["late", "dropped", "dropped"])
        self.fees[2].with_user(self.accountant).action_write_off("hardship")
        self.follow()
        self.assertEqual((plan.state, plan.amount_paid, plan.amount_late), ("done", 0, 0))

    def test_what_was_paid_before_does_not_count(self):
        self.pay(self.moves[0], amount=50)
        plan = self.agreed()
        self.assertEqual((plan.amount, plan.amount_paid), (250.03, 0))
        self.pay(self.moves[0])
        self.env.invalidate_all()
        self.assertEqual(plan.amount_paid, 50.01)

    def test_a_deposit_that_is_kept_pays_an_instalment(self):
        plan = self.agreed()
        entries = [{"kind": "received", "amount": 100.01}, {"kind": "kept", "kept_reason": "unpaid", "amount": 100.01}]
        deposits = self.env["recovery.stay.deposit"].create([{"stay_id": self.stay.id, **entry} for entry in entries])
        deposits.action_book()
        deposits.move_id.action_post()
        self.env.invalidate_all()
        self.assertEqual((plan.amount_paid, plan.instalment_ids[0].state), (100.01, "paid"))

    def test_what_is_agreed_stays(self):
        plan = self.agreed().with_user(self.finance)
        for values in ({"amount": 5}, {"share_ids": [Command.clear()]}, {"state": "done"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                plan.write(values)
        with self.assertRaises(UserError):
            plan.instalment_ids[0].amount = 5
        with self.assertRaises(UserError):
            plan.unlink()
        plan.action_cancel()
        self.assertEqual((plan.state, plan.amount_late), ("cancelled", 0))

    def test_only_what_the_resident_owes(self):
        other = self.stay_from("2025-01-01", bed=self.bed_b, client=self.client_other)
        share = self.fee_of(other, "2025-01-01").share_ids
        with self.assertRaisesRegex(ValidationError, "^Fees: "):
            self.agreed(start=False).share_ids = share

    def test_a_fee_is_in_one_running_plan(self):
        first, second = self.agreed(start=False), self.agreed(start=False)
        first.with_user(self.finance).action_start()
        with self.assertRaisesRegex(ValidationError, "^Fees: "), self.cr.savepoint():
            second.with_user(self.finance).action_start()
        self.env.invalidate_all()
        later = self.fee_of(self.stay, "2025-04-01")
        later.share_ids.move_id.action_post()
        second.with_user(self.finance).action_collect()
        self.assertEqual(second.share_ids, later.share_ids)
        with self.assertRaisesRegex(ValidationError, "^Fees: "), self.cr.savepoint():
            second.with_user(self.finance).share_ids = self.fees[0].share_ids
        first.with_user(self.finance).action_cancel()
        second.with_user(self.finance).action_collect()
        self.assertEqual(second.share_ids, (self.fees | later).share_ids)

    def test_what_replaced_an_invoice_is_in_the_plan_of_the_first(self):
        plan = self.agreed()
        self.stay.monthly_fee = 60
        self.fees[0].action_correct()
        self.fees[0].share_ids.move_id.filtered(lambda move: move.state == "draft").action_post()
        other = self.env["recovery.repayment.plan"].create({"client_id": self.client.id, "program_id": self.own.id})
        other.action_collect()
        self.assertFalse(other.share_ids)
        self.env.invalidate_all()
        self.assertAlmostEqual(plan.amount - plan.amount_dropped, 260.02, 2)

    def test_nothing_owed_nothing_to_spread(self):
        with self.assertRaisesRegex(UserError, "^Amount: "):
            self.env["recovery.repayment.plan"].create(
                {"client_id": self.client_other.id, "program_id": self.own.id},
            ).action_spread()
