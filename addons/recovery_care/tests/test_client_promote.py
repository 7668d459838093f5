from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .promotion_case import WHY, PromotionCase


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
