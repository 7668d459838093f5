from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install", "recovery_whole")
class TestIrAttachment(RecoveryCase):
    """Files on a client are for those who work with the person."""

    def setUp(self):
        super().setUp()
        self.file = self.env["ir.attachment"].create({
            "name": "Demo letter.txt", "raw": b"demo", "res_model": "recovery.client", "res_id": self.client.id,
        })

    def finds(self, user, domain):
        """Odoo refuses the search to whoever has no right to the records at all."""
        try:
            return bool(self.env["ir.attachment"].with_user(user).search(domain))
        except AccessError:
            return False

    def test_only_those_who_work_with_the_client_see_files_of_the_conversation(self):
        of_client = [("res_model", "=", "recovery.client"), ("res_id", "=", self.client.id)]
        writing = {"outreach", "counsellor", "house", "manager", "privacy"}
        for role, user in self.users.items():
            file = self.file.with_user(user)
            with self.subTest(role=role):
                expected = role in writing
                self.assertEqual(file.has_access("read"), expected)
                for domain in (of_client, [*of_client, ("name", "ilike", "letter")], [("id", "=", file.id)]):
                    self.assertEqual(self.finds(user, domain), expected)
                if not expected:
                    with self.assertRaises(AccessError):
                        file.read(["name"])

    def test_nobody_of_another_programme_does(self):
        self.assertFalse(self.finds(self.stranger, [("res_model", "=", "recovery.client")]))
        self.assertFalse(self.finds(self.stranger, [("res_model", "in", ["recovery.client", "res.partner"])]))

    def test_files_of_other_records_are_found_as_before(self):
        partner = self.finance.partner_id
        self.env["ir.attachment"].create({"name": "Demo", "raw": b"x", "res_model": "res.partner", "res_id": partner.id})
        self.assertTrue(self.finds(self.finance, [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]))
