from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .grant_fee_case import GrantFeeCase


@tagged("post_install", "-at_install")
class TestPayerGrant(GrantFeeCase):
    """A payer of the kind “Grant” names the grant."""

    def setUp(self):
        super().setUp()
        self.stay = self.stay_from("2026-01-01")

    def test_two_grants_are_two_shares_and_one_without_a_name_is_a_third(self):
        self.new_plan([
            self.by_grant(self.bread, 20), self.by_grant(self.roof, 30), {"payer": "grant", "value": 10},
        ], amount=310)
        [fee] = self.months(self.stay, 3)
        self.assertEqual(self.paid(fee), {"BREAD": 62, "ROOF": 93, "grant": 31, "resident": 124})
        self.assertEqual(len(fee.share_ids), 4)
        self.assertFalse(fee.share_ids.filtered(lambda share: share.payer == "grant").move_id)

    def test_two_grants_with_the_same_contact_are_two_invoices(self):
        contact = {"partner_id": self.town.id}
        self.new_plan([self.by_grant(self.bread, 20, **contact), self.by_grant(self.roof, 30, **contact)], amount=310)
        [fee] = self.months(self.stay, 3)
        moves = fee.share_ids.filtered(lambda share: share.payer == "grant").move_id
        self.assertEqual(sorted(moves.mapped("amount_total")), [62, 93])

    def test_another_grant_corrects_the_fee_and_leaves_the_rest_alone(self):
        payer = self.stay_payer(self.stay, self.bread, value=50)
        self.new_plan([{"payer": "municipality", "partner_id": self.town.id, "value": 20}], amount=310)
        [fee] = self.months(self.stay, 3)
        posted = fee.share_ids.move_id
        posted.action_post()
        payer.grant_id = self.roof
        self.assertTrue(fee.to_check)
        fee.action_correct()
        self.assertEqual(self.paid(fee), {"ROOF": 155, "municipality": 62, "resident": 93})
        self.assertEqual(fee.share_ids.move_id, posted)
        payer.grant_id = self.bread
        payer.grant_id = self.roof
        self.assertFalse(fee.to_check)

    def test_a_grant_pays_the_nights_of_its_period_alone(self):
        short = self.new_year_grant("SHORT", "2026-01-11", "2026-03-20")
        self.stay_payer(self.stay, short, value=40)
        self.new_plan([self.by_grant(self.bread, 10)], amount=310)
        found = [self.paid(fee) for fee in self.months(self.stay, 1, 2, 3, 4)]
        self.assertEqual(found, [
            {"SHORT": 84, "BREAD": 10, "resident": 216}, {"SHORT": 124, "resident": 186},
            {"SHORT": 80, "BREAD": 11, "resident": 219}, {"BREAD": 31, "resident": 279},
        ])

    def test_the_period_of_the_grant_of_a_plan_counts_as_well(self):
        self.new_plan([self.by_grant(self.new_year_grant("SHORT", "2026-03-11", "2026-03-20"), 50)], amount=310)
        self.assertEqual([self.paid(fee) for fee in self.months(self.stay, 2, 3)], [
            {"resident": 310}, {"SHORT": 50, "resident": 260},
        ])

    def test_only_a_payer_that_is_a_grant_names_one(self):
        values = {"payer": "municipality", "partner_id": self.town.id, "grant_id": self.bread.id, "value": 10}
        for model, owner in (
            ("recovery.stay.payer", {"stay_id": self.stay.id}), ("recovery.fee.plan.payer", {"plan_id": self.new_plan().id}),
        ):
            for refusal in self.refusals(model, "grant", "Grant"):
                with self.subTest(model=model), refusal:
                    self.env[model].create({**values, **owner})

    def test_who_makes_it_another_payer_lets_the_grant_go(self):
        payer = self.stay_payer(self.stay, self.bread)
        payer.with_user(self.house).write({"payer": "municipality", "partner_id": self.town.id})
        self.assertEqual((payer.payer, payer.grant_id.ids), ("municipality", []))
        plan = self.new_plan([self.by_grant(self.bread, 10)])
        with Form(plan.with_user(self.finance)) as form, form.payer_ids.edit(0) as line:
            line.payer = "resident"
        self.assertFalse(plan.payer_ids.grant_id)

    def test_a_grant_without_a_night_of_the_payer_is_refused(self):
        old = self.new_year_grant("OLD", "2025-01-01", "2025-12-31")
        plan = self.new_plan([self.by_grant(old, 10)], date_from=date(2025, 1, 1))
        cases = (
            lambda: self.stay_payer(self.stay, old),
            lambda: self.new_plan([self.by_grant(old, 10)], applies_to="stay", date_from=date(2026, 1, 1)),
            lambda: plan.write({"date_from": date(2026, 1, 1)}),
            lambda: self.stay_payer(self.stay, self.bread, date_to="2026-05-31").write({
                "date_from": "2027-01-01", "date_to": False,
            }),
        )
        for number, case in enumerate(cases):
            with self.subTest(number), self.assertRaisesRegex(ValidationError, "^Grant: "), self.cr.savepoint():
                case()
        self.assertTrue(self.stay_payer(self.stay, old, date_from="2025-12-31", date_to="2026-02-01"))

    def test_a_grant_that_was_never_started_and_one_of_another_company_are_refused(self):
        draft = self.new_grant("DRAFT", running=False)
        with self.assertRaisesRegex(ValidationError, "^Grant: .*draft"):
            self.stay_payer(self.stay, draft)
        abroad = self.new_grant("ABROAD", programs=self.foreign, company_id=self.partner_company.id)
        with self.assertRaises(UserError):
            self.stay_payer(self.stay, abroad)
        with self.assertRaisesRegex(ValidationError, "^Grant: choose"):
            self.stay_payer(self.stay, abroad, user=self.finance)

    def test_the_company_of_a_grant_stays_while_fees_name_it(self):
        self.stay_payer(self.stay, self.bread)
        with self.assertRaisesRegex(ValidationError, "^Company: "):
            self.bread.write({
                "company_id": self.partner_company.id, "program_ids": [Command.set(self.foreign.ids)],
                "analytic_account_id": False, "state": "draft",
            })

    def test_managers_name_grants_of_their_programmes_and_house_staff_none(self):
        hidden = self.new_year_grant("HIDDEN", programs=self.other)
        with self.assertRaisesRegex(ValidationError, "^Grant: choose"):
            self.stay_payer(self.stay, hidden, user=self.manager)
        payer = self.stay_payer(self.stay, self.bread, user=self.manager)
        with self.assertRaisesRegex(ValidationError, "^Grant: choose"):
            payer.write({"grant_id": hidden.id})
        with self.assertRaises(AccessError):
            self.stay_payer(self.stay, self.bread, user=self.house)
        for name in ("grant_id", "grant_end"):
            with self.subTest(name), self.assertRaises(AccessError):
                payer.with_user(self.house).read([name])
        with self.assertRaises(AccessError):
            payer.with_user(self.house).search([("grant_id", "=", self.bread.id)])

    def test_house_staff_write_down_a_grant_and_finance_finds_and_names_it(self):
        payer = self.env["recovery.stay.payer"].with_user(self.house).create({
            "stay_id": self.stay.id, "payer": "grant", "value": 10, "date_from": "2026-01-01",
        })
        named = self.stay_payer(self.stay, self.bread)
        plan = self.new_plan([{"payer": "grant", "value": 10}], amount=310)
        [fee] = self.months(self.stay, 3)
        domain = [("payer", "=", "grant"), ("grant_id", "=", False)]
        for model, missing in (("recovery.stay.payer", payer), ("recovery.fee.share", fee.share_ids[:1])):
            with self.subTest(model=model):
                found = self.env[model].with_user(self.finance).search(domain)
                self.assertIn(missing, found)
                self.assertNotIn(named, found) if model == "recovery.stay.payer" else None
        self.assertIn(plan, self.env["recovery.fee.plan"].with_user(self.finance).search([("payer_ids", "any", domain)]))
        payer.with_user(self.finance).grant_id = self.roof
        self.assertTrue(fee.to_check)
        fee.with_user(self.finance).action_correct()
        self.assertEqual(self.paid(fee), {"ROOF": 31, "BREAD": 31, "resident": 248})

    def test_the_form_asks_finance_for_the_grant_and_house_staff_not(self):
        def fill(user):
            form = Form(self.env["recovery.stay.payer"].with_user(user).with_context(default_stay_id=self.stay.id))
            form.payer = "grant"
            form.value = 10
            return form

        self.assertFalse(fill(self.house).save().sudo().grant_id)
        form = fill(self.finance)
        with self.assertRaises(AssertionError):
            form.save()
        form.grant_id = self.bread
        self.assertEqual(form.save().grant_id, self.bread)

    def test_somebody_is_told_before_the_grant_ends(self):
        end = self.today + timedelta(days=50)
        grant = self.new_year_grant("SOON", self.today, end)
        payer = self.stay_payer(self.stay, grant, date_from=self.today)
        self.assertEqual(payer.activity_ids.date_deadline, end - timedelta(days=30))
        grant.date_end += timedelta(days=10)
        self.assertEqual(payer.activity_ids.date_deadline, end - timedelta(days=20))
        payer.date_to = self.today + timedelta(days=40)
        self.assertEqual(payer.activity_ids.date_deadline, self.today + timedelta(days=10))
        payer.write({"grant_id": False, "date_to": False})
        self.assertFalse(payer.activity_ids)

    def test_the_agreement_knows_what_the_grant_leaves_to_the_resident(self):
        self.new_plan(amount=310)
        self.stay_payer(self.stay, self.bread, value=60)
        self.assertIn("124", self.stay.with_user(self.house)._get_agreed_fee()["resident"])
