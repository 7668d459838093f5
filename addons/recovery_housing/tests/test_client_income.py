from datetime import date

from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestClientIncome(FeeCase):

    @classmethod
    def income(cls, amount, day="2026-01-01", source="work", **values):
        return cls.env["recovery.client.income"].create({
            "client_id": cls.client.id, "amount": amount, "date_from": day, "source": source, **values,
        })

    def test_an_income_is_not_negative(self):
        for refusal in self.refusals("recovery.client.income", "money", "A month"):
            with refusal:
                self.income(-1)

    def test_a_source_has_one_amount_from_a_day_on(self):
        self.income(100)
        for refusal in self.refusals("recovery.client.income", "once", "From"):
            with refusal:
                self.income(200)

    def test_of_each_source_the_last_amount_known_counts(self):
        self.income(100, "2026-01-01", "social")
        self.income(900, "2026-02-10")
        self.income(0, "2026-03-01", "social")
        Income = self.env["recovery.client.income"]
        for day, known in (
            (date(2025, 12, 31), {}), (date(2026, 1, 1), {self.client: 100}), (date(2026, 2, 10), {self.client: 1000}),
            (date(2026, 3, 1), {self.client: 900}),
        ):
            with self.subTest(day=day):
                self.assertEqual(Income._find_known(self.client | self.client_other, day, self.company), known)
        self.assertEqual(Income._find_known(self.client, date(2026, 3, 1), self.partner_company), {})

    def test_a_fee_is_a_share_of_it_between_floor_and_ceiling(self):
        self.new_plan(basis="income", income_percent=20, amount_min=60, amount_max=180)
        stay = self.stay_from("2026-01-01")
        for amount, fee in ((1000, 180), (700, 140), (0, 60)):
            with self.subTest(amount=amount):
                income = self.income(amount)
                found = self.fee_of(stay, "2026-03-01", invoice=False)
                self.assertEqual(found.amount, fee)
                money = found.currency_id.format
                for words in (f"20 % of an income of {money(amount)}", f"at least {money(60)} and at most {money(180)}"):
                    self.assertIn(words, found.explanation)
                income.unlink()
                self.env["recovery.fee"].search([("stay_id", "=", stay.id)]).unlink()

    def test_an_income_told_in_the_middle_of_the_first_month_counts_from_the_beginning(self):
        self.new_plan(basis="income", income_percent=10)
        stay = self.stay_from("2026-03-05")
        self.income(500, "2026-03-20")
        self.assertAlmostEqual(self.fee_of(stay, "2026-03-01", invoice=False).amount, 50 * 27 / 31, 2)

    def test_without_an_income_a_fee_waits_and_says_so(self):
        self.new_plan(basis="income", income_percent=10, amount_min=20)
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01", invoice=False)
        self.assertEqual((fee.state, fee.problem, fee.to_check, fee.amount), ("draft", "income", True, 0))
        with self.assertRaisesRegex(Exception, "^Income: "):
            fee.action_invoice()
        self.income(500)
        self.assertEqual((fee.problem, fee.to_check, fee.amount), (False, False, 50))
        fee.action_invoice()
        self.assertEqual(fee.state, "invoiced")

    def test_an_income_that_changes_flags_invoiced_fees_from_its_month_on(self):
        self.new_plan(basis="income", income_percent=10)
        self.income(500)
        stay = self.stay_from("2026-01-01")
        february, march = self.fee_of(stay, "2026-02-01"), self.fee_of(stay, "2026-03-01")
        later = self.income(800, "2026-03-01")
        self.assertEqual((february.to_check, march.to_check), (False, True))
        for values, flagged in (
            ({"amount": 500}, False), ({"amount": 800}, True), ({"date_from": "2026-02-01"}, True),
            ({"client_id": self.new_client(self.own).id}, False),
        ):
            later.write(values)
            with self.subTest(values=values):
                self.assertEqual(march.to_check, flagged)
        self.assertFalse(february.to_check)
        later = self.income(800, "2026-03-01")
        later.unlink()
        self.assertFalse(march.to_check)
