from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .consent_case import ConsentCase

PAPER = b"aGVsbG8="


@tagged("post_install", "-at_install")
class TestConsent(ConsentCase):
    """A consent is given, refused, withdrawn; it expires; and what was agreed does not change."""

    def test_the_way_of_a_consent(self):
        consent = self.consent(state="draft")
        consent.action_give()
        self.assertEqual((consent.state, consent.date_from), ("given", self.today))
        consent.action_withdraw()
        self.assertEqual((consent.state, consent.date_withdrawn), ("withdrawn", self.today))
        refused = self.consent(state="draft")
        refused.action_refuse()
        self.assertEqual(refused.state, "refused")

    def test_steps_that_do_not_exist(self):
        ways = {
            "draft": ("withdrawn", "expired"), "refused": ("given", "withdrawn", "draft"),
            "given": ("draft", "refused"), "withdrawn": ("given", "draft"),
        }
        for state, targets in ways.items():
            consent = self.consent(state=state)
            for target in targets:
                with self.subTest(state, target=target), self.assertRaisesRegex(UserError, "^State"):
                    consent.write({"state": target})

    def test_a_record_made_in_a_state_obeys_the_same_rules(self):
        self.assertEqual(self.consent(state="given").state, "given")
        withdrawn = self.consent(purpose_id=self.sharing.id, state="withdrawn")
        self.assertEqual((withdrawn.state, withdrawn.date_withdrawn), ("withdrawn", self.today))
        with self.assertRaisesRegex(ValidationError, "^From"):
            self.consent(date_from=self.tomorrow)
        with self.assertRaisesRegex(ValidationError, "^From"):
            self.consent(date_from=False)

    def test_last_day_follows_the_purpose(self):
        self.assertEqual(self.consent(purpose_id=self.sharing.id, date_from=date(2024, 2, 1)).date_to, date(2025, 1, 31))
        self.assertFalse(self.consent().date_to)

    def test_ends_after_it_begins(self):
        draft = self.consent(state="draft", date_to=self.tomorrow)
        for refusal in self.refusals("recovery.consent", "date_order", "Until"):
            with refusal:
                draft.date_to = self.yesterday
        for refusal in self.refusals("recovery.consent", "date_order", "Until"):
            with refusal:
                self.consent(date_from=self.today, date_to=self.yesterday)

    def test_withdrawn_between_the_first_day_and_today(self):
        consent = self.consent(date_from=self.yesterday)
        with self.assertRaisesRegex(ValidationError, "^Withdrawn on"):
            consent.action_withdraw(self.tomorrow)
        for refusal in self.refusals("recovery.consent", "withdrawn_after", "Withdrawn on"):
            with refusal:
                consent.action_withdraw(self.yesterday - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "^Withdrawn on"):
            consent.date_withdrawn = self.today
        consent.action_withdraw(self.yesterday)
        self.assertEqual(consent.date_withdrawn, self.yesterday)
        for refusal in self.refusals("recovery.consent", "withdrawn", "Withdrawn on"):
            with refusal:
                consent.date_withdrawn = False

    def test_draft_without_a_first_day_is_not_withdrawn(self):
        with self.assertRaisesRegex(UserError, "^State"):
            self.consent(state="draft", date_from=False).action_withdraw()

    def test_given_one_has_a_first_day_in_the_database(self):
        self.consent()
        draft = self.consent(state="draft", date_from=False)
        for refusal in self.refusals("recovery.consent", "begun", "From"):
            with refusal:
                draft.action_give()

    def test_what_was_agreed_does_not_change(self):
        consent = self.consent(purpose_id=self.sharing.id, partner_id=self.hospital.id)
        for vals in (
            {"client_id": self.coded().id}, {"purpose_id": self.research.id}, {"partner_id": self.court.id},
            {"partner_id": False}, {"date_from": self.yesterday}, {"date_to": date(2099, 1, 1)}, {"date_to": False},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "keeps what was agreed"):
                consent.write(vals)
        consent.write({"partner_id": self.hospital.id, "date_from": self.today})

    def test_paper_may_follow_and_then_stays(self):
        consent = self.consent()
        consent.write({"document": PAPER, "document_name": "consent.pdf", "signature": PAPER})
        for name in ("document", "signature"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "keeps what was agreed"):
                consent.write({name: False})

    def test_papers_are_for_those_who_see_names(self):
        consent = self.consent(document=PAPER, signature=PAPER)
        attachments = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "recovery.consent"), ("res_id", "=", consent.id), ("res_field", "!=", False)])
        self.assertEqual(len(attachments), 2)
        self.env.invalidate_all()
        for user, may in ((self.counsellor, True), (self.house, True), (self.outreach, False), (self.auditor, False)):
            with self.subTest(user=user.login):
                if may:
                    self.assertEqual(consent.with_user(user).document, PAPER)
                    self.assertTrue(attachments[0].with_user(user).datas)
                else:
                    with self.assertRaises(AccessError):
                        consent.with_user(user).read(["document"])
                    with self.assertRaises(AccessError):
                        attachments[0].with_user(user).read(["datas"])

    def test_outreach_worker_records_a_consent_and_never_touches_papers(self):
        consent = self.consent(state="draft", document=PAPER).with_user(self.outreach)
        consent.action_give()
        self.assertEqual(consent.state, "given")

    def test_only_drafts_are_deleted(self):
        self.consent(state="draft").unlink()
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.consent().unlink()

    def test_given_anew_takes_the_place_of_the_former(self):
        former = self.consent(date_from=self.today - timedelta(days=100))
        newer = self.consent()
        self.assertEqual((former.state, former.date_to), ("expired", self.yesterday))
        self.assertEqual(newer.state, "given")
        newer.action_withdraw()
        self.assertFalse(self.client._has_consent("research"))

    def test_given_twice_on_one_day(self):
        former, newer = self.consent(), self.consent()
        self.assertEqual((former.state, former.date_to, newer.state), ("expired", self.today, "given"))
        newer.action_withdraw()
        self.assertFalse(self.client._has_consent("research"), "the one that was replaced holds no more")

    def test_database_holds_one_given_consent_a_purpose_and_recipient(self):
        self.consent(purpose_id=self.sharing.id, partner_id=self.hospital.id)
        self.consent(purpose_id=self.sharing.id, partner_id=self.court.id)
        drafts = self.env["recovery.consent"].union(*(
            self.consent(purpose_id=self.research.id, state="draft") for _number in range(2)
        ))
        for refusal in self.refusals("recovery.consent", "given_once", "Purpose"):
            with refusal:
                drafts.action_give()

    def test_given_from_an_earlier_day_the_former_ends_the_day_before(self):
        former = self.consent(date_from=self.today - timedelta(days=100))
        draft = self.consent(state="draft")
        draft.write({"state": "given", "date_from": self.today - timedelta(days=10)})
        self.assertEqual((former.state, former.date_to), ("expired", self.today - timedelta(days=11)))

    def test_expires_after_its_last_day_and_not_before(self):
        past = self.consent(date_from=self.today - timedelta(days=9), date_to=self.yesterday)
        today = self.consent(purpose_id=self.sharing.id, date_to=self.today)
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care.cron_consents").method_direct_trigger()
        self.assertEqual((past.state, today.state), ("expired", "given"))
        with self.assertRaisesRegex(ValidationError, "expires after its last day"):
            today.write({"state": "expired"})

    def test_partner_of_another_company_is_refused(self):
        partner = self.env["res.partner"].create({"name": "Demo far", "company_id": self.partner_company.id})
        with self.assertRaisesRegex(UserError, "compan"):
            self.consent(partner_id=partner.id)

    def test_named_by_the_code_alone(self):
        consent = self.consent()
        self.assertEqual(consent.display_name, f"{self.client.code} · {self.research.name}")
