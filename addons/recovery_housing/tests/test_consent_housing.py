from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .partner_case import PartnerCase

ENDED = "recovery_housing.activity_consent_ended"


@tagged("post_install", "-at_install")
class TestConsentHousing(PartnerCase):
    """What a partner promised or gave to somebody, once the person is no longer shared with it."""

    def reach(self, state):
        """Bring an application of the client in the partner's house to a state; returns (application, stay there)."""
        application = self.ask()
        if state == "applied":
            return application, self.env["recovery.stay"]
        if state == "waiting":
            self.there(application, self.host).action_wait()
            return application, self.env["recovery.stay"]
        offer = self.offer_there(application, start=5 if state != "admitted" else 0)
        if state in ("accepted", "admitted"):
            offer.action_accept()
        if state == "admitted":
            offer.stay_id.action_check_in()
        self.assertEqual(application.state, state)
        return application, offer.stay_id.sudo().with_env(self.env)

    def to_dos_there(self, stay):
        return stay.sudo().activity_search([ENDED])

    def test_withdrawn_everything_open_there_is_taken_back(self):
        self.stay.date_to = self.day(100)
        for state in ("applied", "waiting", "offered", "accepted"):
            with self.subTest(state=state), self.cr.savepoint() as savepoint:
                consent = self.share()
                application, there = self.reach(state)
                self.here(consent, self.manager).action_withdraw()
                self.assertEqual((application.state, application.decision_reason), ("withdrawn", "consent"))
                self.assertFalse(application.offer_ids.filtered(lambda offer: offer.state in ("open", "accepted")))
                self.assertEqual(there.mapped("cancel_reason"), ["consent"] if there else [])
                self.assertEqual((self.stay.state, self.stay.date_to), ("in", self.day(100)))
                self.assertEqual(application.episode_id.state, "closed")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_who_lives_there_stays_and_the_house_is_told_once(self):
        consent = self.share()
        application, there = self.reach("admitted")
        self.here(consent, self.manager).action_withdraw()
        self.assertEqual((application.state, there.state, self.stay.state), ("admitted", "in", "out"))
        to_do = self.to_dos_there(there)
        self.assertEqual(len(to_do), 1)
        self.assertIn(to_do.user_id, self.host | self.chief)
        self.assertNotIn(self.client.nickname, to_do.summary or "")
        consent._end_what_rested()
        self.assertEqual(self.to_dos_there(there), to_do)
        again = self.share()
        self.assertFalse(self.to_dos_there(there), "a new consent settles it")
        again.action_withdraw()
        self.assertTrue(self.to_dos_there(there))
        self.there(there, self.chief).action_cancel_error()
        self.assertFalse(self.to_dos_there(there))
        self.assertEqual((application.state, application.decision_reason), ("withdrawn", "consent"))

    def test_expired_by_the_nightly_job_run_twice(self):
        consent = self.share(date_to=self.tomorrow)
        application, there = self.reach("offered")
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            for _turn in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref("recovery_care.cron_consents").method_direct_trigger()
                self.assertEqual((consent.state, application.state, there.state), ("expired", "withdrawn", "cancelled"))
                self.assertEqual(self.stay.date_to, False)
            self.env.flush_all()

    def test_after_the_last_day_nobody_moves_in_before_the_nightly_job_either(self):
        self.share(date_to=self.tomorrow)
        _application, there = self.reach("accepted")
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=5)):
            self.env.invalidate_all()
            with self.assertRaisesRegex(ValidationError, "^Client: "):
                self.there(there, self.host).action_check_in()
        self.assertEqual(self.stay.state, "in")

    def test_nothing_ends_where_another_consent_is_in_force(self):
        first = self.share(purpose=self.new_purpose("shares_stays"))
        second = self.share()
        application, there = self.reach("accepted")
        first.action_withdraw()
        self.assertEqual((application.state, there.state), ("accepted", "reserved"))
        renewed = self.share(date_from=self.today)
        self.assertEqual((second.state, renewed.state), ("expired", "given"))
        self.assertEqual((application.state, there.state), ("accepted", "reserved"))
        renewed.action_withdraw()
        self.assertEqual((application.state, there.state), ("withdrawn", "cancelled"))

    def test_what_the_partner_reserved_by_itself_ends_too(self):
        self.stay.action_check_out("left", "unknown")
        consent = self.share()
        there = self.there(self.env["recovery.stay"], self.host).create({
            "client_id": self.client.id, "bed_id": self.bed_abroad.id, "date_from": self.day(3),
        })
        consent.action_withdraw()
        self.assertEqual((there.sudo().state, there.sudo().cancel_reason), ("cancelled", "consent"))

    def test_of_other_people_and_companies_nothing_ends(self):
        person = self.new_person()
        self.share(person)
        other = self.new_stay(self.bed_b, person, start=-3, state="in")
        application = self.ask(other)
        own = self.apply(self.client, self.flat)
        self.share().action_withdraw()
        self.assertEqual((application.state, own.state), ("applied", "applied"))
