from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestStayPayer(FeeCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_plan([
            {"payer": "municipality", "partner_id": cls.town.id, "value": 50},
            {"payer": "insurer", "partner_id": cls.insurer.id, "method": "fixed", "value": 30},
        ])
        cls.village = cls.env["res.partner"].create({"name": "Demo village", "company_id": cls.company.id})
        cls.stay = cls.stay_from("2026-01-01")

    def payer(self, user=None, stay=None, **values):
        return self.env["recovery.stay.payer"].with_user(user or self.house).create({
            "stay_id": (stay or self.stay).id, "partner_id": self.village.id, "value": 20, "date_from": "2026-01-01",
            **values,
        })

    def paid(self, fee):
        """Return {name of the contact, or resident: amount} of what counts."""
        shares = fee.sudo().share_ids.filtered(lambda share: share.state == "live")
        return {share.payer if share.payer == "resident" else share.partner_id.name: share.amount for share in shares}

    def test_dates_contact_and_value_make_sense(self):
        for refusal in self.refusals("recovery.stay.payer", "dates", "Until"):
            with refusal:
                self.payer(date_to="2025-12-31")
        for refusal in self.refusals("recovery.stay.payer", "partner", "Invoice to"):
            with refusal:
                self.payer(partner_id=False)
        for values in ({"value": 101}, {"cap": -1}):
            for refusal in self.refusals("recovery.stay.payer", "value", "Percent or amount"):
                with self.subTest(values=values), refusal:
                    self.payer(**values)

    def test_comes_first_and_takes_the_place_of_its_kind_in_the_plan(self):
        self.payer()
        fee = self.fee_of(self.stay, "2026-03-01")
        self.assertEqual(self.paid(fee), {"Demo village": 60, "Demo insurer": 30, "resident": 210})

    def test_pays_for_its_own_nights_only(self):
        self.payer(date_from="2026-03-11", date_to="2026-03-20")
        fee = self.fee_of(self.stay, "2026-03-01")
        self.assertEqual(self.paid(fee), {
            "Demo town": 101.61, "Demo insurer": 30, "Demo village": 19.36, "resident": 149.03,
        })
        self.assertAlmostEqual(sum(self.paid(fee).values()), 300, 2)
        self.assertEqual(self.paid(self.fee_of(self.stay, "2026-04-01")), {
            "Demo town": 150, "Demo insurer": 30, "resident": 120,
        })

    def test_number_of_the_decision_is_on_the_invoice_and_on_its_credit_note(self):
        self.payer(decision_number="D-77/2026")
        fee = self.fee_of(self.stay, "2026-03-01")
        share = fee.share_ids.filtered(lambda share: share.partner_id == self.village)
        self.assertEqual(share.move_id.ref, f"{self.client.code} · RIV · 2026-03 · D-77/2026")
        self.assertEqual(share.move_id.invoice_line_ids.name, share.move_id.ref)
        others = (fee.share_ids - share).move_id
        self.assertFalse([ref for ref in others.mapped("ref") if "D-77" in ref])
        fee.share_ids.move_id.action_post()
        fee.action_cancel()
        self.assertEqual(share.move_id.reversal_move_ids.ref, share.move_id.ref)
        self.assertEqual(fee.amount_open, 0)

    def test_a_decision_that_comes_later_corrects_the_fee(self):
        fee = self.fee_of(self.stay, "2026-03-01")
        fee.share_ids.move_id.action_post()
        payer = self.payer(decision_number="D-1")
        self.assertTrue(fee.to_check)
        fee.action_correct()
        amounts = {}
        for share in fee.share_ids:
            amounts[share.partner_id.name] = round(amounts.get(share.partner_id.name, 0) + share.amount, 2)
        self.assertEqual(amounts, {"Demo town": 0, "Demo village": 60, "Demo insurer": 30, self.client.code: 210})
        payer.decision_number = "D-2"
        self.assertTrue(fee.to_check)
        fee.action_correct()
        payer.active = False
        self.assertTrue(fee.to_check)

    def test_goes_along_with_who_moves(self):
        stay = self.new_stay(start=-60, bed=self.bed_c, client=self.new_client(self.own, nickname="Demo Mover"), state="in")
        self.payer(stay=stay, date_from=self.day(-60), value=100)
        moved = stay.action_move(self.bed_b.id, self.day(-40))
        self.assertEqual((moved.payer_count, stay.payer_count), (1, 1))
        fee = self.fee_of(moved, self.day(-35).replace(day=1))
        self.assertEqual(set(self.paid(fee)), {"Demo village"})

    def test_somebody_is_told_before_the_end(self):
        payer = self.payer(date_to=self.today + timedelta(days=50))
        self.assertEqual((payer.activity_ids.user_id, payer.activity_ids.date_deadline), (
            self.house, self.today + timedelta(days=20),
        ))
        payer.date_to = self.today + timedelta(days=80)
        self.assertEqual(payer.activity_ids.date_deadline, self.today + timedelta(days=50))
        payer.active = False
        self.assertFalse(payer.activity_ids)

    def test_the_agreement_says_what_is_left_for_the_resident(self):
        self.payer()
        self.assertIn("210", self.stay.with_user(self.house)._get_agreed_fee()["resident"])

    def test_written_down_for_good(self):
        payer = self.payer(self.finance)
        for user in (self.house, self.manager, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                payer.with_user(user).unlink()

    def test_what_it_is_today_follows_from_its_dates(self):
        days = {"future": (5, None), "running": (-5, 31), "ending": (-5, 30), "ended": (-9, -1)}
        payers = {
            state: self.payer(date_from=self.day(start), date_to=stop is not None and self.day(stop))
            for state, (start, stop) in days.items()
        }
        for state, payer in payers.items():
            with self.subTest(state=state):
                self.assertEqual(payer.state, state)
                self.assertEqual(self.env["recovery.stay.payer"].search([
                    ("state", "=", state), ("stay_id", "=", self.stay.id),
                ]), payer)
