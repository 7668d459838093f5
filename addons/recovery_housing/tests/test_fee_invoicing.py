from odoo.exceptions import UserError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeInvoicing(FeeCase):

    def test_a_draft_invoice_a_payer_in_the_currency_of_the_company(self):
        analytic = self.env["account.analytic.account"].create({
            "name": "Demo grant", "plan_id": self.env["account.analytic.plan"].create({"name": "Demo"}).id,
        })
        self.new_plan(
            [{"payer": "municipality", "partner_id": self.town.id, "value": 60}],
            analytic_distribution={str(analytic.id): 100},
        )
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        moves = fee.share_ids.move_id
        self.assertEqual(set(moves.mapped("state")), {"draft"})
        self.assertEqual(set(moves.mapped("move_type")), {"out_invoice"})
        self.assertEqual(moves.mapped("amount_total"), [180, 120])
        self.assertEqual(moves.currency_id, self.company.currency_id)
        self.assertEqual(moves.invoice_line_ids.account_id, self.accounts["income"])
        self.assertEqual(moves.journal_id, self.company.fee_journal_id)
        self.assertEqual(moves.invoice_line_ids[0].analytic_distribution, {str(analytic.id): 100})
        self.assertEqual((moves[0].invoice_date_due - moves[0].invoice_date).days, 14)
        moves.action_post()
        self.assertEqual(moves[1].line_ids.filtered("date_maturity").account_id, self.accounts["receivable"])

    def test_accounting_learns_a_code_and_nothing_else(self):
        """Every text of every record that invoicing makes is looked at."""
        secrets = ["Łukasz", "Testový", "Lukin", "601000001", "Demo house"]
        self.client.language = self.env["res.lang"].get_installed()[0][0]
        self.client.message_post(body="Demo secret talk")
        self.new_plan()
        stay = self.stay_from("2026-01-01")
        move = self.fee_of(stay, "2026-03-01").share_ids.move_id
        move.action_post()
        contact = move.partner_id
        self.assertEqual((contact.name, contact.lang), (self.client.code, self.client.language))
        self.assertEqual(self.client.partner_id, contact)
        for record in (move, *move.line_ids, contact, *move.message_ids, *contact.message_ids):
            values = record.sudo().read()[0]
            texts = " ".join(str(value) for value in values.values())
            for secret in [*secrets, "secret talk"]:
                with self.subTest(record=record, secret=secret):
                    self.assertNotIn(secret, texts)
        for name in ("phone", "email", "street", "birthdate"):
            self.assertFalse(contact[name] if name in contact._fields else False)
        self.assertIn(self.client.code, move.invoice_line_ids.name)

    def test_the_contact_is_made_once_and_follows_the_code(self):
        self.new_plan()
        stay = self.stay_from("2026-01-01")
        first, second = (self.fee_of(stay, month).share_ids.partner_id for month in ("2026-02-01", "2026-03-01"))
        self.assertEqual(first, second)
        self.client.code = "DEMO-77"
        self.assertEqual(first.name, "DEMO-77")

    def test_without_accounting_nothing_is_made_and_one_is_told(self):
        self.new_plan()
        self.company.write({"fee_journal_id": False, "fee_account_id": False})
        self.env["account.journal"].search([("company_id", "=", self.company.id)]).active = False
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01", invoice=False)
        with self.assertRaisesRegex(UserError, "^Journal, income account: "):
            fee.action_invoice()

    def test_the_account_of_the_product_or_journal_where_none_is_chosen(self):
        self.company.fee_account_id = False
        self.assertEqual(self.company._get_fee_accounting()["account"], self.accounts["income"])
        product = self.env["product.product"].create({"name": "Demo housing", "type": "service"})
        product.with_company(self.company).property_account_income_id = self.accounts["kept"]
        self.company.fee_product_id = product
        self.assertEqual(self.company._get_fee_accounting()["account"], self.accounts["kept"])

    def test_invoicing_twice_makes_one_invoice(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2026-01-01"), "2026-03-01")
        move = fee.share_ids.move_id
        fee.action_invoice()
        self.assertEqual(fee.share_ids.move_id, move)
