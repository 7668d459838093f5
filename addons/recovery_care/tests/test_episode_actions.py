from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEpisodeActions(RecoveryCase):
    """Buttons of an episode lead to what belongs to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.new_episode(cls.new_client(cls.own), cls.own)

    def open(self, action):
        """Return the form that an action opens, as the counsellor."""
        Model = self.env[action["res_model"]].with_user(self.counsellor)
        return Form(Model.with_context(**action["context"]))

    def test_new_encounter_has_the_client_and_the_programme(self):
        encounter = self.open(self.second.with_user(self.counsellor).action_new_encounter()).save()
        self.assertEqual((encounter.program_id, encounter.client_ids), (self.own, self.second.client_id))
        self.assertEqual(encounter.delivery_ids.episode_id, self.second)

    def test_new_rating_has_the_client_and_the_episode(self):
        form = self.open(self.second.with_user(self.counsellor).action_rate_ors())
        self.assertEqual((form.client_id, form.episode_id), (self.second.client_id, self.second))

    def test_services_and_ratings_of_this_episode_alone_are_shown(self):
        for episode in (self.episode, self.second):
            self.new_encounter(self.own, episode.client_id, state="done")
            self.rate(episode, 20)
        for action, model in (
            (self.second.action_open_deliveries(), "recovery.delivery"), (self.second.action_open_ors(), "recovery.ors"),
        ):
            shown = self.env[model].search(action["domain"])
            with self.subTest(model):
                self.assertEqual((len(shown), shown.episode_id), (1, self.second))
