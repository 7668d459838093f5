from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeePlan(FeeCase):

    def test_a_plan_ends_after_it_begins(self):
        for refusal in self.refusals("recovery.fee.plan", "dates", "Until"):
            with refusal:
                self.new_plan(date_from="2026-03-01", date_to="2026-02-28")

    def test_a_plan_applies_to_whole_months(self):
        for values in ({"date_from": "2026-03-02"}, {"date_from": "2026-03-01", "date_to": "2026-04-29"}):
            for refusal in self.refusals("recovery.fee.plan", "months", "From, Until"):
                with self.subTest(values=values), refusal:
                    self.new_plan(**values)

    def test_a_plan_of_a_house_names_it(self):
        for values in ({"house_id": False}, {"applies_to": "stay", "house_id": self.community.id}):
            for refusal in self.refusals("recovery.fee.plan", "house", "House"):
                with self.subTest(values=values), refusal:
                    self.new_plan(**values)

    def test_amounts_make_sense(self):
        for values in ({"amount": -1}, {"amount_min": 20, "amount_max": 10}):
            for refusal in self.refusals("recovery.fee.plan", "money", "Amount"):
                with self.subTest(values=values), refusal:
                    self.new_plan(**values)

    def test_percents_and_days_make_sense(self):
        for values in ({"income_percent": 101}, {"absence_percent": -1}, {"absence_after": -1}, {"due_days": 400}):
            for refusal in self.refusals("recovery.fee.plan", "percents", "Share, nights, days"):
                with self.subTest(values=values), refusal:
                    self.new_plan(**values)

    def test_a_house_has_one_plan_at_a_time(self):
        self.new_plan(date_to="2026-03-31")
        for refusal in self.refusals("recovery.fee.plan", "house_once", "House"):
            with refusal:
                self.new_plan(date_from="2026-03-01")
        self.new_plan(date_from="2026-04-01")

    def test_a_company_has_one_general_plan_at_a_time(self):
        self.new_plan(applies_to="company", date_to="2026-03-31")
        for refusal in self.refusals("recovery.fee.plan", "company_once", "Applies to"):
            with refusal:
                self.new_plan(applies_to="company", date_from="2026-03-01")
        self.new_plan(applies_to="company", date_from="2026-04-01")

    def test_the_plan_of_a_house_goes_before_that_of_the_company(self):
        general = self.new_plan(applies_to="company")
        own = self.new_plan(date_from="2026-03-01", date_to="2026-03-31")
        Plan = self.env["recovery.fee.plan"]
        houses = self.community | self.flat
        day = own.date_from
        self.assertEqual(Plan._find_defaults(houses, day), {self.community: own, self.flat: general})
        self.assertEqual(Plan._find_defaults(houses, day.replace(month=4)), {self.community: general, self.flat: general})

    def test_payers_need_a_contact_where_one_is_invoiced(self):
        for refusal in self.refusals("recovery.fee.plan.payer", "partner", "Invoice to"):
            with refusal:
                self.new_plan([{"payer": "municipality", "value": 10}])
        for refusal in self.refusals("recovery.fee.plan.payer", "no_contact", "Invoice to"):
            with refusal:
                self.new_plan([{"payer": "resident", "partner_id": self.town.id, "value": 10}])
        self.new_plan([{"payer": "grant", "value": 10}])

    def test_values_of_payers_make_sense(self):
        for values in ({"value": 101}, {"value": -1}, {"cap": -1}):
            for refusal in self.refusals("recovery.fee.plan.payer", "value", "Percent or amount"):
                with self.subTest(values=values), refusal:
                    self.new_plan([{"payer": "grant", **values}])

    def test_one_payer_pays_what_is_left(self):
        plan = self.new_plan([{"payer": "grant", "method": "rest"}])
        for refusal in self.refusals("recovery.fee.plan.payer", "one_rest", "Percent or amount"):
            with refusal:
                plan.payer_ids = [Command.create({"payer": "resident", "method": "rest"})]

    def test_payers_pay_no_more_than_the_whole(self):
        with self.assertRaisesRegex(ValidationError, "^Percent or amount: "):
            self.new_plan([{"payer": "grant", "value": 60}, {"payer": "resident", "value": 50}])

    def test_only_taxes_that_the_amount_includes(self):
        self.company.account_fiscal_country_id = self.env.ref("base.cz")
        group = self.env["account.tax.group"].create(
            {"name": "Demo", "company_id": self.company.id, "country_id": self.env.ref("base.cz").id},
        )
        included, added = self.env["account.tax"].create([
            {
                "name": f"Demo {kind}", "amount": 12, "type_tax_use": "sale", "company_id": self.company.id,
                "price_include_override": kind, "country_id": self.env.ref("base.cz").id,
                "tax_group_id": group.id,
            }
            for kind in ("tax_included", "tax_excluded")
        ])
        with self.assertRaisesRegex(ValidationError, "^Taxes: "), self.cr.savepoint():
            self.new_plan(tax_ids=[Command.set(added.ids)])
        self.new_plan(tax_ids=[Command.set(included.ids)])
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        move = fee.share_ids.move_id
        self.assertEqual((move.amount_total, move.amount_untaxed), (300, 267.86))

    def test_a_plan_says_what_it_costs(self):
        plan = self.new_plan(amount=12.5, income_percent=30, amount_min=60)
        money = plan.currency_id.format
        for values, words in (
            ({}, f"{money(12.5)} a month"), ({"basis": "night"}, f"{money(12.5)} a night"),
            ({"basis": "income"}, f"30 % of the income, at least {money(60)} a month"),
            ({"amount_max": 180}, f"30 % of the income, {money(60)} to {money(180)} a month"),
        ):
            plan.write(values)
            with self.subTest(values=values):
                self.assertEqual(plan.summary, words)

    def test_a_copy_applies_to_nothing_by_itself(self):
        copy = self.new_plan([{"payer": "grant", "value": 10}]).copy()
        self.assertEqual((copy.applies_to, copy.house_id, len(copy.payer_ids)), ("stay", self.env["recovery.house"], 1))
