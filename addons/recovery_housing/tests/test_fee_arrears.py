from datetime import timedelta

from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeArrears(FeeCase):

    AGES = {"amount_future": -5, "amount_30": 30, "amount_60": 31, "amount_90": 90, "amount_older": 91}

    def arrears(self, user=None, **domain):
        return self.env["recovery.fee.arrears"].with_user(user or self.env.user).search(
            [("company_id", "=", self.company.id), *((name, "=", value) for name, value in domain.items())],
        )

    def set_due(self, moves, days):
        """Let invoices be due so many days ago."""
        day = self.today - timedelta(days=days)
        moves.write({"invoice_date": day, "invoice_date_due": day})
        moves.action_post()

    def test_by_age_as_the_ledger_has_it(self):
        self.new_plan()
        stay = self.stay_from("2025-01-01")
        for month, (_name, days) in enumerate(self.AGES.items(), start=1):
            self.set_due(self.fee_of(stay, f"2025-{month:02}-01").share_ids.move_id, days)
        row = self.arrears()
        for name in self.AGES:
            with self.subTest(age=name):
                self.assertEqual(row[name], 300)
        self.assertEqual((row.client_id, row.amount_open, row.amount_late), (self.client, 1500, 1200))
        self.assertEqual(row.date_oldest, self.today - timedelta(days=91))
        oldest = stay.fee_ids.share_ids.move_id.sorted("invoice_date_due")[0]
        self.pay(oldest, amount=120)
        self.env.invalidate_all()
        self.assertEqual((self.arrears().amount_older, self.arrears().amount_open), (180, 1380))

    def test_drafts_and_what_is_paid_are_not_in_arrears(self):
        self.new_plan()
        stay = self.stay_from("2025-01-01")
        self.fee_of(stay, "2025-01-01")
        paid = self.fee_of(stay, "2025-02-01").share_ids.move_id
        self.set_due(paid, 40)
        self.pay(paid)
        self.assertFalse(self.arrears())

    def test_each_payer_has_a_row(self):
        self.new_plan([{"payer": "municipality", "partner_id": self.town.id, "value": 50}])
        self.set_due(self.fee_of(self.stay_from("2025-01-01"), "2025-01-01").share_ids.move_id, 40)
        self.assertEqual({row.payer: row.amount_60 for row in self.arrears()}, {"municipality": 150, "resident": 150})

    def test_who_sees_whom(self):
        self.new_plan(applies_to="company")
        for bed, client in (
            (self.bed_a, self.client), (self.bed_flat, self.client_other), (self.bed_b, self.client_restricted),
        ):
            self.set_due(
                self.fee_of(self.stay_from("2025-01-01", bed=bed, client=client), "2025-01-01").share_ids.move_id, 40,
            )
        self.assertEqual(self.arrears(self.manager).client_id, self.client)
        self.assertEqual(self.arrears(self.finance).client_id, self.client | self.client_other)

    def test_from_a_row_to_a_repayment_plan_and_to_the_fees(self):
        self.new_plan()
        fee = self.fee_of(self.stay_from("2025-01-01"), "2025-01-01")
        self.set_due(fee.share_ids.move_id, 40)
        row = self.arrears(self.finance)
        plan = self.env["recovery.repayment.plan"].browse(row.action_new_plan()["res_id"])
        self.assertEqual((plan.client_id, plan.amount, plan.share_ids), (self.client, 300, fee.share_ids))
        self.assertEqual(self.env["recovery.fee"].search(row.action_open_fees()["domain"]), fee)
