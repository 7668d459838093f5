from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestClientDebt(HousingCase):

    def new_debt(self, amount=1000, days=0, **values):
        return self.env["recovery.client.debt"].create({
            "client_id": self.client.id, "amount": amount, "date_from": self.day(days), **values,
        })

    def test_amounts_make_sense_and_are_said_once_a_day(self):
        for values in ({"amount": -1}, {"instalment": -1}):
            for refusal in self.refusals("recovery.client.debt", "money", "Amount"):
                with self.subTest(values=values), refusal:
                    self.new_debt(**values)
        self.new_debt()
        for refusal in self.refusals("recovery.client.debt", "once", "As of"):
            with refusal:
                self.new_debt()
        self.new_debt(creditor="Demo bank")

    def test_the_latest_row_of_each_creditor_counts(self):
        old, bank = self.new_debt(days=-100), self.new_debt(creditor="Demo bank", days=-100)
        new = self.new_debt(700, days=-10, instalment=50)
        self.assertEqual([debt.is_current for debt in (old, bank, new)], [False, True, True])
        found = self.env["recovery.client.debt"].search([("is_current", "=", True), ("client_id", "=", self.client.id)])
        self.assertEqual(found, bank | new)
        paid = self.new_debt(0, creditor="Demo bank")
        self.assertEqual((new.state, old.state, paid.state), ("instalments", "open", "closed"))

    def test_programmes_without_free_text_name_no_creditor(self):
        self.own.no_free_text = True
        with self.assertTold("Creditor: "):
            self.new_debt(creditor="Demo bank")
        self.new_debt()
