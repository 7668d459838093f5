from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .promotion_case import SECRETS, WHY, PromotionCase


@tagged("post_install", "-at_install")
class TestDemotion(PromotionCase):
    """Back to a code: the name is gone, not hidden."""

    def setUp(self):
        super().setUp()
        self.named = self.promote()

    def everything_stored(self):
        """Return the rows of the client and of what hangs on it, as the database has them."""
        self.env.flush_all()
        client_id = self.named.id
        text = self.row("recovery_client", client_id)
        for statement in (
            "SELECT row_to_json(t)::text FROM recovery_consent t WHERE client_id = %s",
            "SELECT row_to_json(t)::text FROM recovery_relation t WHERE client_id = %s",
            "SELECT row_to_json(v)::text FROM mail_tracking_value v JOIN mail_message m ON m.id = v.mail_message_id"
            " WHERE m.model = 'recovery.client' AND m.res_id = %s",
            "SELECT row_to_json(t)::text FROM mail_message t WHERE model = 'recovery.client' AND res_id = %s",
            "SELECT row_to_json(t)::text FROM mail_activity t WHERE res_model = 'recovery.client' AND res_id = %s",
            "SELECT row_to_json(t)::text FROM recovery_access_log t WHERE client_id = %s",
        ):
            self.env.cr.execute(statement, [client_id])
            text += "".join(row[0] for row in self.env.cr.fetchall())
        return text

    def test_identity_is_deleted(self):
        contact = self.env["res.partner"].create({"name": self.named.code})
        self.named.write({"partner_id": contact.id, "is_distinct": True})
        self.named.message_subscribe(contact.ids)
        client = self.demote(self.named)
        self.assertEqual(client, self.named)
        self.assertRecordValues(client, [{
            "identity": "pseudonymous", "first_name": False, "last_name": False, "birthdate": False, "phone": False,
            "phone_e164": False, "email": False, "address": False, "name_folded": False, "partner_id": False,
            "nickname": "Demo Heron", "birth_year": 1987, "gender": "female",
        }])
        self.assertNotIn(contact, client.message_partner_ids)

    def test_nothing_stored_tells_the_name(self):
        """Also what an installation tracked that turned tracking of these fields on."""
        self.env["recovery.relation"].create({
            "client_id": self.named.id, "related_name": "Mother Smyšlená", "related_phone": "199000777"})
        self.named.consent_ids.sudo().write({"document": b"aGVsbG8=", "document_name": "Smyšlená.pdf"})
        message = self.named.message_post(body="Changed")
        field = self.env["ir.model.fields"]._get("recovery.client", "last_name")
        self.env["mail.tracking.value"].create({
            "mail_message_id": message.id, "field_id": field.id, "old_value_char": "Smyšlená", "new_value_char": "Jarmila"})
        self.assertTrue(all(secret in self.everything_stored() for secret in ("Jarmila", "Smyšlená")))
        self.demote(self.named)
        stored = self.everything_stored()
        for secret in (*SECRETS, "jarmila", "smyslena"):
            self.assertNotIn(secret, stored)

    def lines_of(self, merge):
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM recovery_client_merge_line t WHERE merge_id = %s", [merge.id])
        return "".join(row[0] for row in self.env.cr.fetchall())

    def test_merges_do_not_keep_or_bring_back_the_name(self):
        twin = self.new_client(self.own, **{**self.NAMED, "first_name": "Jara", "phone": "199000778"})
        kept = self.named
        kept.write({"phone": False, "address": False})
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(kept.id, twin.id, "The same person")
        self.assertEqual(kept.phone, "199000778")
        with self.assertRaisesRegex(UserError, "was merged into"):
            self.demote(twin)
        self.assertIn("199000778", self.lines_of(merge))
        self.demote(kept)
        stored = self.lines_of(merge) + self.row("recovery_client", twin.id)
        for secret in (*SECRETS, "Jara", "199000778", "smyslena", "1987-05-07"):
            self.assertNotIn(secret, stored)
        merge.action_undo()
        self.assertRecordValues(kept | twin, [
            {"identity": "pseudonymous", "last_name": False, "phone": False, "active": True},
            {"identity": "pseudonymous", "last_name": False, "phone": False, "active": True},
        ])

    def test_consent_to_be_named_ends_and_its_papers_are_gone(self):
        consent = self.named.consent_ids
        consent.sudo().write({"document": b"aGVsbG8=", "document_name": "Smyšlená.pdf", "signature": b"aGVsbG8="})
        other = self.consent(self.named)
        self.demote(self.named)
        self.assertRecordValues(consent, [{
            "state": "withdrawn", "date_withdrawn": self.today, "document": False, "document_name": False,
            "signature": False,
        }])
        self.assertEqual(other.state, "given")
        self.assertFalse(self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "recovery.consent"), ("res_id", "=", consent.id), ("res_field", "!=", False)]))

    def test_relatives_who_are_clients_stay_by_their_codes(self):
        relation = self.env["recovery.relation"].create({
            "client_id": self.named.id, "related_client_id": self.client.id})
        self.demote(self.named)
        self.assertTrue(relation.exists())

    def test_anonymous_has_no_nickname_and_no_hash(self):
        self.named.sudo().code_hash = "00000000:f:0"
        self.demote(self.named, identity="anonymous")
        self.assertRecordValues(self.named, [{"identity": "anonymous", "nickname": False, "code_hash": False}])

    def test_new_code_and_nickname(self):
        self.demote(self.named, code="NEW-1", nickname="Demo Kos")
        self.assertRecordValues(self.named, [{"code": "NEW-1", "nickname": "Demo Kos"}])

    def test_taken_code_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, f"^Code: {self.client.code} is taken"):
            self.demote(self.named, code=self.client.code)
        self.assertEqual(self.named.last_name, "Smyšlená")

    def test_logged(self):
        self.demote(self.named, user=self.manager)
        self.assertRecordValues(self.log(self.named).sorted("id")[1:], [
            {"user_id": self.manager.id, "action": "demote", "reason": WHY}])

    def test_texts_that_mention_the_name_are_told_by_their_days(self):
        note = self.env["recovery.note"].with_user(self.counsellor).create({
            "client_id": self.named.id, "program_id": self.own.id, "body": "Jarmila slept well."})
        self.demote(self.named)
        activity = self.named.activity_ids
        self.assertEqual(activity.user_id, self.counsellor)
        self.assertIn(str(note.date.date()), activity.note)
        self.assertNotIn("Jarmila", f"{activity.note}{activity.summary}")

    def test_no_mention_no_to_do(self):
        self.demote(self.named)
        self.assertFalse(self.named.activity_ids)

    def test_leaving_the_history_behind(self):
        done = self.new_encounter(self.own, self.named, state="done")
        client = self.demote(self.named, history="leave")
        self.assertNotEqual(client, self.named)
        self.assertRecordValues(client, [{
            "identity": "pseudonymous", "nickname": "Demo Heron", "last_name": False, "birth_year": 1987,
            "gender": "female",
        }])
        self.assertRecordValues(self.named, [{
            "identity": "anonymous", "nickname": False, "last_name": False, "active": False}])
        self.assertEqual(self.named.delivery_ids, done.delivery_ids)
        self.assertEqual(self.log(client).mapped("action"), ["demote"])
        self.assertEqual(set(self.log(self.named).mapped("action")), {"promote", "leave"})

    def test_privacy_officer_may(self):
        self.demote(self.named, user=self.privacy)
        self.assertEqual(self.named.identity, "pseudonymous")

    def test_who_may_not(self):
        for user in (self.outreach, self.stranger, self.finance, self.auditor, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.demote(self.named, user=user)

    def test_who_is_known_by_a_code_cannot_return_to_it(self):
        with self.assertRaisesRegex(UserError, "^Identity"):
            self.demote(self.coded())
        with self.assertRaisesRegex(UserError, "^Identity"):
            self.demote(self.named, identity="identified")

    def test_there_and_back_and_there(self):
        self.demote(self.named)
        client = self.promote()
        self.assertEqual((client, client.identity), (self.named, "identified"))
        self.assertEqual(client.consent_ids.sorted("id").mapped("state"), ["withdrawn", "given"])
