from odoo.exceptions import AccessError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeShare(FeeCase):

    def test_shares_add_up_to_the_fee(self):
        self.new_plan([
            {"payer": "municipality", "partner_id": self.town.id, "value": 33.33},
            {"payer": "insurer", "partner_id": self.insurer.id, "method": "fixed", "value": 50, "cap": 40},
            {"payer": "grant", "method": "percent", "value": 33.33},
        ], amount=100.01)
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        found = self.shares(fee)
        self.assertEqual(found, {"municipality": 33.33, "insurer": 40, "grant": 26.68})
        self.assertAlmostEqual(sum(found.values()), 100.01, 2)
        self.assertEqual(set(fee.share_ids.move_id.mapped("partner_id")), {self.town, self.insurer})

    def test_currencies_of_no_two_and_three_decimals(self):
        payers = [
            {"payer": "municipality", "partner_id": self.town.id, "value": 33.333},
            {"payer": "insurer", "partner_id": self.insurer.id, "value": 33.333},
        ]
        self.new_plan(payers, amount=1001)
        stay = self.stay_from("2026-03-19")
        for code, rounding, amount in (("CZK", 0.01, 419.77), ("JPY", 1, 420), ("KWD", 0.001, 419.774)):
            with self.subTest(currency=code), self.cr.savepoint() as savepoint:
                currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
                currency.write({"active": True, "rounding": rounding})
                self.company.currency_id = currency
                fee = self.fee_of(stay, "2026-03-01")
                self.assertEqual(fee.amount, amount)
                self.assertAlmostEqual(sum(self.shares(fee).values()), amount, 4)
                for share in fee.share_ids:
                    self.assertEqual((share.move_id.amount_total, share.move_id.currency_id), (share.amount, currency))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_paid_when_the_ledger_says_so_and_open_again_when_it_does_not(self):
        self.new_plan([{"payer": "municipality", "partner_id": self.town.id, "value": 50}])
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        moves = fee.share_ids.move_id
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 300))
        moves.action_post()
        self.pay(moves[0])
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 150))
        self.pay(moves[1], amount=100)
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 50))
        self.pay(moves[1])
        self.assertEqual((fee.state, fee.amount_open), ("paid", 0))
        moves[1].line_ids.remove_move_reconcile()
        self.assertEqual((fee.state, fee.amount_open), ("invoiced", 150))

    def test_a_fee_that_a_grant_covers_is_settled(self):
        self.new_plan([{"payer": "grant", "method": "rest"}])
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        self.assertEqual((fee.state, fee.share_ids.move_id.ids), ("paid", []))

    def test_the_invoice_opens_for_whoever_may_see_invoices(self):
        self.new_plan()
        share = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01").share_ids
        self.assertEqual(share.with_user(self.accountant).action_open_invoice()["res_id"], share.move_id.id)
        with self.assertRaises(AccessError):
            share.with_user(self.finance).action_open_invoice()
        self.assertEqual(share.with_user(self.finance).move_name, "Draft")
