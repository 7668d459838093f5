from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .consent_case import ConsentCase

WHY = "Wants a letter for the court"
SECRETS = ("Jarmila", "Smyšlená", "jarmila@demo.example", "199000777", "Vzorová 0")


class PromotionCase(ConsentCase):

    NAMED = {
        "first_name": "Jarmila", "last_name": "Smyšlená", "birthdate": "1987-05-07", "phone": "199000777",
        "email": "jarmila@demo.example", "address": "Vzorová 0",
    }

    def setUp(self):
        super().setUp()
        self.heron = self.coded(gender="female", birth_year=1987, language="cs_CZ")

    def promote(self, client=None, user=None, consent=True, **more):
        client = (client or self.heron).with_user(user or self.counsellor)
        consent = {"purpose_id": self.identification.id} if consent is True else consent
        values = {**self.NAMED, **more.pop("values", {})}
        return self.env["recovery.client"].browse(client.promote(values, WHY, consent, **more)["id"])

    def demote(self, client, user=None, **more):
        return self.env["recovery.client"].browse(client.with_user(user or self.counsellor).demote(WHY, **more)["id"])

    def log(self, client):
        return self.env["recovery.access.log"].search([
            ("client_id", "=", client.id), ("action", "in", ["promote", "demote", "leave"])])

    def row(self, table, record_id):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {table} t WHERE id = %s", [record_id])
        return self.env.cr.fetchone()[0]


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


@tagged("post_install", "-at_install")
class TestPromotionDialogs(PromotionCase):

    def dialog(self, name, client, user=None):
        return Form(self.env[f"recovery.client.{name}"].with_user(user or self.counsellor).with_context(
            default_client_id=client.id))

    def test_identify_and_forget_the_dialog(self):
        form = self.dialog("promote", self.heron)
        form.first_name, form.last_name, form.reason = "Jarmila", "Smyšlená", WHY
        self.assertEqual(form.purpose_id, self.identification)
        dialog = form.save()
        action = dialog.action_promote()
        self.assertEqual(action["tag"], "soft_reload")
        self.assertEqual(self.heron.last_name, "Smyšlená")
        self.assertFalse(dialog.exists())

    def test_consent_in_force_is_not_asked_again(self):
        self.consent(self.heron, purpose_id=self.identification.id)
        form = self.dialog("promote", self.heron)
        self.assertTrue(form.has_consent)
        form.history = "leave"
        self.assertFalse(form.has_consent, "it is not the new record's")

    def test_return_and_forget_the_dialog(self):
        client = self.promote()
        client.message_post(body="Jarmila called")
        form = self.dialog("demote", client)
        self.assertEqual(form.mention_count, 1)
        form.reason = WHY
        dialog = form.save()
        dialog.action_demote()
        self.assertEqual(client.identity, "pseudonymous")
        self.assertFalse(dialog.exists())

    def test_new_record_is_shown_and_the_way_to_the_old_one_forgotten(self):
        form = self.dialog("promote", self.heron)
        form.last_name, form.reason, form.history = "Smyšlená", WHY, "leave"
        action = form.save().action_promote()
        shown = self.env["recovery.client"].browse(action["res_id"])
        self.assertEqual((shown.last_name, action["target"]), ("Smyšlená", "main"))
        self.assertNotEqual(shown, self.heron)

    def test_dialog_tells_nothing_of_a_client_of_others(self):
        self.client_other.message_post(body="Testová called")
        dialog = self.env["recovery.client.demote"].with_user(self.counsellor).create({
            "client_id": self.client_other.id, "reason": WHY})
        self.assertEqual(dialog.mention_count, 0)
        with self.assertRaises(AccessError):
            dialog.action_demote()
