from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .consent_case import ConsentCase


@tagged("post_install", "-at_install")
class TestClientConsent(ConsentCase):
    """Whether a client agrees on a day, and what follows when that ends."""

    def agrees(self, day=None, partner=None, code="research"):
        return self.client._has_consent(code, partner, day)

    def test_agrees_from_the_first_to_the_last_day(self):
        first, last = self.today - timedelta(days=5), self.today + timedelta(days=5)
        self.consent(date_from=first, date_to=last)
        for day, agrees in (
            (first - timedelta(days=1), False), (first, True), (self.today, True), (last, True),
            (last + timedelta(days=1), False),
        ):
            with self.subTest(day):
                self.assertEqual(self.agrees(day), agrees)

    def test_drafts_and_refusals_are_no_consent(self):
        self.consent(state="draft")
        self.consent(state="refused")
        self.assertFalse(self.agrees())

    def test_withdrawn_from_its_day_on(self):
        self.consent(date_from=self.today - timedelta(days=5)).action_withdraw()
        self.assertFalse(self.agrees())
        self.assertFalse(self.agrees(self.tomorrow))
        self.assertTrue(self.agrees(self.yesterday))

    def test_past_its_last_day_it_holds_no_more_also_before_the_nightly_job(self):
        consent = self.consent(date_from=self.today - timedelta(days=9), date_to=self.yesterday)
        self.assertEqual(consent.state, "given")
        self.assertFalse(self.agrees())
        self.assertTrue(self.agrees(self.yesterday))

    def test_recipients_are_apart(self):
        self.consent(purpose_id=self.sharing.id, partner_id=self.hospital.id)
        self.assertTrue(self.agrees(partner=self.hospital, code="sharing"))
        self.assertFalse(self.agrees(partner=self.court, code="sharing"))
        self.assertFalse(self.agrees(code="sharing"))
        self.consent(purpose_id=self.research.id)
        self.assertFalse(self.agrees(partner=self.hospital), "a consent names its recipient")

    def test_many_clients_at_once(self):
        other = self.coded()
        self.consent()
        self.assertEqual((self.client | other)._filtered_consent("research"), self.client)

    def test_count_is_of_those_in_force(self):
        self.consent()
        self.consent(purpose_id=self.sharing.id, date_from=self.today - timedelta(days=9), date_to=self.yesterday)
        self.assertEqual(self.client.with_user(self.counsellor).consent_count, 1)

    # What rests on a consent ends with it

    def test_withdrawal_asks_the_keyworker_to_return_the_client_to_the_code(self):
        self.keyworker(self.counsellor)
        self.consent(purpose_id=self.identification.id).action_withdraw()
        self.assertEqual(self.to_dos(), self.counsellor)
        activity = self.client.activity_ids
        self.assertEqual(activity.date_deadline, self.today + timedelta(days=14))
        self.assertNotIn("Testový", f"{activity.summary}{activity.note}{activity.res_name}")

    def test_names_stay_and_stay_protected_until_then(self):
        self.consent(purpose_id=self.identification.id).action_withdraw()
        self.assertEqual(self.client.with_user(self.counsellor).last_name, "Testový")
        self.assertNotIn("last_name", self.client.with_user(self.outreach).fields_get())

    def test_without_a_keyworker_the_managers_are_asked(self):
        self.consent(purpose_id=self.identification.id).action_withdraw()
        self.assertEqual(self.to_dos(), self.manager)

    def test_without_both_the_privacy_officers_are_asked(self):
        self.own.employee_ids = [Command.unlink(self.manager.employee_id.id)]
        self.consent(purpose_id=self.identification.id).action_withdraw()
        self.assertIn(self.privacy, self.to_dos())

    def test_nobody_is_told_of_a_restricted_client_but_those_named(self):
        client = self.client_restricted
        self.env["recovery.consent"].with_user(self.keeper).create({
            "client_id": client.id, "purpose_id": self.identification.id, "state": "given",
        }).action_withdraw()
        self.assertFalse(self.to_dos(client))
        client.restricted_user_ids = [Command.link(self.manager.id)]
        self.env["recovery.consent"].with_user(self.keeper).create({
            "client_id": client.id, "purpose_id": self.identification.id, "state": "given",
        }).action_withdraw()
        self.assertEqual(self.to_dos(client), self.manager)

    def test_who_is_not_identified_needs_no_return(self):
        client = self.coded()
        self.consent(client, purpose_id=self.identification.id).action_withdraw()
        self.assertFalse(self.to_dos(client))

    def test_another_consent_in_force_keeps_the_name(self):
        purpose = self.identification.copy({"code": "identification-2"})
        self.consent(purpose_id=purpose.id)
        self.consent(purpose_id=self.identification.id).action_withdraw()
        self.assertFalse(self.to_dos())

    def test_a_consent_given_anew_asks_nobody(self):
        self.consent(purpose_id=self.identification.id)
        self.consent(purpose_id=self.identification.id)
        self.assertFalse(self.to_dos())

    def test_other_purposes_ask_nobody(self):
        self.consent().action_withdraw()
        self.assertFalse(self.to_dos())

    def test_expiry_that_runs_twice_asks_once(self):
        self.consent(
            purpose_id=self.identification.id, date_from=self.today - timedelta(days=9), date_to=self.yesterday)
        cron = self.env.ref("recovery_care.cron_consents")
        for _run in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(len(self.client.activity_ids), 1)
