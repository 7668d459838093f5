from datetime import timedelta

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestAttributionByHand(ReportingCase):
    """What a person decides stays until a person changes it."""

    def setUp(self):
        super().setUp()
        self.delivery = self.done(self.own, self.client)
        self.as_finance = self.grant.with_user(self.finance)

    def test_excluded_delivery_stays_out(self):
        self.grant._attribute()
        self.as_finance.exclude(self.delivery.ids, "Paid by the town")
        self.grant._attribute()
        self.assertEqual(self.states(), {self.delivery: ("excluded", "manual")})

    def test_claim_outside_the_rules_stays_in(self):
        self.grant.rule_ids.place = "prison"
        self.as_finance.claim(self.delivery.ids, "Visit on behalf of the prison")
        self.grant._attribute()
        self.assertEqual(self.states(), {self.delivery: ("claimed", "manual")})

    def test_delivery_of_another_programme_can_be_claimed(self):
        narrow = self.new_grant("G-2", programs=self.other, exclusive=False)
        narrow.with_user(self.finance).claim(self.delivery.ids, "Stood in for a colleague")
        narrow._attribute()
        self.assertEqual(self.states(narrow), {self.delivery: ("claimed", "manual")})

    def test_reset_gives_it_back_to_the_rules(self):
        self.as_finance.exclude(self.delivery.ids, "Mistake")
        self.grant.attribution_ids.with_user(self.finance).action_reset()
        self.assertEqual(self.states(), {self.delivery: ("claimed", "rule")})

    def test_reason_is_needed(self):
        for reason in ("", "   ", None):
            with self.assertRaisesRegex(ValidationError, "^Reason"):
                self.as_finance.claim(self.delivery.ids, reason)

    def test_database_wants_a_reason(self):
        self.grant._attribute()
        with self.assertRefusedByDatabase("recovery.attribution", "reason", "Reason"):
            self.grant.attribution_ids.origin = "manual"

    def test_delivery_outside_the_period_is_refused(self):
        early = self.done(self.own, self.client, self.start - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "^Delivery"):
            self.as_finance.claim(early.ids, "Wanted")

    def test_planned_delivery_is_refused(self):
        planned = self.new_encounter(self.own, self.client).delivery_ids
        with self.assertRaisesRegex(UserError, "^Delivery"):
            self.as_finance.claim(planned.ids, "Wanted")

    def test_delivery_of_another_company_is_refused(self):
        foreign = self.done(self.foreign, self.client_foreign, service=self.foreign_talk)
        with self.assertRaises(AccessError):
            self.as_finance.claim(foreign.ids, "Wanted")
        with self.assertRaisesRegex(UserError, "another company"):
            self.grant.claim(foreign.ids, "Wanted")

    def test_delivery_of_a_restricted_person_does_not_exist_for_finance(self):
        hidden = self.done(self.own, self.client_restricted)
        with self.assertRaises(MissingError):
            self.as_finance.claim(hidden.ids, "Wanted")
        with self.assertRaises(MissingError):
            self.as_finance.exclude(hidden.ids, "Wanted")

    def test_what_another_exclusive_grant_holds_is_refused(self):
        self.grant._attribute()
        second = self.new_grant("G-2")
        with self.assertRaisesRegex(UserError, "G-1"):
            second.with_user(self.finance).claim(self.delivery.ids, "Wanted")

    def test_only_finance_decides(self):
        self.grant._attribute()
        row = self.grant.attribution_ids
        for role in ("manager", "data", "auditor", "counsellor", "administrator"):
            user = self.users[role]
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.grant.with_user(user).exclude(self.delivery.ids, "Wanted")
                for act in ("action_reset", "action_take", "action_leave"):
                    with self.assertRaises(AccessError):
                        getattr(row.with_user(user), act)()
                with self.assertRaises(AccessError):
                    row.with_user(user).action_exclude("Wanted")

    def test_finance_cannot_write_rows_directly(self):
        self.grant._attribute()
        with self.assertRaises(AccessError):
            self.grant.attribution_ids.with_user(self.finance).state = "excluded"
        with self.assertRaises(AccessError):
            self.env["recovery.attribution"].with_user(self.finance).create({
                "grant_id": self.grant.id, "delivery_id": self.delivery.id, "state": "claimed", "origin": "rule",
            })

    def test_dialogue_claims_from_the_list_of_missing(self):
        self.grant.rule_ids.place = "prison"
        missing = self.as_finance.action_open_missing()
        found = self.env["recovery.delivery"].with_user(self.finance).search(missing["domain"])
        action = found.with_context(**missing["context"]).action_claim_for_grant()
        wizard = Form(self.env["recovery.attribution.wizard"].with_user(self.finance).with_context(**action["context"]))
        wizard.reason = "Visit on behalf of the prison"
        wizard.save().action_decide()
        self.assertEqual(self.states()[self.delivery], ("claimed", "manual"))

    def test_exclude_without_a_reason_asks_for_it(self):
        self.grant._attribute()
        action = self.grant.attribution_ids.with_user(self.finance).action_exclude()
        self.assertEqual(action["res_model"], "recovery.attribution.wizard")
        self.assertEqual(action["context"]["default_decision"], "exclude")
        self.assertEqual(self.states()[self.delivery], ("claimed", "rule"))
