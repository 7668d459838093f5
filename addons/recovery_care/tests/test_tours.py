from odoo.tests import HttpCase, tagged

from .code_case import CodeCase
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestTours(RecoveryCase, HttpCase):
    """A counsellor at work in the browser; what was saved is read back from the database."""

    def test_session_note_and_rating_on_one_screen(self):
        self.start_tour(
            f"/odoo/care-clients/{self.client.id}", "recovery_care_session_with_rating", login=self.counsellor.login,
        )
        encounter = self.env["recovery.encounter"].search([("delivery_ids.client_id", "=", self.client.id)])
        self.assertEqual(len(encounter), 1)
        self.assertEqual(encounter.state, "done")
        self.assertEqual(encounter.employee_ids, self.counsellor.employee_id)
        self.assertRecordValues(encounter.delivery_ids, [{
            "client_id": self.client.id, "service_id": self.talk.id, "episode_id": self.episode.id, "state": "done",
        }])
        self.assertRecordValues(encounter.note_ids, [{
            "client_id": self.client.id, "body": "Slept better this week.", "author_id": self.counsellor.id,
        }])
        self.assertRecordValues(encounter.ors_ids, [{
            "client_id": self.client.id, "episode_id": self.episode.id, "individual": 4.2, "social": 5.5,
            "overall": 6.0, "total": 15.7, "date": encounter.date,
        }])
        self.assertIsNot(encounter.ors_ids.interpersonal, False)
        self.assertEqual(encounter.ors_ids.interpersonal, 0.0)

    def test_what_was_not_answered_is_saved_empty_and_zero_as_zero(self):
        self.start_tour("/odoo/care-ors/new", "recovery_care_rating_half_answered", login=self.counsellor.login)
        self.env.cr.execute(
            "SELECT individual, interpersonal, social, overall, total FROM recovery_ors WHERE client_id = %s",
            [self.client.id],
        )
        self.assertEqual(self.env.cr.fetchall(), [(0, None, None, 10, None)])

    def test_wrong_phone_is_named_and_nothing_typed_is_lost(self):
        self.start_tour("/odoo/care-clients/new", "recovery_care_wrong_phone", login=self.counsellor.login)
        client = self.env["recovery.client"].search([("last_name", "=", "Zkušební")])
        self.assertEqual(client.phone_e164, "+420601000002")


@tagged("post_install", "-at_install")
class TestCodeTour(CodeCase, HttpCase):
    """A worker at the counter codes somebody, and the person is known the next time."""

    def test_new_code_and_recognised_again(self):
        self.start_tour("/odoo/care-clients", "recovery_care_new_code", login=self.outreach.login)
        client = self.env["recovery.client"].search([("code", "=like", "LUCE%")])
        self.assertRecordValues(client, [{
            "code": "LUCE070587X", "birth_year": 1987, "identity": "pseudonymous", "create_uid": self.outreach.id,
        }])
        self.assertTrue(client.code_hash)
        self.assertFalse(self.env["recovery.code.new"].sudo().search([]))
