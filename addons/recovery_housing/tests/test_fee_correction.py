from unittest.mock import patch

from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeCorrection(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(
            [{"payer": "municipality", "partner_id": cls.town.id, "method": "fixed", "value": 100}], amount=310,
        )
        cls.stay = cls.stay_from("2026-01-01")
        cls.fee = cls.fee_of(cls.stay, "2026-03-01")

    def check_all(self):
        """Let the nightly job look at every month."""
        with patch("odoo.addons.recovery_housing.models.fee_correction.LOOKED_BACK", 1000):
            self.run_job("cron_fee_check")

    def leave_on(self, day):
        self.stay.with_user(self.manager).action_check_out("left", "friends", day)

    def test_a_stay_that_ends_earlier_flags_its_fees_and_changes_no_invoice(self):
        moves = self.fee.share_ids.move_id
        moves.action_post()
        before = [(move.name, move.amount_total, move.state) for move in moves]
        self.leave_on("2026-03-11")
        self.assertTrue(self.fee.to_check)
        self.assertEqual(self.fee.amount, 310)
        self.assertEqual([(move.name, move.amount_total, move.state) for move in moves], before)

    def test_a_posted_invoice_gets_a_credit_note_and_a_new_one_stands_beside_it(self):
        moves = self.fee.share_ids.move_id
        moves.action_post()
        names = moves.mapped("name")
        self.leave_on("2026-03-11")
        self.fee.with_user(self.finance).action_correct()
        self.assertEqual((self.fee.amount, self.fee.to_check, self.fee.state), (100, False, "invoiced"))
        self.assertEqual(self.shares(self.fee), {"municipality": 32.26, "resident": 67.74})
        self.assertEqual(
            (moves.mapped("state"), moves.mapped("name"), moves.mapped("amount_total")), (["posted"] * 2, names, [100, 210]),
        )
        refunds = self.fee.share_ids.filtered("credits_id").move_id
        self.assertEqual(set(refunds.mapped("move_type")), {"out_refund"})
        self.assertEqual(refunds.reversed_entry_id, moves)
        self.assertEqual(set(refunds.mapped("state")), {"draft"})
        refunds.action_post()
        self.assertEqual(set(moves.mapped("amount_residual")), {0})
        self.assertEqual(self.fee.amount_open, 100)
        rest = self.fee.share_ids.filtered(lambda share: share.amount > 0 and share.move_id not in moves).move_id
        rest.action_post()
        self.pay(rest[0])
        self.pay(rest[1])
        self.assertEqual((self.fee.state, self.fee.amount_open), ("paid", 0))

    def test_a_draft_invoice_is_cancelled_and_made_anew(self):
        moves = self.fee.share_ids.move_id
        self.leave_on("2026-03-11")
        self.fee.action_correct()
        self.assertEqual(moves.mapped("state"), ["cancel", "cancel"])
        self.assertEqual(self.shares(self.fee), {"municipality": 32.26, "resident": 67.74})
        self.assertFalse(self.fee.share_ids.filtered("credits_id"))

    def test_a_share_that_was_right_stays(self):
        moves = {share.payer: share.move_id for share in self.fee.share_ids}
        self.plan.amount = 330
        self.check_all()
        self.assertTrue(self.fee.to_check)
        self.fee.action_correct()
        self.assertEqual(self.shares(self.fee), {"municipality": 100, "resident": 230})
        self.assertEqual(moves["municipality"].state, "draft")
        self.assertEqual(moves["resident"].state, "cancel")

    def test_correcting_twice_corrects_once(self):
        self.fee.share_ids.move_id.action_post()
        self.leave_on("2026-03-11")
        for _click in range(2):
            self.fee.action_correct()
        self.assertEqual(len(self.fee.share_ids.filtered("credits_id")), 2)
        self.assertEqual(len(self.fee.share_ids), 6)

    def test_a_second_correction_credits_what_the_first_one_charged(self):
        self.fee.share_ids.move_id.action_post()
        self.leave_on("2026-03-11")
        self.fee.action_correct()
        self.fee.share_ids.move_id.filtered(lambda move: move.state == "draft").action_post()
        self.stay.with_user(self.manager).action_correct({"date_to": self.stay.date_to.replace(day=21)}, "Counted again")
        self.assertTrue(self.fee.to_check)
        self.fee.action_correct()
        self.assertEqual((self.fee.amount, sum(self.shares(self.fee).values())), (200, 200))
        self.fee.share_ids.move_id.filtered(lambda move: move.state == "draft").action_post()
        self.assertAlmostEqual(sum(self.fee.share_ids.move_id.mapped("amount_residual_signed")), 200, 2)

    def test_a_fee_comes_to_nothing_when_the_stay_was_a_mistake(self):
        self.fee.share_ids.move_id.action_post()
        self.stay.with_user(self.manager).action_cancel_error()
        self.assertTrue(self.fee.to_check)
        self.fee.action_correct()
        self.assertEqual((self.fee.amount, self.shares(self.fee)), (0, {}))
        self.fee.share_ids.filtered("credits_id").move_id.action_post()
        self.assertEqual((self.fee.state, self.fee.amount_open), ("paid", 0))

    def test_another_client_on_the_stay_is_charged_and_the_first_one_credited(self):
        self.fee.share_ids.move_id.action_post()
        old = self.fee.share_ids.filtered(lambda share: share.payer == "resident").partner_id
        other = self.new_client(self.own, nickname="Demo Other")
        self.leave_on("2026-04-01")
        self.stay.sudo().write({"client_id": other.id, "episode_id": False})
        self.assertEqual((self.fee.client_id, self.fee.to_check), (other, True))
        self.fee.action_correct()
        credit = self.fee.share_ids.filtered("credits_id")
        self.assertEqual((credit.payer, credit.partner_id, credit.amount), ("resident", old, -210))
        charged = self.fee.share_ids.filtered(lambda share: share.payer == "resident" and share.amount > 0)
        self.assertEqual(charged.partner_id - old, other.partner_id)
        self.assertEqual(other.partner_id.name, other.code)

    def test_a_code_left_behind_or_a_merge_is_no_reason_to_correct(self):
        self.client.sudo().partner_id = False
        self.client._check_fees(self.fee.period, self.fee.company_id)
        self.assertFalse(self.fee.to_check)

    def test_cancelled_and_computed_again(self):
        self.fee.share_ids.move_id.action_post()
        self.fee.with_user(self.finance).action_cancel()
        self.assertEqual((self.fee.state, self.shares(self.fee)), ("cancelled", {}))
        self.fee.action_reset()
        self.assertEqual((self.fee.state, self.shares(self.fee)), ("draft", {"municipality": 100, "resident": 210}))
        self.fee.action_invoice()
        self.assertEqual(self.fee.state, "invoiced")
        self.assertEqual(len(self.fee.share_ids.filtered(lambda share: share.move_state == "draft" and share.amount > 0)), 2)

    def test_invoices_of_a_fee_that_is_computed_again_are_never_lost(self):
        moves = self.fee.share_ids.move_id
        moves.action_post()
        self.fee.action_cancel()
        notes = self.fee.share_ids.filtered("credits_id").move_id
        self.fee.action_reset()
        self.check_all()
        self.assertEqual((self.fee.share_ids.move_id, len(self.fee.share_ids)), (moves | notes, 6))
        self.fee.action_invoice()
        self.assertLessEqual(moves | notes, self.fee.share_ids.move_id)
        (self.fee.share_ids.move_id - moves).action_post()
        self.assertEqual((self.fee.state, self.fee.amount_open), ("invoiced", 310))
        self.assertEqual(sum(self.fee.share_ids.move_id.mapped("amount_total_signed")), 310)

    def test_an_invoice_cancelled_in_accounting_is_charged_again(self):
        self.fee.share_ids.move_id[0].button_cancel()
        self.check_all()
        self.assertTrue(self.fee.to_check)
        self.fee.action_correct()
        self.assertEqual(self.shares(self.fee), {"municipality": 100, "resident": 210})

    def test_a_credit_note_cancelled_in_accounting_is_made_again_once(self):
        moves = self.fee.share_ids.move_id
        moves.action_post()
        self.leave_on("2026-03-11")
        self.fee.action_correct()
        self.fee.share_ids.filtered("credits_id").move_id.button_cancel()
        self.check_all()
        self.assertTrue(self.fee.to_check)
        for _click in range(2):
            self.fee.action_correct()
            self.check_all()
            self.assertFalse(self.fee.to_check)
            self.assertEqual(self.shares(self.fee), {"municipality": 32.26, "resident": 67.74})
        self.fee.share_ids.move_id.filtered(lambda move: move.state == "draft").action_post()
        self.assertEqual((set(moves.mapped("amount_residual")), self.fee.amount_open), ({0}, 100))
        for move in self.fee.share_ids.move_id.filtered(lambda move: move.state == "posted" and move.amount_residual):
            self.pay(move)
        self.assertEqual((self.fee.state, self.fee.amount_open), ("paid", 0))

    def test_a_draft_follows_by_itself(self):
        draft = self.fee_of(self.stay, "2026-04-01", invoice=False)
        self.leave_on("2026-04-11")
        self.assertEqual((draft.amount, draft.to_check), (103.33, False))

    def test_leave_recorded_afterwards_flags_the_fee(self):
        self.plan.write({"absence_rule": "free"})
        self.fee.to_check = False
        self.env["recovery.stay.leave"].create({
            "stay_id": self.stay.id, "kind": "leave", "state": "returned", "start": "2026-03-03 12:00:00",
            "left_at": "2026-03-03 12:00:00",
            "stop": "2026-03-10 12:00:00", "returned": "2026-03-10 12:00:00",
        })
        self.assertTrue(self.fee.to_check)
        self.fee.action_correct()
        self.assertEqual(self.fee.amount, 240)
