from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestDeliveryOptions(RecoveryCase):
    """The answers of a service delivered are facts like its minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crisis = cls.env["recovery.service"].create({
            "code": "CRISIS", "name": "Crisis", "kind": "crisis", "client_required": False,
        })
        cls.trigger, cls.risk = cls.env["recovery.service.question"].create([
            {
                "name": "Trigger", "service_id": cls.crisis.id,
                "option_ids": [Command.create({"name": name}) for name in ("Relapse", "Loss of home")],
            },
            {
                "name": "Risk", "kind": "crisis", "multiple": False,
                "option_ids": [Command.create({"name": name}) for name in ("None seen", "To self")],
            },
        ])
        cls.relapse, cls.home = cls.trigger.option_ids
        cls.none, cls.self_harm = cls.risk.option_ids
        cls.own.service_ids += cls.crisis

    def encounter(self, options=(), client=True, **values):
        row = {"client_id": self.client.id} if client else {"headcount": 4}
        return self.env["recovery.encounter"].with_user(self.outreach).create({
            "program_id": self.own.id, "delivery_ids": [Command.create({
                "service_id": self.crisis.id, "option_ids": [Command.set([option.id for option in options])], **row,
            })], **values,
        })

    def test_answers_are_kept(self):
        encounter = self.encounter([self.relapse, self.home, self.none], state="done")
        self.assertEqual(encounter.delivery_ids.option_ids, self.relapse | self.home | self.none)

    def test_answer_of_another_service_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.env["recovery.encounter"].create({
                "program_id": self.own.id, "delivery_ids": [Command.create({
                    "service_id": self.talk.id, "client_id": self.client.id, "option_ids": [Command.link(self.none.id)],
                })],
            })

    def test_changing_the_service_needs_other_answers(self):
        delivery = self.encounter([self.none]).delivery_ids
        with self.assertRaisesRegex(ValidationError, "does not belong"), self.cr.savepoint():
            delivery.service_id = self.talk
        delivery.write({"service_id": self.talk.id, "option_ids": [Command.clear()]})
        self.assertFalse(delivery.option_ids)

    def test_on_the_form_another_service_drops_the_answers(self):
        encounter = self.encounter([self.none])
        with Form(encounter.with_user(self.outreach)) as form, form.delivery_ids.edit(0) as line:
            line.service_id = self.talk
        self.assertFalse(encounter.delivery_ids.option_ids)

    def test_two_answers_to_a_question_that_takes_one(self):
        with self.assertRaisesRegex(ValidationError, "takes one answer"):
            self.encounter([self.none, self.self_harm])

    def test_answer_of_another_company_is_refused(self):
        question = self.env["recovery.service.question"].create({
            "name": "Risk", "kind": "crisis", "company_id": self.partner_company.id,
            "option_ids": [Command.create({"name": "Demo"})],
        })
        with self.assertRaises(UserError):
            self.encounter([question.option_ids])

    def test_required_answer_is_needed_when_done(self):
        self.risk.required = True
        encounter = self.encounter()
        with self.assertRaisesRegex(ValidationError, "answer “Risk”"), self.cr.savepoint():
            encounter.action_done()
        with self.assertRaisesRegex(ValidationError, "answer “Risk”"), self.cr.savepoint():
            self.encounter(state="done")
        encounter.delivery_ids.option_ids = self.none
        encounter.action_done()
        self.assertEqual(encounter.state, "done")

    def test_required_answer_of_a_service_alone(self):
        self.trigger.required = True
        encounter = self.encounter([self.none])
        with self.assertRaisesRegex(ValidationError, "answer “Trigger”"), self.cr.savepoint():
            encounter.action_done()
        self.trigger.required = False
        encounter.action_done()

    def test_unnamed_people_need_no_answer(self):
        self.risk.required = True
        self.assertEqual(self.encounter(client=False, state="done").state, "done")

    def test_no_show_needs_no_answer(self):
        self.risk.required = True
        encounter = self.encounter()
        encounter.action_no_show()
        self.assertEqual(encounter.state, "no_show")

    def test_answers_of_a_finished_encounter_change_by_amendment_alone(self):
        encounter = self.encounter([self.none], state="done").with_user(self.outreach)
        with self.assertRaisesRegex(UserError, "Amend"), self.cr.savepoint():
            encounter.delivery_ids.option_ids = self.self_harm
        encounter.amend("Risk was misheard")
        encounter.delivery_ids.option_ids = self.self_harm
        encounter.action_finish_amendment()
        self.assertEqual(encounter.delivery_ids.option_ids, self.self_harm)
        self.assertIn("None seen → To self", encounter.sudo().amendment_ids.changes_text)

    def test_answers_are_counted(self):
        self.encounter([self.relapse, self.none], state="done")
        self.encounter([self.relapse, self.home, self.self_harm], state="done")
        counts = dict(self.env["recovery.delivery"]._read_group(
            [("service_id", "=", self.crisis.id), ("state", "=", "done")], ["option_ids"], ["__count"],
        ))
        self.assertEqual(counts, {self.relapse: 2, self.home: 1, self.none: 1, self.self_harm: 1})

    def test_recording_without_questions_costs_no_query_more(self):
        """Thousands of visits have no details; they must not pay for them."""
        self.encounter(state="done")
        self.env.flush_all()
        tables = ("recovery_service_question", "recovery_service_option", "recovery_delivery_option_rel")
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            self.env.invalidate_all()
            self.env["recovery.encounter"].with_user(self.outreach).create({
                "program_id": self.own.id, "state": "done", "delivery_ids": [Command.create({
                    "service_id": self.crisis.id, "client_id": self.client.id,
                })],
            })
            self.env.flush_all()
        selects = [line for line in logs.output if any(f'FROM "{table}"' in line for table in tables)]
        self.assertEqual(selects, [])
