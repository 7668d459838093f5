from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestFrontDeskOptions(RecoveryCase):
    """The small fields of services at the front desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.front_desk = True
        cls.done = cls.env["recovery.service.question"].create({
            "name": "What was done", "service_id": cls.talk.id,
            "option_ids": [Command.create({"name": name}) for name in ("Wound cleaned", "Dressing changed")],
        })
        cls.desk = cls.env["recovery.front.desk"].with_user(cls.outreach)

    def visit(self, options, key="front-desk-options-1"):
        return self.desk.save_visit({
            "key": key, "program_id": self.own.id, "client_id": self.client.id,
            "services": [{"service_id": self.talk.id, "minutes": 10, "option_ids": options.ids}],
        })

    def test_setup_tells_what_services_ask(self):
        services = {row["id"]: row for row in self.desk.get_setup(self.own.id)["services"]}
        [question] = services[self.talk.id]["questions"]
        self.assertEqual([option["name"] for option in question["options"]], ["Wound cleaned", "Dressing changed"])
        self.assertEqual(services[self.group_work.id]["questions"], [])

    def test_visit_is_saved_with_its_answers(self):
        saved = self.visit(self.done.option_ids)
        delivery = self.env["recovery.encounter"].browse(saved["encounter_id"]).delivery_ids
        self.assertEqual(delivery.option_ids, self.done.option_ids)

    def test_visit_without_a_required_answer_is_refused(self):
        self.done.required = True
        with self.assertRaisesRegex(ValidationError, "answer “What was done”"):
            self.visit(self.done.option_ids.browse())
