from odoo.fields import Command
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestClientMergePayer(HousingCase):

    def test_accounting_forgets_the_code_of_whoever_is_merged_with_a_restricted_person(self):
        kept, gone = (self.new_client(self.own, first_name=name, last_name="Testová") for name in ("Kept", "Gone"))
        gone.write({"restricted": True, "restricted_user_ids": [Command.set(self.manager.ids)]})
        contacts = (kept | gone).sudo()._get_payer_contacts()
        self.assertEqual(contacts[kept].name, kept.code)
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(kept.id, gone.id, "Demo: the same person")
        self.assertTrue(kept.restricted)
        for contact in contacts.values():
            self.assertEqual(contact.name, f"Payer {contact.id}")
        merge.with_user(self.manager).action_undo()
        self.assertFalse(kept.restricted)
        self.assertEqual([contact.name for contact in contacts.values()], [kept.code, f"Payer {contacts[gone].id}"])
