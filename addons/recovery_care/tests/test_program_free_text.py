from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .access_table import TABLE
from .common import RecoveryCase

# Stored text of client records that is no free text of the file: who somebody is, or words that the program makes.
NOT_FREE = {
    "recovery.client": {
        "code", "code_hash", "first_name", "last_name", "name_folded", "nickname", "phone", "phone_e164", "email",
        "address",
    },
    "recovery.consent": {"document_name"},
    "recovery.relation": {"related_name", "related_phone"},
    "recovery.encounter": {"entry_key", "counter"},
    # Where the team went and where material lay: places, named by the team.
    "recovery.outreach.shift": {"code", "entry_key"},
    "recovery.outreach.stop": {"name", "entry_key"},
    "recovery.find": {"place_name", "entry_key"},
    "recovery.batch": {"code"},
    # What groups, events and publications are called and where they are: of their own, not of clients.
    "recovery.group": {"name"},
    "recovery.event": {"code", "name", "venue", "topic", "audience"},
    "recovery.publication": {"name", "authors", "url", "document_name"},
    # A reason for a correction is chosen from a list where the programme keeps no free text.
    "recovery.encounter.amendment": {"reason"},
    "recovery.situation": {"improved_signs", "worse_signs"},
    # Why somebody opened a file in an emergency: about the worker, and for the privacy officer.
    "recovery.access.log": {"client_code", "model", "reason"},
    "recovery.access.override": {"reason"},
    # Why two files are one person's, by whoever merges them: about the files, seen by managers.
    "recovery.client.merge": {"reason", "undo_notice"},
    "recovery.client.merge.line": {"model", "field"},
}


@tagged("post_install", "-at_install")
class TestProgramFreeText(RecoveryCase):
    """A programme that keeps no free text about clients refuses it whichever way it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.no_free_text = True
        cls.todo = cls.env.ref("mail.mail_activity_data_todo")

    def refused(self):
        return self.assertRaisesRegex((UserError, ValidationError), "no free text about clients")

    def new_note(self, **values):
        return self.env["recovery.note"].with_user(self.counsellor).create({
            "client_id": self.client.id, "body": "Demo", **values,
        })

    def test_notes_are_refused(self):
        encounter = self.new_encounter(self.own, self.client)
        for values in ({}, {"program_id": self.own.id}, {"encounter_id": encounter.id}, {"audience": "author"}):
            with self.subTest(values), self.refused(), self.cr.savepoint():
                self.new_note(**values)

    def test_notes_on_the_encounter_form_are_refused(self):
        encounter = self.new_encounter(self.own, self.client).with_user(self.counsellor)
        with self.refused():
            encounter.write({"note_ids": [Command.create({"client_id": self.client.id, "body": "Demo"})]})

    def test_superuser_is_refused_too(self):
        with self.refused():
            self.env["recovery.note"].sudo().create({
                "client_id": self.client.id, "program_id": self.own.id, "body": "Demo",
            })

    def test_note_under_another_programme_is_no_way_round(self):
        self.other.employee_ids += self.counsellor.employee_id
        with self.refused():
            self.new_note(program_id=self.other.id)

    def test_old_notes_stay_and_are_not_rewritten(self):
        self.own.no_free_text = False
        note = self.new_note()
        self.own.no_free_text = True
        self.assertEqual(note.body, "Demo")
        note.audience = "counsellors"
        with self.refused():
            note.body = "Changed"

    def test_moving_a_note_into_the_programme_is_refused(self):
        self.other.employee_ids += self.counsellor.employee_id
        self.new_episode(self.client, self.other)
        note = self.new_note(program_id=self.other.id)
        with self.refused():
            note.program_id = self.own

    def test_client_of_a_counselling_programme_too(self):
        """Who works in both writes for counselling; who works in the contact centre alone writes nothing."""
        self.other.employee_ids += self.counsellor.employee_id
        self.new_episode(self.client, self.other)
        self.assertTrue(self.new_note(program_id=self.other.id))
        self.client.with_user(self.counsellor).message_post(body="Demo")
        with self.refused():
            self.client.with_user(self.outreach).message_post(body="Demo")

    def test_forms_have_no_place_to_write(self):
        """What the forms and the conversation ask, by worker: hidden notes and greyed buttons."""
        self.other.employee_ids += self.counsellor.employee_id
        self.new_episode(self.client, self.other)
        encounter = self.new_encounter(self.own, self.client)
        for user, closed in ((self.outreach, True), (self.counsellor, False)):
            with self.subTest(user=user.login):
                client = self.client.with_user(user)
                client.invalidate_recordset(["no_free_text"])
                self.assertEqual(client.no_free_text, closed)
                self.assertTrue(encounter.with_user(user).no_free_text)
                store = Store()
                store.add(client, [], as_thread=True, request_list=["followers"])
                [thread] = store.get_result()["mail.thread"]
                self.assertEqual(thread.get("hasWriteAccess", True), not closed)

    def test_messages_are_refused(self):
        for record in (self.client, self.episode):
            record = record.with_user(self.counsellor)
            for values in ({}, {"message_type": "comment"}, {"subtype_xmlid": "mail.mt_note"}):
                with self.subTest(model=record._name, values=values), self.refused(), self.cr.savepoint():
                    record.message_post(body="Demo", **values)
            with self.subTest(model=record._name, way="create"), self.refused(), self.cr.savepoint():
                self.env["mail.message"].with_user(self.counsellor).create({
                    "model": record._name, "res_id": record.id, "body": "Demo", "message_type": "comment",
                })
            with self.subTest(model=record._name, way="log"), self.refused(), self.cr.savepoint():
                self.env["mail.compose.message"].with_user(self.counsellor).create({
                    "model": record._name, "res_ids": str(record.ids), "body": "Demo", "composition_mode": "comment",
                })._action_send_mail()

    def test_old_message_is_not_rewritten(self):
        self.own.no_free_text = False
        message = self.client.with_user(self.counsellor).message_post(body="Demo", message_type="comment")
        self.own.no_free_text = True
        with self.refused():
            self.client.with_user(self.counsellor)._message_update_content(message, body="Changed")
        with self.refused():
            message.with_user(self.counsellor).write({"body": "Changed"})

    def test_scheduled_message_is_refused(self):
        with self.refused():
            self.env["mail.scheduled.message"].with_user(self.counsellor).create({
                "model": "recovery.client", "res_id": self.client.id, "body": "Demo",
                "author_id": self.counsellor.partner_id.id, "scheduled_date": "2099-01-01 10:00:00",
            })

    def test_changes_of_state_are_still_told(self):
        """What the program says by itself is no free text."""
        episode = self.episode.with_user(self.counsellor).with_context(tracking_disable=False)
        before = len(episode.message_ids)
        self.env.flush_all()
        self.cr.precommit.run()
        episode.action_pause()
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertGreater(len(episode.sudo().message_ids), before)

    def test_own_words_of_a_to_do_are_refused(self):
        for record in (self.client, self.episode):
            record = record.with_user(self.counsellor)
            for values in ({"summary": "Ask the mother"}, {"note": "<p>Demo</p>"}):
                with self.subTest(model=record._name, values=values), self.refused(), self.cr.savepoint():
                    record.activity_schedule(activity_type_id=self.todo.id, user_id=self.counsellor.id, **values)

    def test_to_do_without_words_is_made_and_done_without_words(self):
        activity = self.client.with_user(self.counsellor).activity_schedule(
            activity_type_id=self.todo.id, user_id=self.counsellor.id,
        )
        with self.refused(), self.cr.savepoint():
            activity.summary = "Ask the mother"
        with self.refused(), self.cr.savepoint():
            activity.action_feedback(feedback="He told me everything")
        activity.action_feedback()
        self.assertFalse(activity.exists().active)

    def test_reason_of_an_amendment_is_chosen(self):
        encounter = self.new_encounter(self.own, self.client, state="done").with_user(self.counsellor)
        with self.assertRaisesRegex(UserError, "Choose one of: Wrong person"):
            encounter.amend("He came later than I thought")
        self.env["recovery.encounter.amend"].with_user(self.counsellor).create({
            "encounter_id": encounter.id, "reason_choice": "Wrong number",
        }).action_amend()
        self.assertEqual(encounter.sudo().amendment_ids.reason, "Wrong number")

    def test_visit_at_the_front_desk_is_undone(self):
        self.own.front_desk = True
        desk = self.env["recovery.front.desk"].with_user(self.outreach)
        saved = desk.save_visit({
            "key": "free-text-undo-1", "program_id": self.own.id, "client_id": self.client.id,
            "services": [{"service_id": self.talk.id}],
        })
        desk.undo_visit(saved["encounter_id"])
        self.assertEqual(self.env["recovery.encounter"].browse(saved["encounter_id"]).state, "cancelled")

    def test_reason_of_a_cancelled_rating_is_chosen(self):
        rating = self.rate(self.episode, 20).with_user(self.counsellor)
        with self.refused(), self.cr.savepoint():
            rating.action_cancel("He lied")
        self.env["recovery.ors.cancel"].with_user(self.counsellor).create({
            "ors_ids": rating.ids, "reason_choice": "Wrong person",
        }).action_cancel()
        self.assertEqual((rating.state, rating.cancel_reason), ("cancelled", "Wrong person"))

    def test_nothing_else_becomes_mandatory(self):
        """A code or a headcount, a service: that is all."""
        Client = self.env["recovery.client"].with_user(self.outreach)
        client = Client.create({"identity": "anonymous", "intake_program_id": self.own.id})
        for row in ({"client_id": client.id}, {"headcount": 3}):
            encounter = self.env["recovery.encounter"].with_user(self.outreach).create({
                "program_id": self.own.id, "delivery_ids": [Command.create({"service_id": self.exchange.id, **row})],
            })
            encounter.action_done()
            self.assertEqual(encounter.state, "done")
        self.assertTrue(self.env["recovery.situation"].with_user(self.outreach).create({"client_id": client.id}))

    def test_other_programmes_write_as_before(self):
        client = self.new_client(self.other)
        note = self.env["recovery.note"].with_user(self.stranger).create({"client_id": client.id, "body": "Demo"})
        self.assertEqual(note.program_id, self.other)
        client.with_user(self.stranger).message_post(body="Demo")

    def test_every_text_about_a_client_is_free_text_or_named_here(self):
        """A new text field has to say which of the two it is."""
        for model, row in TABLE.items():
            Model = self.env[model]
            if not row.client_data:
                continue
            texts = {
                name for name, field in Model._fields.items()
                if field.type in ("char", "text", "html") and field.store and field._module == "recovery_care"
            }
            free = set(getattr(Model, "_free_text_fields", ()))
            with self.subTest(model=model):
                self.assertEqual(texts - free - NOT_FREE.get(model, set()), set())
