from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestServiceOption(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.question = cls.env["recovery.service.question"].create({
            "name": "Outcome", "kind": "individual", "option_ids": [Command.create({"name": "Settled"})],
        })
        cls.option = cls.question.option_ids

    def test_name_is_the_answer_alone_or_with_its_question(self):
        self.assertEqual(self.option.display_name, "Settled")
        self.assertEqual(self.option.with_context(recovery_with_question=True).display_name, "Outcome: Settled")

    def test_company_is_that_of_the_question(self):
        self.assertEqual(self.option.company_id, self.company)
