from datetime import date

from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestClientActions(RecoveryCase):
    """Buttons of a client lead to a form that knows the client already."""

    def open(self, action):
        """Return the form that an action opens, as the counsellor."""
        Model = self.env[action["res_model"]].with_user(self.counsellor)
        return Form(Model.with_context(**action["context"]))

    def test_new_rating_is_of_the_open_episode(self):
        self.new_episode(self.client, self.other, state="waiting")
        form = self.open(self.client.with_user(self.counsellor).action_rate_ors())
        self.assertEqual((form.client_id, form.episode_id), (self.client, self.episode))

    def test_new_episode_is_of_the_client(self):
        self.assertEqual(self.open(self.client.with_user(self.counsellor).action_new_episode()).client_id, self.client)

    def test_relations_of_both_sides_are_shown(self):
        member, stranger = self.new_client(self.own), self.new_client(self.own)
        told, telling, foreign = self.env["recovery.relation"].create([
            {"client_id": self.client.id, "related_client_id": member.id, "kind": "sibling"},
            {"client_id": member.id, "related_client_id": self.client.id, "kind": "sibling"},
            {"client_id": member.id, "related_client_id": stranger.id, "kind": "friend"},
        ])
        action = self.client.action_open_relations()
        shown = self.env["recovery.relation"].search(action["domain"])
        self.assertEqual(shown, told | telling)
        self.assertNotIn(foreign, shown)

    def test_row_of_a_sheet_with_an_empty_year_keeps_the_birth_date(self):
        client = self.new_client(self.own, first_name="Demo", birthdate="1990-05-06", birth_year=0)
        self.assertEqual((client.birthdate, client.birth_year), (date(1990, 5, 6), 1990))
