from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeWriteOff(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_plan([{"payer": "municipality", "partner_id": cls.town.id, "value": 50}])
        cls.fee = cls.fee_of(cls.stay_from("2026-01-01"), "2026-03-01")
        cls.moves = cls.fee.share_ids.move_id

    def test_it_takes_the_finance_officer_who_may_post_invoices(self):
        self.moves.action_post()
        self.manager.group_ids += self.env.ref("account.group_account_invoice")
        for user in (self.finance, self.manager, self.house):
            with self.subTest(user=user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self.fee.with_user(user).action_write_off("hardship")
        self.fee.with_user(self.accountant).action_write_off("hardship")
        self.assertEqual((self.fee.state, self.fee.write_off_reason, self.fee.amount_open), ("written_off", "hardship", 0))

    def test_what_is_open_becomes_a_loss_and_settles_the_invoices(self):
        self.moves.action_post()
        self.pay(self.moves[1], amount=100)
        self.fee.with_user(self.accountant).action_write_off("uncollectable")
        self.assertEqual(self.moves.mapped("amount_residual"), [0, 0])
        loss = self.env["account.move.line"].search([("account_id", "=", self.accounts["loss"].id)])
        self.assertEqual((sum(loss.mapped("debit")), set(loss.move_id.mapped("state"))), (200, {"posted"}))
        self.assertEqual(self.moves[0].amount_total, 150)

    def test_what_is_not_posted_or_paid_is_not_written_off(self):
        with self.assertRaisesRegex(UserError, "^Written off because: "):
            self.fee.with_user(self.accountant).action_write_off("small")
        self.moves.action_post()
        for move in self.moves:
            self.pay(move)
        with self.assertRaises(UserError):
            self.fee.with_user(self.accountant).action_write_off("small")

    def test_what_opens_again_is_owed_again(self):
        self.moves.action_post()
        self.fee.with_user(self.accountant).action_write_off("small")
        self.assertEqual(self.fee.state, "written_off")
        loss = self.env["account.move.line"].search([("account_id", "=", self.accounts["loss"].id)]).move_id
        loss._reverse_moves(cancel=True)
        self.assertEqual((self.fee.state, self.fee.amount_open), ("invoiced", 300))
        self.fee.with_user(self.accountant).action_write_off("hardship")
        self.assertEqual((self.fee.state, self.fee.amount_open), ("written_off", 0))

    def test_what_was_written_off_is_looked_at_again_and_corrected(self):
        self.moves.action_post()
        self.fee.with_user(self.accountant).action_write_off("small")
        self.fee.with_user(self.finance).action_correct()
        self.assertEqual((self.fee.state, len(self.fee.share_ids)), ("written_off", 2))
        self.fee.stay_id.with_user(self.manager).action_check_out("left", "friends", "2026-03-11")
        self.assertTrue(self.fee.to_check)
        self.fee.with_user(self.finance).action_correct()
        self.assertEqual((self.fee.state, self.fee.amount, self.fee.to_check), ("invoiced", 96.77, False))
        losses = self.env["account.move.line"].search([("account_id", "=", self.accounts["loss"].id)])
        self.assertEqual(sorted(losses.move_id.mapped("state")), ["draft", "posted"])
        (self.fee.share_ids.move_id | losses.move_id).filtered(lambda move: move.state == "draft").action_post()
        self.assertEqual((sum(losses.mapped("balance")), self.fee.amount_open), (0, 96.77))
        owed = self.env["account.move.line"].search([("account_id", "=", self.accounts["receivable"].id)])
        self.assertEqual(owed.filtered(lambda line: not line.reconciled).move_id & self.moves, self.moves.browse())
        self.assertAlmostEqual(sum(owed.mapped("amount_residual")), 96.77, 2)

    def test_by_the_dialog(self):
        self.moves.action_post()
        Wizard = self.env["recovery.fee.write.off"].with_user(self.accountant).with_context(active_ids=self.fee.ids)
        with Form(Wizard) as form:
            form.reason = "death"
        form.record.action_write_off()
        self.assertEqual(self.fee.state, "written_off")

    def test_without_an_account_for_losses_one_is_told(self):
        self.moves.action_post()
        self.company.fee_loss_account_id = False
        with self.assertRaisesRegex(UserError, "^Account of fees written off: "):
            self.fee.with_user(self.accountant).action_write_off("small")
