"""What is open of each resident on an invoice for many, against a recount in plain Python that shares no code with it."""

import random
from decimal import ROUND_DOWN, Decimal

from odoo.tests import tagged

from .collective_case import CollectiveCase


def exact(number, unit="0.01"):
    return Decimal(str(round(number, 6))).quantize(Decimal(unit))


def share_out(total, weights, unit):
    """Return parts of ``total`` in proportion to weights, coins that are left by the largest remainder, then in order."""
    if not sum(weights):
        return [Decimal(0)] * len(weights)
    raw = [total * weight / sum(weights) for weight in weights]
    parts = [(part / unit).to_integral_value(ROUND_DOWN) * unit for part in raw]
    coins = int((total - sum(parts)) / unit)
    for place in sorted(range(len(raw)), key=lambda place: (parts[place] - raw[place], place))[:coins]:
        parts[place] += unit
    return parts


def recount(charged, credited, lost, paid, unit=Decimal("0.01")):
    """Return what is open of each line: its own credit notes and losses first, payments over what is left of all.

    :param lost: {place: amount}; those lines bear nothing of what is open unless the others cannot
    """
    left = sum(charged) - sum(credited.values()) - sum(lost.values()) - paid
    weights = [amount - credited.get(place, 0) - lost.get(place, 0) for place, amount in enumerate(charged)]
    others = [0 if place in lost else weight for place, weight in enumerate(weights)]
    closed = [weight if place in lost else 0 for place, weight in enumerate(weights)]
    first = min(left, sum(others))
    return [sum(pair) for pair in zip(share_out(first, others, unit), share_out(left - first, closed, unit), strict=True)]


@tagged("post_install", "-at_install")
class TestFeeShareOpen(CollectiveCase):

    def test_a_part_payment_is_spread_to_the_cent_and_a_whole_one_leaves_nothing(self):
        shares = self.charge(self.house_people(100, 100, 100, 33.33))
        move = shares.move_id
        self.assertEqual(self.open_of(shares), [100, 100, 100, 33.33])
        move.action_post()
        self.assertEqual(shares.mapped("payment_state"), ["not_paid"] * 4)
        paid = 0
        for amount in (100, 0.01, 33.32, 150):
            self.pay(move, amount=amount)
            paid += amount
            found = self.open_of(shares)
            self.assertEqual([exact(part) for part in found], recount(
                [Decimal(100)] * 3 + [Decimal("33.33")], {}, {}, exact(paid),
            ))
            self.assertEqual(exact(sum(found)), exact(move.amount_residual))
            self.assertEqual(set(shares.mapped("payment_state")), {"partial"})
            self.assertEqual(set(shares.fee_id.mapped("state")), {"invoiced"})
        self.pay(move)
        self.assertEqual(self.open_of(shares), [0] * 4)
        self.assertEqual((set(shares.mapped("payment_state")), set(shares.fee_id.mapped("state"))), ({"paid"}, {"paid"}))
        move.line_ids.remove_move_reconcile()
        self.assertEqual(self.open_of(shares), [100, 100, 100, 33.33])
        self.assertEqual(set(shares.fee_id.mapped("state")), {"invoiced"})

    def test_a_credit_note_counts_for_its_resident_before_and_after_a_payment(self):
        shares = self.charge(self.house_people(100, 50, 150))
        move = shares.move_id
        move.action_post()
        self.pay(move, amount=150)
        note = self.take_back(shares[0], post=False)
        self.assertEqual(self.open_of(shares), [50, 25, 75], "A draft takes nothing back yet.")
        note.move_id.action_post()
        self.assertEqual(self.open_of(shares), [0, 12.5, 37.5])
        self.assertEqual(shares.mapped("payment_state"), ["reversed", "partial", "partial"])
        self.pay(move)
        self.assertEqual(self.open_of(shares), [0, 0, 0])
        self.assertEqual(shares.mapped("payment_state"), ["reversed", "paid", "paid"])

    def test_what_is_taken_back_of_a_paid_invoice_is_owed_to_the_payer(self):
        shares = self.charge(self.house_people(100, 50))
        shares.move_id.action_post()
        self.pay(shares.move_id)
        note = self.take_back(shares[0])
        self.assertEqual((self.open_of(shares), note.amount_open), ([0, 0], -100))
        self.assertEqual((shares[1].fee_id.state, shares[1].payment_state), ("paid", "paid"))

    def test_a_loss_is_that_of_one_fee_and_can_be_undone(self):
        shares = self.charge(self.house_people(100, 100, 100))
        move = shares.move_id
        move.action_post()
        self.pay(move, amount=200)
        fee = shares[0].fee_id
        before = self.open_of(shares)
        self.assertEqual(sorted(before), [33.33, 33.33, 33.34])
        fee.with_user(self.accountant).action_write_off("hardship")
        self.assertEqual(self.open_of(shares), [0, *before[1:]])
        self.assertEqual(shares.fee_id.mapped("state"), ["written_off", "invoiced", "invoiced"])
        shares[1].fee_id.with_user(self.accountant).action_write_off("small")
        self.assertEqual(self.open_of(shares), [0, 0, before[2]])
        fee.stay_id.monthly_fee = 60
        fee.action_correct()
        self.assertEqual(shares.fee_id.mapped("state"), ["invoiced", "written_off", "invoiced"])
        self.assertEqual(exact(move.amount_residual), exact(before[0] + before[2]))
        fee.share_ids.filtered("credits_id").move_id.action_post()
        self.assertEqual(self.open_of(shares)[:2], [0, 0])

    def test_a_payment_that_is_undone_after_a_loss_opens_both(self):
        shares = self.charge(self.house_people(100, 100))
        move = shares.move_id
        move.action_post()
        payment = self.pay(move, amount=100)
        fee = shares[0].fee_id
        fee.with_user(self.accountant).action_write_off("small")
        self.assertEqual(self.open_of(shares), [0, 50])
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertEqual(self.open_of(shares), [50, 100])
        self.assertEqual(shares.fee_id.mapped("state"), ["invoiced", "invoiced"])

    def test_lines_of_accounting_bear_their_part(self):
        shares = self.charge(self.house_people(100, 100))
        move = shares.move_id
        move.invoice_line_ids = [(0, 0, {
            "name": "Demo postage", "quantity": 1, "price_unit": 50, "account_id": self.accounts["income"].id, "tax_ids": [],
        })]
        move.action_post()
        self.pay(move, amount=125)
        self.assertEqual(self.open_of(shares), [50, 50])

    def test_currencies_of_no_and_three_decimals(self):
        stays = self.house_people(100, 100, 101)
        for code, rounding, wanted in (("JPY", 1, [33, 33, 34]), ("KWD", 0.001, [33.222, 33.223, 33.555])):
            with self.subTest(currency=code), self.cr.savepoint() as savepoint:
                currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
                currency.write({"active": True, "rounding": rounding})
                self.company.currency_id = currency
                shares = self.charge(stays)
                move = shares.move_id
                move.action_post()
                self.pay(move, amount=201)
                found = self.open_of(shares)
                self.assertEqual(round(sum(found), 3), 100)
                self.assertEqual(sorted(found), wanted)
                self.assertEqual([exact(part, "0.001") for part in found], recount(
                    [Decimal(100), Decimal(100), Decimal(101)], {}, {}, Decimal(201), Decimal(str(rounding)),
                ))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_anything_in_any_order_against_a_recount(self):
        for seed in (3, 14):
            with self.subTest(seed=seed):
                self.live(random.Random(seed))

    def live(self, dice):
        """Pay parts, take back, write off and undo payments by chance; compare all residents after each step."""
        amounts = [dice.randint(1000, 50000) / 100 for _number in range(6)]
        shares = self.charge(self.house_people(*amounts, house=self.new_house(self.own, f"R{dice.randint(0, 10**6)}")))
        shares = shares.sorted(lambda share: share.line_id.sequence)
        move, charged = shares.move_id, [exact(share.amount) for share in shares]
        move.action_post()
        credited, lost, payments = {}, {}, []
        for _step in range(7):
            self.act(dice, shares, move, credited, lost, payments)
            paid = sum((amount for amount, _payment in payments), Decimal(0))
            self.assertEqual(
                [exact(part) for part in self.open_of(shares)], recount(charged, credited, lost, paid),
                (charged, credited, lost, paid),
            )
        if move.amount_residual:
            self.pay(move)
        self.assertEqual(self.open_of(shares), [0] * 6)

    def act(self, dice, shares, move, credited, lost, payments):
        step, place = dice.choice(["pay", "pay", "credit", "lose", "undo"]), dice.randrange(len(shares))
        share, left = shares[place], exact(move.amount_residual)
        free = place not in credited and place not in lost
        if step == "pay" and left:
            amount = (left / dice.randint(2, 5)).quantize(Decimal("0.01"))
            payments.append((amount, self.pay(move, amount=float(amount))))
        elif step == "credit" and free:
            self.take_back(share)
            credited[place] = min(exact(share.amount), left)
        elif step == "lose" and free and share.amount_open > 0:
            lost[place] = exact(share.amount_open)
            share.fee_id.with_user(self.accountant).action_write_off("small")
        elif step == "undo" and payments:
            amount, payment = payments.pop(dice.randrange(len(payments)))
            payment.move_id.line_ids.remove_move_reconcile()
