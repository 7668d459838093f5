from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestNote(RecoveryCase):

    def write_note(self, user, **values):
        return self.env["recovery.note"].with_user(user).create({
            "client_id": self.client.id, "program_id": self.own.id, "body": "Demo note", **values,
        })

    def readers(self, note):
        """Return the logins of everybody who finds ``note``."""
        self.env.flush_all()
        users = [*self.users.values(), self.keeper, self.stranger]
        return {
            user.login.removeprefix("care_") for user in users
            if user.has_group("recovery_care.group_staff")
            and self.env["recovery.note"].with_user(user).search([("id", "=", note.id)])
        }

    def test_note_for_the_team(self):
        note = self.write_note(self.counsellor, audience="team")
        self.assertEqual(self.readers(note), {"outreach", "counsellor", "house", "manager", "keeper"})

    def test_note_for_counsellors(self):
        note = self.write_note(self.counsellor, audience="counsellors")
        self.assertEqual(self.readers(note), {"counsellor", "manager", "keeper"})

    def test_note_for_oneself(self):
        note = self.write_note(self.counsellor, audience="author")
        self.assertEqual(self.readers(note), {"counsellor"})

    def test_outreach_worker_sees_the_own_note_for_counsellors(self):
        note = self.write_note(self.outreach, audience="counsellors")
        self.assertIn("outreach", self.readers(note))

    def test_finance_data_privacy_administrator_and_auditor_have_no_notes(self):
        for user in (self.finance, self.data, self.privacy, self.administrator, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["recovery.note"].with_user(user).search([])

    def test_author_who_leaves_the_programme_loses_the_own_notes(self):
        note = self.write_note(self.counsellor, audience="author")
        self.own.employee_ids = [Command.unlink(self.counsellor.employee_id.id)]
        self.assertNotIn("counsellor", self.readers(note))

    def test_author_is_the_user_whatever_is_given(self):
        note = self.write_note(self.counsellor, author_id=self.manager.id)
        self.assertEqual(note.author_id, self.counsellor)

    def test_author_changes_the_own_note(self):
        note = self.write_note(self.counsellor)
        note.body = "Changed"
        self.assertEqual(note.body, "Changed")

    def test_nobody_else_changes_a_note(self):
        note = self.write_note(self.counsellor)
        for user in (self.manager, self.keeper, self.outreach):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                note.with_user(user).body = "Changed"

    def test_author_does_not_hand_a_note_over(self):
        note = self.write_note(self.counsellor)
        with self.assertRaises(AccessError), self.cr.savepoint():
            note.author_id = self.manager

    def test_note_is_not_deleted(self):
        note = self.write_note(self.counsellor)
        with self.assertRaises(AccessError):
            note.unlink()
        with self.assertRaisesRegex(UserError, "stays in the file"):
            note.sudo().unlink()

    def test_client_and_programme_come_from_the_encounter(self):
        encounter = self.new_encounter(self.own, self.client)
        note = self.env["recovery.note"].with_user(self.counsellor).create({"encounter_id": encounter.id, "body": "Demo"})
        self.assertEqual((note.client_id, note.program_id), (self.client, self.own))

    def test_note_of_a_group_names_its_client(self):
        """Taking the first of twenty would put words into the wrong file."""
        encounter = self.new_encounter(self.own, self.client | self.new_client(self.own))
        with self.assertTold("Client"):
            self.env["recovery.note"].create({"encounter_id": encounter.id, "program_id": self.own.id, "body": "Demo"})

    def test_programme_is_one_of_the_author(self):
        """A client who is also elsewhere: the note belongs to the author's programme."""
        self.episode.action_close("completed")
        self.new_episode(self.client, self.other)
        note = self.env["recovery.note"].with_user(self.counsellor).create({"client_id": self.client.id, "body": "Demo"})
        self.assertEqual(note.program_id, self.own)

    def test_note_about_somebody_of_another_programme_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "^Client"):
            self.write_note(self.counsellor, client_id=self.client_other.id)

    def test_name_of_a_note_tells_the_code_alone(self):
        name = self.write_note(self.counsellor).display_name
        self.assertIn(self.client.code, name)
        self.assertNotIn("Testový", name)
