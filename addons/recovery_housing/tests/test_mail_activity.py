from odoo.addons.recovery_care.tests.common import RecoveryCase
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestMailActivity(RecoveryCase):

    def test_everybody_finishes_the_own_to_dos(self):
        """Those too who may not read incidents, of whose follow-up the to-do might have been."""
        for role, user in self.users.items():
            with self.subTest(role=role):
                to_do = self.env["mail.activity"].with_user(user).create({"summary": "Demo", "user_id": user.id})
                to_do.action_feedback(feedback="Demo answer")
                self.assertFalse(to_do.active)
