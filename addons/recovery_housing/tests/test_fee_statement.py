from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeStatement(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("cs_CZ")
        cls.client.language = "cs_CZ"
        cls.new_plan([{"payer": "municipality", "partner_id": cls.town.id, "value": 40}], amount=310)
        cls.stay = cls.stay_from("2026-01-22")
        cls.fees = [cls.fee_of(cls.stay, month) for month in ("2026-01-01", "2026-02-01")]
        cls.env["recovery.stay.deposit"].create({"stay_id": cls.stay.id, "amount": 77})

    def page(self, user):
        report = self.env["ir.actions.report"].with_user(user)
        html, _kind = report._render_qweb_html("recovery_housing.fee_statement", self.client.ids)
        return html.decode()

    def test_charged_paid_and_open(self):
        moves = [fee.share_ids.filtered(lambda share: share.payer == "resident").move_id for fee in self.fees]
        for move in moves:
            move.action_post()
        self.pay(moves[0])
        statement = self.client.with_user(self.finance)._get_fee_statement()
        self.assertEqual(
            [(line["amount"], line["paid"], line["open"]) for line in statement["lines"]], [(60, 60, 0), (186, 0, 186)],
        )
        self.assertEqual([statement[name] for name in ("amount", "paid", "open", "deposit")], [246, 60, 186, 77])

    def test_what_was_corrected_is_due_when_the_new_invoice_is(self):
        move = self.fees[0].share_ids.filtered(lambda share: share.payer == "resident").move_id
        move.write({"invoice_date": self.day(-40), "invoice_date_due": self.day(-26)})
        move.action_post()
        self.assertEqual(self.client._get_fee_statement()["lines"][0]["due"], self.day(-26))
        self.stay.monthly_fee = 155
        self.fees[0].action_correct()
        line = self.client._get_fee_statement()["lines"][0]
        self.assertEqual((line["amount"], line["due"]), (30, self.today + timedelta(days=14)))

    def test_in_the_language_of_the_resident_by_code_alone(self):
        for user in (self.finance, self.manager):
            page = self.page(user)
            with self.subTest(user=user.login):
                self.assertIn(self.client.code, page)
                self.assertIn("leden 2026", page)
                for secret in ("Łukasz", "Testový", "Lukin", "601000001", "Demo house"):
                    self.assertNotIn(secret, page)

    def test_a_running_plan_of_repayment_is_on_it(self):
        self.fees[0].share_ids.move_id.action_post()
        plan = self.env["recovery.repayment.plan"].create({
            "client_id": self.client.id, "instalment_count": 2, "date_first": self.today + timedelta(days=9),
        })
        plan.action_collect()
        plan.action_spread()
        plan.action_start()
        self.assertEqual(self.client.with_user(self.finance)._get_fee_statement()["plan"], plan)
        self.assertIn("30,00", self.page(self.finance))

    def test_house_staff_print_none(self):
        with self.assertRaises(AccessError):
            self.page(self.house)
