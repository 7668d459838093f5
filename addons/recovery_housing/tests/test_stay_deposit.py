from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestStayDeposit(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stay = cls.new_stay(start=-30, state="in", deposit=200)

    def entry(self, amount, kind="received", user=None, book=True, stay=None, **values):
        deposit = self.env["recovery.stay.deposit"].with_user(user or self.house).create({
            "stay_id": (stay or self.stay).id, "amount": amount, "kind": kind, **values,
        })
        if book:
            deposit.with_user(self.finance).action_book()
        return deposit.sudo()

    def booked(self, deposit):
        """Return {account: balance} of the entry of a deposit."""
        names = {account: name for name, account in self.accounts.items()}
        return {names[line.account_id]: line.balance for line in deposit.move_id.line_ids}

    def test_an_amount_is_more_than_nothing(self):
        for refusal in self.refusals("recovery.stay.deposit", "amount_sign", "Amount"):
            with refusal:
                self.entry(0, book=False)

    def test_what_is_kept_has_a_reason_and_nothing_else_has(self):
        self.entry(200)
        for values in ({"kind": "kept"}, {"kind": "returned", "kept_reason": "keys"}):
            for refusal in self.refusals("recovery.stay.deposit", "reason", "Kept because"):
                with self.subTest(values=values), refusal:
                    self.entry(10, book=False, **values)

    def test_a_deposit_is_a_liability_until_it_is_kept(self):
        received = self.entry(200)
        self.assertEqual(self.booked(received), {"cash": 200, "deposit": -200})
        self.assertEqual(self.booked(self.entry(150, "returned")), {"deposit": 150, "cash": -150})
        self.assertEqual(self.booked(self.entry(50, "kept", kept_reason="damage")), {"deposit": 50, "kept": -50})
        self.assertEqual(received.move_id.state, "draft")
        self.assertEqual(set(received.move_id.line_ids.mapped("name")), {f"{self.client.code} · RIV"})
        self.assertEqual(self.stay.deposit_held, 0)

    def test_no_more_is_given_back_or_kept_than_was_received(self):
        self.entry(200)
        self.entry(150, "returned")
        for kind, values in (("returned", {}), ("kept", {"kept_reason": "keys"})):
            with self.subTest(kind=kind), self.assertRaisesRegex(ValidationError, "^Amount: "), self.cr.savepoint():
                self.entry(51, kind, book=False, **values)

    def test_what_was_given_back_keeps_what_was_received(self):
        received, returned = self.entry(200, book=False), self.entry(150, "returned", book=False)
        other = self.new_stay(self.bed_b, self.client_other, start=-5, state="in")
        for change in (
            received.with_user(self.house).unlink,
            lambda: received.with_user(self.house).write({"stay_id": other.id}),
            lambda: received.with_user(self.house).write({"amount": 149}),
            lambda: received.with_user(self.finance).action_cancel(),
        ):
            with self.assertRaisesRegex(ValidationError, "^Amount: "), self.cr.savepoint():
                change()
            self.env.invalidate_all()
        self.assertEqual(self.stay.deposit_held, 50)
        (received | returned).with_user(self.house).unlink()
        self.env.invalidate_all()
        self.assertEqual(self.stay.deposit_held, 0)

    def test_nothing_is_booked_as_given_back_before_it_is_booked_as_received(self):
        received, returned = self.entry(200, book=False), self.entry(150, "returned", book=False)
        with self.assertRaisesRegex(ValidationError, "^Amount: "), self.cr.savepoint():
            returned.with_user(self.finance).action_book()
        self.env.invalidate_all()
        (returned | received).with_user(self.finance).action_book()
        self.assertEqual((received | returned).mapped("state"), ["booked", "booked"])
        (received | returned).with_user(self.finance).action_cancel()
        self.assertEqual((received | returned).mapped("state"), ["cancelled", "cancelled"])

    def test_a_deposit_goes_with_who_moves(self):
        self.entry(200)
        moved = self.stay.action_move(self.bed_b.id, self.day(-3))
        self.assertEqual((moved.deposit_held, self.stay.deposit_held), (200, 200))
        self.entry(200, "returned", stay=moved)
        self.env.invalidate_all()
        self.assertEqual((moved.deposit_held, self.stay.deposit_held), (0, 0))

    def test_house_staff_write_down_and_others_book(self):
        deposit = self.entry(200, book=False)
        with self.assertRaises(AccessError):
            deposit.with_user(self.house).action_book()
        with self.assertRaisesRegex(UserError, "^State: "):
            deposit.with_user(self.house).write({"state": "booked"})
        deposit.with_user(self.manager).action_book()
        self.assertEqual(deposit.state, "booked")
        with self.assertRaisesRegex(UserError, "^Amount: "):
            deposit.with_user(self.house).amount = 100
        with self.assertRaisesRegex(UserError, "^State: "):
            deposit.with_user(self.house).unlink()

    def test_booked_twice_is_booked_once(self):
        deposit = self.entry(200)
        move = deposit.move_id
        deposit.with_user(self.finance).action_book()
        self.assertEqual(deposit.move_id, move)

    def test_cancelled_entries_are_taken_back(self):
        draft, posted = self.entry(100), self.entry(80)
        posted.move_id.action_post()
        for deposit in (draft, posted):
            deposit.with_user(self.finance).action_cancel()
        self.assertEqual((draft.move_id.state, self.stay.deposit_held), ("cancel", 0))
        self.assertEqual(posted.move_id.reversal_move_ids.mapped("state"), ["draft"])
        received = self.entry(50)
        self.entry(50, "returned")
        with self.assertRaisesRegex(ValidationError, "^Amount: "):
            received.with_user(self.finance).action_cancel()

    def owe(self, *months):
        """Invoice and post 100 a month of the stay; return the invoices in the order of the months."""
        self.stay.date_from = "2026-01-01"
        self.stay.monthly_fee = 100
        fees = [self.fee_of(self.stay, month) for month in months]
        moves = self.env["account.move"].concat(*(fee.share_ids.move_id for fee in fees))
        for number, move in enumerate(moves):
            move.invoice_date_due = self.day(number)
        moves.action_post()
        return moves

    def test_what_is_kept_for_unpaid_fees_pays_the_oldest(self):
        moves = self.owe("2026-03-01", "2026-02-01")
        self.entry(200)
        kept = self.entry(150, "kept", kept_reason="unpaid")
        self.assertEqual(self.booked(kept), {"deposit": 150, "receivable": -150})
        self.assertEqual(moves.mapped("amount_residual"), [100, 100])
        kept.move_id.action_post()
        self.assertEqual(moves.mapped("amount_residual"), [0, 50])
        self.assertIn(moves[0].payment_state, ("paid", "in_payment"))
        income = self.env["account.move.line"].search([("account_id", "in", (
            self.accounts["income"] | self.accounts["kept"]
        ).ids)])
        self.assertEqual(sum(income.mapped("balance")), -200)

    def test_what_is_kept_waits_for_an_invoice_that_is_posted_later(self):
        self.entry(200)
        kept = self.entry(150, "kept", kept_reason="unpaid")
        kept.move_id.action_post()
        self.assertEqual(self.owe("2026-03-01").mapped("amount_residual"), [0])
        self.assertEqual(kept.move_id.line_ids.filtered("credit").amount_residual, -50)

    def test_cancelled_it_leaves_the_fees_open_again(self):
        moves = self.owe("2026-03-01")
        self.entry(200)
        kept = self.entry(100, "kept", kept_reason="unpaid")
        kept.move_id.action_post()
        kept.with_user(self.finance).action_cancel()
        self.assertEqual(moves.amount_residual, 100)
        kept.move_id.reversal_move_ids.action_post()
        self.assertEqual((moves.amount_residual, self.stay.deposit_held), (100, 200))

    def test_without_accounts_one_is_told(self):
        self.company.deposit_account_id = False
        with self.assertRaisesRegex(UserError, "^Journal and liability account of deposits: "):
            self.entry(100)
