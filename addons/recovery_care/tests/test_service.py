from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestService(RecoveryCase):

    def test_code_is_unique_in_the_company(self):
        for refusal in self.refusals("recovery.service", "code_uniq", "Code"):
            with refusal:
                self.env["recovery.service"].create({"code": "TALK", "name": "Second talk"})

    def test_code_may_return_in_another_company(self):
        self.assertEqual(self.talk.code, self.foreign_talk.code)
        self.assertNotEqual(self.talk.company_id, self.foreign_talk.company_id)

    def test_default_minutes_are_not_negative(self):
        for refusal in self.refusals("recovery.service", "default_minutes", "Default minutes"):
            with refusal:
                self.talk.default_minutes = -1

    def test_found_by_code_and_by_name(self):
        Service = self.env["recovery.service"]
        for text in ("SWAP", "Exch"):
            with self.subTest(text=text):
                self.assertIn(self.exchange.id, [found[0] for found in Service.name_search(text)])
