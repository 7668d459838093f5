from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFee(FeeCase):

    def test_a_stay_has_one_fee_a_month(self):
        self.new_plan()
        stay = self.stay_from("2026-01-01")
        self.fee_of(stay, "2026-03-01", invoice=False)
        for refusal in self.refusals("recovery.fee", "once", "Month"):
            with refusal:
                self.fee_of(stay, "2026-03-17", invoice=False)

    def test_a_month_begins_on_its_first_day(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-17", invoice=False)
        self.assertEqual(fee.period.day, 1)
        for refusal in self.refusals("recovery.fee", "month", "Month"):
            with refusal:
                fee.period = "2026-03-02"

    def test_a_fee_is_not_negative(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01", invoice=False)
        for refusal in self.refusals("recovery.fee", "amount_sign", "Amount"):
            with refusal:
                fee.amount = -1

    def test_only_what_is_taken_back_is_negative(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01", invoice=False)
        for refusal in self.refusals("recovery.fee.share", "sign", "Amount"):
            with refusal:
                fee.share_ids.amount = -1

    def test_amount_by_the_rule_of_the_plan(self):
        """Ten nights and the day of leaving in March."""
        stay = self.stay_from("2026-02-10", "2026-03-11", state="out")
        plan = self.new_plan(amount=310)
        for prorata, amount in (("nights", 100), ("days", 110), ("half", 155), ("none", 310)):
            with self.subTest(prorata=prorata):
                plan.prorata = prorata
                fee = self.fee_of(stay, "2026-03-01", invoice=False)
                self.assertEqual(fee.amount, amount)
                fee.unlink()
        plan.write({"basis": "night", "amount": 12.5})
        self.assertEqual(self.fee_of(stay, "2026-03-01", invoice=False).amount, 125)

    def test_the_fee_agreed_on_the_stay_goes_before_the_plan(self):
        self.new_plan([{"payer": "municipality", "partner_id": self.town.id, "value": 50}], basis="night", amount=40)
        fee = self.fee_of(self.stay_from("2026-01-01", monthly_fee=200), "2026-03-01", invoice=False)
        self.assertEqual((fee.amount, self.shares(fee)), (200, {"municipality": 100, "resident": 100}))

    def test_a_fee_agreed_without_any_plan(self):
        fee = self.fee_of(self.stay_from("2026-03-17", monthly_fee=310), "2026-03-01", invoice=False)
        self.assertEqual((fee.amount, self.shares(fee)), (150, {"resident": 150}))

    def test_the_own_plan_of_a_stay_goes_before_that_of_the_house_while_it_is_valid(self):
        self.new_plan()
        own = self.new_plan(applies_to="stay", amount=100, date_from="2026-01-01", date_to="2026-03-31")
        stay = self.stay_from("2026-01-01", fee_plan_id=own.id)
        self.assertEqual(
            [self.fee_of(stay, month, invoice=False).amount for month in ("2026-03-01", "2026-04-01")], [100, 300],
        )

    def test_no_fee_agreed(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01", fee_exempt=True), "2026-03-01")
        self.assertEqual((fee.amount, fee.state, len(fee.share_ids)), (0, "paid", 0))
        self.assertIn("No fee was agreed", fee.explanation)

    def test_nights_of_a_reservation_cost_nothing(self):
        self.new_plan()
        self.assertEqual(self.fee_of(self.stay_from("2026-01-01", state="reserved"), "2026-03-01", invoice=False).amount, 0)

    def test_who_moves_pays_the_month_once_and_each_bed_bears_its_part(self):
        self.new_plan(amount=100, prorata="none")
        first = self.stay_from("2026-01-01")
        second = first.action_move(self.bed_c.id, "2026-03-08")
        third = second.action_move(self.bed_b.id, "2026-03-20")
        fees = [self.fee_of(stay, "2026-03-01", invoice=False) for stay in (first, second, third)]
        self.assertEqual([fee.amount for fee in fees], [22.58, 38.71, 38.71])
        self.assertEqual(sum(fee.amount for fee in fees), 100)
        self.assertIn("slept 31 nights with us", fees[0].explanation)

    def test_who_comes_back_in_the_same_month_pays_it_once(self):
        self.new_plan(prorata="none")
        first = self.stay_from("2026-03-01", "2026-03-06", state="out")
        second = self.stay_from("2026-03-21", "2026-03-26", state="out")
        self.assertEqual([self.fee_of(stay, "2026-03-01", invoice=False).amount for stay in (first, second)], [150, 150])

    def test_approved_leave_costs_less_absence_without_leave_does_not(self):
        plan = self.new_plan(amount=310, absence_rule="free", absence_after=2)
        stay = self.stay_from("2026-01-01")
        for kind, amount in (("leave", 260), ("absence", 310)):
            with self.subTest(kind=kind), self.cr.savepoint() as savepoint:
                self.env["recovery.stay.leave"].create({
                    "stay_id": stay.id, "kind": kind, "state": "returned", "start": datetime(2026, 3, 3, 12),
                    "left_at": datetime(2026, 3, 3, 12), "stop": datetime(2026, 3, 10, 12),
                    "returned": datetime(2026, 3, 10, 12),
                })
                self.assertEqual(self.fee_of(stay, "2026-03-01", invoice=False).amount, amount)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(plan._get_absence_terms(), (2, 0))

    def test_explanation_says_nights_rate_and_rule(self):
        self.new_plan(amount=310)
        fee = self.fee_of(self.stay_from("2026-03-22"), "2026-03-01", invoice=False)
        for words in ("10 nights of 31", "Demo plan", "310", "by nights slept", "100"):
            self.assertIn(words, fee.explanation)
        by_night = self.new_plan(applies_to="stay", basis="night", amount=12.5)
        fee = self.fee_of(self.stay_from("2026-03-22", bed=self.bed_b, client=self.client_other, fee_plan_id=by_night.id),
                          "2026-03-01", invoice=False)
        self.assertIn(f"{fee.currency_id.format(12.5)} a night", fee.explanation)
        self.assertNotIn("Part of a month", fee.explanation)

    def test_a_fee_names_code_house_and_month(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01", invoice=False)
        self.assertEqual(fee.display_name, f"{self.client.code} · RIV · 2026-03")

    def test_nobody_writes_what_follows_from_stay_and_plan(self):
        self.new_plan()
        stay = self.stay_from("2026-01-01")
        fee = self.fee_of(stay, "2026-03-01", invoice=False).with_user(self.finance)
        for values in ({"amount": 1}, {"state": "paid"}, {"period": "2026-04-01"}, {"plan_id": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                fee.write(values)
        with self.assertRaises(UserError):
            fee.create({"stay_id": stay.id, "period": "2026-04-01", "amount": 3})

    def test_house_staff_see_whether_it_is_paid_and_no_amount(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01").with_user(self.house)
        self.assertEqual(fee.read(["state"])[0]["state"], "invoiced")
        with self.assertRaises(AccessError):
            fee.read(["amount"])
        with self.assertRaises(AccessError):
            fee.action_invoice()

    def test_a_manager_makes_fees_of_own_programmes(self):
        self.new_plan(applies_to="company")
        mine, other = self.stay_from("2026-01-01"), self.stay_from("2026-01-01", bed=self.bed_flat, client=self.client_other)
        fee = self.env["recovery.fee"].with_user(self.manager).create({"stay_id": mine.id, "period": "2026-03-01"})
        fee.action_invoice()
        self.assertEqual((fee.state, fee.amount), ("invoiced", 300))
        with self.assertRaises(AccessError):
            fee.create({"stay_id": other.id, "period": "2026-03-01"})

    def test_the_fee_of_this_month_from_the_stay(self):
        self.new_plan()
        stay = self.new_stay(start=-40, state="in").with_user(self.manager)
        for _click in range(2):
            stay.action_make_fee()
        self.assertEqual((stay.fee_count, stay.fee_open_count, stay.fee_ids.period), (1, 1, self.today.replace(day=1)))

    def test_only_a_draft_is_deleted(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        with self.assertRaisesRegex(UserError, "^State: "):
            fee.unlink()
