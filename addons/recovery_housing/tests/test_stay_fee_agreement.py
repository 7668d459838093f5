from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestStayFeeAgreement(FeeCase):

    def printed(self, stay):
        """Return the text of the agreement as house staff print it, in one line."""
        html, _type = self.env["ir.actions.report"].with_user(self.house)._render_qweb_html(
            "recovery_housing.stay_agreement", stay.ids,
        )
        return " ".join(html.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    def words(self, stay):
        fee = stay.with_user(self.house)._get_agreed_fee()
        return {name: text and text.replace("\N{NO-BREAK SPACE}", " ") for name, text in fee.items()}

    def money(self, amount):
        return self.company.currency_id.format(amount).replace("\N{NO-BREAK SPACE}", " ")

    def test_price_of_the_plan_and_part_of_the_resident_are_printed(self):
        self.new_plan([{"payer": "municipality", "partner_id": self.town.id, "value": 60}])
        text = self.printed(self.stay_from("2026-03-11"))
        self.assertIn(f"{self.money(300)} a month", text)
        self.assertIn("Of this the resident pays", text)
        self.assertIn(f"{self.money(120)} a month", text)

    def test_who_pays_alone_reads_one_price(self):
        self.new_plan(amount=12, basis="night")
        stay = self.stay_from("2026-03-11")
        self.assertEqual(self.words(stay), {"price": f"{self.money(12)} a night", "resident": False})
        self.assertNotIn("Of this the resident pays", self.printed(stay))

    def test_what_was_agreed_takes_the_place_of_the_plan(self):
        self.new_plan([{"payer": "insurer", "partner_id": self.insurer.id, "method": "fixed", "value": 50}])
        stay = self.stay_from("2026-03-11", monthly_fee=200)
        self.assertEqual(
            self.words(stay), {"price": f"{self.money(200)} a month", "resident": f"{self.money(150)} a month"},
        )
        stay.fee_exempt = True
        self.assertEqual(self.words(stay), {"price": "No fee was agreed for this stay.", "resident": False})

    def test_a_share_of_the_income_is_said_once_the_income_is_known(self):
        plan = self.new_plan(basis="income", income_percent=30, amount_min=50)
        stay = self.stay_from("2026-03-11")
        summary = plan.summary.replace("\N{NO-BREAK SPACE}", " ")
        self.assertEqual(self.words(stay), {"price": summary, "resident": False})
        self.env["recovery.client.income"].create({"client_id": self.client.id, "amount": 900, "date_from": "2026-03-01"})
        self.assertEqual(self.words(stay), {"price": summary, "resident": f"{self.money(270)} a month"})

    def test_without_price_nothing_is_said(self):
        self.assertEqual(self.words(self.stay_from("2026-03-11")), {"price": False, "resident": False})
