from odoo.exceptions import UserError
from odoo.tests import tagged

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.private.thread"


@tagged("post_install", "-at_install")
class TestPrivateThread(MixinCase):
    """Who follows is told to those who work with a record; who may not read it does not write to it either."""

    def new_followed(self, Model):
        record = self.new_record(Model._name, "own")
        record.message_subscribe(self.keeper.partner_id.ids)
        self.env.flush_all()
        return record

    @each_inheriting(MIXIN)
    def test_whoever_writes_learns_who_follows(self, Model):
        record = self.new_followed(Model)
        for role, user in self.users.items():
            mine = record.with_user(user)
            if mine.has_access("read"):
                told = mine.message_get_followers()
                with self.subTest(role=role):
                    followers = [partner["id"] for partner in told.get("res.partner", ())]
                    known = mine.has_access("write") or not hasattr(Model, "_get_logged_clients")
                    self.assertEqual(self.keeper.partner_id.id in followers, known)

    @each_inheriting(MIXIN)
    def test_whoever_may_not_read_is_refused(self, Model):
        record = self.new_followed(Model)
        for user in (self.partner_worker, self.administrator):
            secret = record.with_user(user)
            for way in (secret.message_get_followers, lambda secret=secret: secret.message_post(body="Demo")):
                self.env.invalidate_all()
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    way()
        self.assertNotIn("Demo", "".join(record.message_ids.mapped("body")))

    @each_inheriting("mail.thread")
    def test_every_conversation_of_ours_is_private(self, Model):
        """A model with Odoo's own chatter would name its followers to every employee."""
        self.assertIn(Model, self.inheriting(MIXIN))
