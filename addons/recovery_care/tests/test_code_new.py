from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .code_case import CODE, TOLD, CodeCase


@tagged("post_install", "-at_install")
class TestCodeNew(CodeCase):
    """The dialog “New code”: asks, shows who is known, keeps nothing but a hash."""

    def dialog(self, user=None, **told):
        form = Form(self.env["recovery.code.new"].with_user(user or self.outreach))
        for name, value in {**TOLD, **told}.items():
            setattr(form, name, value)
        return form

    def test_code_grows_as_it_is_told(self):
        form = Form(self.env["recovery.code.new"].with_user(self.outreach))
        self.assertEqual(form.program_id, self.own)
        self.assertEqual(form.asked.split(","), list(TOLD))
        form.first_name = "Łukasz"
        self.assertEqual(form.code, "LUXX000000X")
        form.last_name = "Čestmír"
        self.assertEqual(form.code, "LUCE000000X")

    def test_client_is_made_and_recognised_next_time(self):
        form = self.dialog()
        self.assertEqual(form.code, CODE)
        form.nickname = "Luky"
        action = form.save().action_create()
        client = self.env["recovery.client"].browse(action["res_id"])
        self.assertRecordValues(client, [{
            "code": CODE, "nickname": "Luky", "gender": "male", "birth_year": 1987, "identity": "pseudonymous",
            "intake_program_id": self.own.id, "create_uid": self.outreach.id,
        }])
        again = self.dialog(last_name="CESTMIR TESTOVY")
        self.assertTrue(again.is_known)
        self.assertIn(f"Open {CODE}", " ".join(again.bearers.replace("<span>", "").split()))
        self.assertIn(f"/odoo/care-clients/{client.id}", again.bearers)
        self.assertIn("Luky", again.bearers)
        dialog = again.save()
        self.assertEqual(dialog.action_open()["res_id"], client.id)
        self.assertFalse(dialog.exists())

    def test_names_never_reach_the_database(self):
        dialog = self.dialog().save()
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM recovery_code_new t WHERE id = %s", [dialog.id])
        row = self.env.cr.fetchone()[0]
        self.assertIn(CODE, row)
        for secret in ("ukasz", "estm", "birth_day", "birth_month", "first_name"):
            self.assertNotIn(secret, row)

    def test_dialog_is_forgotten(self):
        dialog = self.dialog().save()
        dialog.action_create()
        self.assertFalse(dialog.exists())

    def test_hash_of_the_dialog_is_closed(self):
        dialog = self.dialog().save()
        self.assertNotIn("code_hash", dialog.fields_get())

    def test_namesake_gets_the_next_number(self):
        self.met()
        form = self.dialog(first_name="Ludmil")
        self.assertEqual((form.code, form.is_known), (f"{CODE}-2", False))
        self.assertIn("another person", form.bearers)
        client = self.env["recovery.client"].browse(form.save().action_create()["res_id"])
        self.assertEqual(client.code, f"{CODE}-2")
        self.assertTrue(client.code_hash)

    def test_namesake_is_no_match(self):
        self.met()
        self.assertFalse(self.dialog(first_name="Ludmil").save().match_id)

    def test_typed_code_wins_and_the_person_is_recognised_by_it(self):
        form = self.dialog()
        form.code = "MINE"
        client = self.env["recovery.client"].browse(form.save().action_create()["res_id"])
        self.assertEqual(client.code, "MINE")
        self.assertEqual(self.build()["collisions"][0]["code"], "MINE")

    def test_code_that_was_taken_meanwhile_is_refused_in_words_and_may_be_changed(self):
        dialog = self.dialog().save()
        self.met(first_name="Ludmil")
        with self.assertRaisesRegex(ValidationError, "is taken"):
            dialog.action_create()
        dialog.write({"code": "OTHER"})
        client = self.env["recovery.client"].browse(dialog.action_create()["res_id"])
        self.assertEqual(client.code, "OTHER")
        self.assertTrue(client.code_hash, "what was told before still recognises")

    def test_what_is_told_after_the_first_saving_counts(self):
        dialog = self.dialog(first_name=False).save()
        self.assertFalse(dialog.sudo().code_hash)
        dialog.write({name: TOLD[name] for name in ("first_name", "last_name", "birth_day", "birth_month")})
        self.assertTrue(dialog.sudo().code_hash)

    def test_anonymous_keeps_the_code_alone(self):
        form = self.dialog()
        form.identity = "anonymous"
        client = self.env["recovery.client"].browse(form.save().action_create()["res_id"])
        self.assertRecordValues(client, [{"identity": "anonymous", "code_hash": False, "nickname": False}])

    def test_wrong_input_is_a_notice_while_typing_and_refused_when_saved(self):
        form = self.dialog()
        form.birth_month = 13
        self.assertIn("Month of birth", form.notice)
        with self.assertRaisesRegex(ValidationError, "Month of birth"):
            form.save()

    def test_somebody_out_of_scope_is_not_mentioned(self):
        self.met(user=self.stranger, program=self.other)
        form = self.dialog()
        self.assertEqual((form.code, form.is_known, form.bearers), (f"{CODE}-2", False, False))

    def test_without_a_scheme_codes_are_typed_or_numbered(self):
        self.own.code_scheme_id = False
        form = Form(self.env["recovery.code.new"].with_user(self.outreach))
        self.assertFalse(form.asked)
        client = self.env["recovery.client"].browse(form.save().action_create()["res_id"])
        self.assertRegex(client.code, r"^C-\d{5}$")
