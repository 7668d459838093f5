from lxml import html
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .client_merge_case import ClientMergeCase


@tagged("post_install", "-at_install")
class TestClientMergeWizard(ClientMergeCase):

    def open_dialog(self, clients, user=None):
        action = clients.with_user(user or self.manager).action_merge()
        return Form(self.env[action["res_model"]].with_user(user or self.manager).with_context(**action["context"]))

    def test_two_selected_clients_side_by_side_and_merged(self):
        self.new_encounter(self.own, [self.gone]).action_done()
        self.kept.write({"email": "kept@example.com", "birthdate": "1985-03-02"})
        dialog = self.open_dialog(self.kept | self.gone)
        self.assertEqual((dialog.kept_id, dialog.merged_id), (self.gone, self.kept), "the longer history stays")
        dialog.reason = "Demo: the same person"
        wizard = dialog.save()
        choices = {choice.field_name: choice for choice in wizard.choice_ids}
        self.assertEqual(set(choices), {"first_name", "email", "birthdate"})
        self.assertEqual((choices["email"].kept_value, choices["email"].merged_value), ("", "kept@example.com"))
        self.assertEqual((choices["email"].take, choices["first_name"].take), (True, False))
        cells = [cell.text for cell in html.fromstring(wizard.overview).iter("td")]
        self.assertIn("1", cells)
        choices["first_name"].take = True
        action = wizard.action_merge()
        self.assertEqual(action["res_model"], "recovery.client.merge")
        self.assertEqual((self.gone.first_name, self.gone.email), ("Kept", "kept@example.com"))
        self.assertEqual(self.kept.merged_into_id, self.gone)

    def test_swapping_the_sides(self):
        dialog = self.open_dialog(self.kept | self.gone)
        dialog.reason = "Demo"
        wizard = dialog.save()
        sides = wizard.kept_id, wizard.merged_id
        wizard.action_swap()
        self.assertEqual((wizard.merged_id, wizard.kept_id), sides)
        choice = wizard.choice_ids.filtered(lambda row: row.field_name == "first_name")
        self.assertEqual(choice.kept_value, wizard.kept_id.first_name)

    def test_the_episode_that_continues_is_chosen(self):
        first = self.new_episode(self.kept, self.own, state="active", date_start="2026-01-05")
        second = self.new_episode(self.gone, self.own, state="active", date_start="2026-03-05")
        wizard = self.env["recovery.client.merge.wizard"].with_user(self.manager).create({
            "kept_id": self.kept.id, "merged_id": self.gone.id, "reason": "Demo",
        })
        self.assertEqual((wizard.episode_ids.continues, wizard.episode_ids.name), ("kept", self.own.name))
        wizard.episode_ids.continues = "merged"
        wizard.action_merge()
        self.assertEqual((first.state, second.state), ("closed", "active"))

    def test_obstacles_and_rules_are_told_before(self):
        self.env["recovery.relation"].create({"client_id": self.kept.id, "related_client_id": self.gone.id})
        self.new_encounter(self.own, [self.kept, self.gone])
        wizard = self.env["recovery.client.merge.wizard"].with_user(self.manager).create({
            "kept_id": self.kept.id, "merged_id": self.gone.id, "reason": "Demo",
        })
        self.assertIn("own relative", wizard.obstacles)
        self.assertIn("Service delivered: 1 recorded for both", wizard.notices)

    def test_a_client_out_of_sight_is_not_shown(self):
        for other in (self.client_other, self.client_restricted):
            with self.assertRaises(AccessError):
                wizard = self.env["recovery.client.merge.wizard"].with_user(self.manager).create({
                    "kept_id": self.kept.id, "merged_id": other.id, "reason": "Demo",
                })
                wizard.env.flush_all()

    def test_privacy_officer_is_not_offered_fields_out_of_sight(self):
        self.gone.partner_id = self.env["res.partner"].create({"name": self.gone.code})
        wizard = self.env["recovery.client.merge.wizard"].with_user(self.privacy).create({
            "kept_id": self.kept.id, "merged_id": self.gone.id, "reason": "Demo",
        })
        self.assertNotIn("partner_id", wizard.choice_ids.mapped("field_name"))

    def test_dialog_from_the_form_proposes_the_duplicate(self):
        self.gone.phone = self.kept.phone = "601000077"
        dialog = self.open_dialog(self.kept)
        self.assertEqual(dialog.kept_id | dialog.merged_id, self.kept | self.gone)

    def test_looking_at_both_is_logged(self):
        self.open_dialog(self.kept | self.gone)
        log = self.env["recovery.access.log"].search([("user_id", "=", self.manager.id), ("action", "=", "open")])
        self.assertLessEqual(self.kept | self.gone, log.client_id)

    def test_others_do_not_open_the_dialog(self):
        with self.assertRaises(AccessError):
            self.kept.with_user(self.counsellor).action_merge()
