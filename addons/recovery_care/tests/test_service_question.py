from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestServiceQuestion(RecoveryCase):
    """What services ask: by themselves, or all of a kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aid = cls.env["recovery.service"].create({"code": "AID", "name": "First aid", "kind": "medical"})
        cls.done, cls.outcome = cls.env["recovery.service.question"].create([
            {
                "name": "What was done", "service_id": cls.aid.id,
                "option_ids": [Command.create({"name": name}) for name in ("Wound cleaned", "Dressing changed")],
            },
            {
                "name": "How it ended", "kind": "medical", "multiple": False, "sequence": 20,
                "option_ids": [Command.create({"name": name}) for name in ("Settled", "Sent to a doctor")],
            },
        ])

    def test_service_or_kind_but_not_both(self):
        for values in ({}, {"service_id": self.aid.id, "kind": "medical"}):
            for refusal in self.refusals("recovery.service.question", "asked_by", "Service"):
                with self.subTest(values), refusal:
                    self.env["recovery.service.question"].create({"name": "Demo", **values})
        for refusal in self.refusals("recovery.service.question", "asked_by", "Service"):
            with refusal:
                self.done.kind = "medical"

    def test_service_asks_its_own_questions_and_those_of_its_kind(self):
        other = self.env["recovery.service"].create({"code": "TEST", "name": "Test", "kind": "medical"})
        questions = (self.aid | other | self.talk)._get_questions()
        self.assertEqual(questions[self.aid], self.done | self.outcome)
        self.assertEqual(questions[other], self.outcome)
        self.assertFalse(questions[self.talk])

    def test_another_company_asks_its_own(self):
        foreign = self.env["recovery.service"].create({
            "code": "AID", "name": "First aid", "kind": "medical", "company_id": self.partner_company.id,
        })
        self.assertFalse(foreign.with_company(self.partner_company)._get_questions()[foreign])

    def test_questions_for_a_screen(self):
        found = self.aid.with_user(self.outreach).get_questions()[str(self.aid.id)]
        self.assertEqual([row["name"] for row in found], ["What was done", "How it ended"])
        self.assertEqual([row["multiple"] for row in found], [True, False])
        self.assertEqual([option["name"] for option in found[0]["options"]], ["Wound cleaned", "Dressing changed"])

    def test_archived_answers_and_questions_are_not_offered(self):
        self.done.option_ids[0].active = False
        self.outcome.active = False
        found = self.aid.get_questions()[str(self.aid.id)]
        self.assertEqual([(row["name"], [o["name"] for o in row["options"]]) for row in found], [
            ("What was done", ["Dressing changed"]),
        ])

    def test_services_of_a_programme(self):
        self.own.service_ids = [Command.set((self.aid | self.exchange).ids)]
        services = {row["code"]: row for row in self.own.with_user(self.outreach).get_services()}
        self.assertEqual(set(services), {"AID", "SWAP"})
        self.assertEqual(len(services["AID"]["questions"]), 2)
        self.assertEqual((services["SWAP"]["client_required"], services["SWAP"]["minutes"]), (False, 10))

    def test_services_of_a_programme_cost_the_same_whatever_their_number(self):
        def queries(count):
            services = self.env["recovery.service"].create([
                {"code": f"Q{count}-{number}", "name": "Demo"} for number in range(count)
            ])
            self.env["recovery.service.question"].create([
                {"name": "Demo", "service_id": service.id, "option_ids": [Command.create({"name": "Yes"})]}
                for service in services
            ])
            self.own.service_ids = [Command.set(services.ids)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.own.with_user(self.outreach).get_services()
            return self.cr.sql_log_count - before
        queries(1)
        few, many = queries(3), queries(30)
        self.assertLessEqual(many, few)

    def test_copying_a_service_copies_its_questions(self):
        copy = self.aid.copy({"code": "AID2"})
        self.assertEqual(copy.question_ids.mapped("name"), ["What was done"])
        self.assertEqual(copy.question_ids.option_ids.mapped("name"), ["Wound cleaned", "Dressing changed"])

    def test_answered_question_is_archived_not_deleted(self):
        encounter = self.new_encounter(self.own, self.client)
        encounter.delivery_ids.write({"service_id": self.aid.id, "option_ids": [Command.link(self.done.option_ids[0].id)]})
        for record in (self.done, self.done.option_ids[0]):
            with self.assertRaisesRegex(UserError, "Archive it"):
                record.unlink()
        self.done.option_ids[1].unlink()
        self.outcome.unlink()
