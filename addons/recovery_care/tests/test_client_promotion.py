from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .promotion_case import SECRETS, WHY, PromotionCase


@tagged("post_install", "-at_install")
class TestPromotion(PromotionCase):
    """From a code to a name, by a recorded consent."""

    def test_same_record_gets_the_name(self):
        done = self.new_encounter(self.own, self.heron, state="done")
        code = self.heron.code
        client = self.promote()
        self.assertEqual(client, self.heron)
        self.assertRecordValues(client, [{
            "code": code, "identity": "identified", "last_name": "Smyšlená", "nickname": "Demo Heron", "birth_year": 1987,
        }])
        self.assertEqual(client.delivery_ids, done.delivery_ids)

    def test_consent_is_recorded_as_given(self):
        client = self.promote(consent={
            "purpose_id": self.identification.id, "signature": b"aGVsbG8=", "date_from": self.yesterday})
        self.assertRecordValues(client.consent_ids, [{
            "purpose_id": self.identification.id, "state": "given", "date_from": self.yesterday, "signature": b"aGVsbG8=",
            "create_uid": self.counsellor.id,
        }])

    def test_no_consent_no_name(self):
        for consent in (None, {}, {"purpose_id": self.research.id}, {"purpose_id": 99999999}):
            with self.subTest(consent), self.assertRaisesRegex(UserError, "^Consent"):
                self.promote(consent=consent)
        self.assertRecordValues(self.heron, [{"identity": "pseudonymous", "last_name": False}])
        self.assertFalse(self.log(self.heron))

    def test_consent_in_force_is_enough(self):
        self.consent(self.heron, purpose_id=self.identification.id)
        client = self.promote(consent=None)
        self.assertEqual((client.identity, len(client.consent_ids)), ("identified", 1))

    def test_withdrawn_consent_is_none(self):
        self.consent(self.heron, purpose_id=self.identification.id).action_withdraw()
        with self.assertRaisesRegex(UserError, "^Consent"):
            self.promote(consent=None)

    def test_who_when_and_why_are_logged_without_a_name(self):
        line = self.log(self.promote())
        self.assertRecordValues(line, [{"user_id": self.counsellor.id, "action": "promote", "reason": WHY}])
        message = self.heron.message_ids[:1]
        self.assertIn("Identified by consent", message.body)
        for secret in SECRETS:
            self.assertNotIn(secret, self.row("mail_message", message.id))

    def test_a_reason_is_needed(self):
        with self.assertRaisesRegex(ValidationError, "^Reason"):
            self.heron.with_user(self.counsellor).promote(self.NAMED, "short", {"purpose_id": self.identification.id})

    def test_a_name_is_needed(self):
        with self.assertRaisesRegex(ValidationError, "^Name"):
            self.promote(values={"first_name": "", "last_name": ""})

    def test_nothing_but_identity_is_taken(self):
        self.promote(values={"code": "STOLEN", "restricted": True})
        self.assertNotEqual(self.heron.code, "STOLEN")
        self.assertFalse(self.heron.restricted)

    def test_identified_already(self):
        with self.assertRaisesRegex(UserError, "^Identity"):
            self.promote(self.client)

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self.promote(user=self.outreach)
        for user in (self.stranger, self.finance, self.auditor, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.promote(user=user)
        with self.assertRaises(MissingError):
            self.promote(self.client_restricted)

    def test_emergency_access_is_for_reading(self):
        self.stranger.employee_id.active = True
        self.env["recovery.access.override"].with_user(self.stranger).request(self.heron.code, "Found unconscious")
        with self.assertRaises(AccessError):
            self.promote(user=self.stranger)

    def test_promotion_ends_the_to_do_to_return(self):
        client = self.promote()
        client.consent_ids.with_user(self.counsellor).action_withdraw()
        self.assertTrue(self.to_dos(client))
        self.demote(client)
        self.assertFalse(self.to_dos(client))


@tagged("post_install", "-at_install")
class TestPromotionLeavingHistory(PromotionCase):
    """The person begins anew; the old record keeps what happened and nothing that tells of whom."""

    def test_new_record_for_the_person(self):
        done = self.new_encounter(self.own, self.heron, state="done")
        client = self.promote(history="leave")
        self.assertNotEqual(client, self.heron)
        self.assertRecordValues(client, [{
            "identity": "identified", "last_name": "Smyšlená", "gender": "female", "language": "cs_CZ", "birth_year": 1987,
            "intake_program_id": self.own.id, "nickname": False, "active": True,
        }])
        self.assertFalse(client.delivery_ids)
        self.assertEqual(self.heron.delivery_ids, done.delivery_ids)

    def test_old_record_is_anonymous_and_archived_and_keeps_its_code(self):
        code = self.heron.code
        self.heron.sudo().code_hash = "00000000:f:0"
        self.promote(history="leave")
        self.assertRecordValues(self.heron, [{
            "code": code, "identity": "anonymous", "nickname": False, "active": False, "birth_year": 1987,
        }])
        self.assertFalse(self.heron.code_hash)

    def test_nothing_in_the_file_leads_from_one_to_the_other(self):
        client = self.promote(history="leave")
        for old, new in ((self.heron, client), (client, self.heron)):
            text = self.row("recovery_client", old.id) + "".join(
                self.row("mail_message", message.id) for message in old.message_ids)
            self.assertNotIn(new.code, text)
        self.assertEqual(self.log(self.heron).mapped("action"), ["leave"])
        self.assertEqual(self.log(client).mapped("action"), ["promote"])

    def test_open_work_stands_against_it(self):
        episode = self.new_episode(self.heron, self.own)
        with self.assertRaisesRegex(UserError, "open episodes"):
            self.promote(history="leave")
        episode.action_close("agreed")
        planned = self.new_encounter(self.own, self.heron)
        with self.assertRaisesRegex(UserError, "planned encounters"):
            self.promote(history="leave")
        planned.state = "cancelled"
        self.assertTrue(self.promote(history="leave"))

    def test_new_record_is_as_restricted_as_the_old_one(self):
        self.heron.write({"restricted": True, "restricted_user_ids": [Command.set(self.keeper.ids)]})
        client = self.promote(user=self.keeper, history="leave")
        self.assertTrue(client.restricted)
        self.assertEqual(client.restricted_user_ids, self.keeper)
        self.assertFalse(client.with_user(self.counsellor).search([("id", "=", client.id)]))

    def test_refusal_leaves_everything_as_it_was(self):
        with self.assertRaises(UserError):
            self.promote(history="leave", consent=None)
        self.assertRecordValues(self.heron, [{"identity": "pseudonymous", "nickname": "Demo Heron", "active": True}])

    def test_a_known_name_is_told_as_everywhere(self):
        self.client.write({"first_name": "Jarmila", "last_name": "Smyšlená", "birthdate": "1987-05-07"})
        with self.assertRaisesRegex(ValidationError, "^Possible duplicate"):
            self.promote(history="leave")
        self.assertTrue(self.promote(history="leave", values={"is_distinct": True}))


@tagged("post_install", "-at_install")
class TestIdentificationNeedsConsent(PromotionCase):
    """Where a programme asks for consent, no other way leads to a name."""

    def refused(self):
        return self.assertRaisesRegex(UserError, "^Identity: “Own programme” identifies clients by a recorded consent")

    def test_plain_writing_is_refused(self):
        self.needs_consent()
        client = self.heron.with_user(self.manager)
        with self.refused():
            client.write({"identity": "identified", "last_name": "Smyšlená"})
        for name, value in self.NAMED.items():
            with self.subTest(name), self.refused():
                client.write({name: value})

    def test_creating_somebody_with_a_name_is_refused(self):
        self.needs_consent()
        Client = self.env["recovery.client"].with_user(self.counsellor)
        for vals in (
            {"identity": "identified", "last_name": "Smyšlená"}, {"identity": "pseudonymous", "phone": "199000777"},
        ):
            with self.subTest(vals), self.refused():
                Client.create({**vals, "intake_program_id": self.own.id})

    def test_the_way_back_is_the_dialog_too(self):
        client = self.promote()
        self.needs_consent()
        with self.refused():
            client.with_user(self.manager).write({"identity": "pseudonymous", "first_name": False, "last_name": False})

    def test_the_dialogs_work(self):
        self.needs_consent()
        client = self.promote()
        self.assertEqual(client.identity, "identified")
        self.demote(client)
        left = self.promote(history="leave")
        self.assertEqual(left.identity, "identified")

    def test_identified_client_is_kept_up_to_date(self):
        client = self.promote()
        self.needs_consent()
        client.with_user(self.counsellor).write({"phone": "199000778"})
        self.assertEqual(client.phone, "199000778")

    def test_everything_else_of_a_coded_client_is_written_as_ever(self):
        self.needs_consent()
        self.heron.with_user(self.counsellor).write({"gender": "other", "nickname": "Demo Kos", "phone": False})
        self.assertEqual(self.heron.nickname, "Demo Kos")

    def test_one_such_programme_among_several_is_enough(self):
        self.other.identification_consent = True
        self.new_episode(self.heron, self.other)
        with self.assertRaisesRegex(UserError, "Other programme"):
            self.heron.with_user(self.manager).write({"identity": "identified", "last_name": "Smyšlená"})

    def test_new_clients_begin_with_a_code(self):
        Client = self.env["recovery.client"].with_user(self.counsellor)
        self.assertEqual(Client.default_get(["identity"])["identity"], "identified")
        self.needs_consent()
        self.assertEqual(Client.default_get(["identity"])["identity"], "pseudonymous")

    def test_the_way_there_and_back_where_no_free_text_is_kept(self):
        self.own.no_free_text = True
        client = self.promote()
        with self.assertRaisesRegex(UserError, "no free text"):
            client.consent_ids.with_user(self.counsellor).message_post(body="In own words")
        client.consent_ids.with_user(self.counsellor).action_withdraw()
        self.assertTrue(self.to_dos(client))
        self.demote(client)
        self.assertEqual(client.identity, "pseudonymous")

    def test_without_the_setting_people_are_entered_by_name_as_ever(self):
        client = self.env["recovery.client"].with_user(self.counsellor).create({"last_name": "Smyšlená"})
        self.assertEqual(client.identity, "identified")
        self.heron.with_user(self.counsellor).write({"identity": "identified", "last_name": "Vymyšlená"})
        self.assertEqual(self.heron.identity, "identified")
