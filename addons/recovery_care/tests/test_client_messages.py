from odoo import fields
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestClientMessages(RecoveryCase):
    """What leaves by mail or is read by followers names the client by the code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.client = cls.client.with_env(cls.env)
        cls.follower = cls.env["res.partner"].create({"name": "Demo follower", "email": "follower@example.com"})

    def outgoing(self, act):
        """Return subject and body of every mail that ``act`` makes."""
        before = self.env["mail.mail"].sudo().search([]).ids
        act()
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([("id", "not in", before)])
        self.assertTrue(mails, "nothing was sent, so nothing was checked")
        return "\n".join(f"{mail.subject}\n{mail.body_html}\n{mail.body}" for mail in mails)

    def assertCodeAlone(self, text):
        for secret in ("Testový", "Łukasz", "Lukin", "601000001"):
            self.assertNotIn(secret, text)
        self.assertIn(self.client.code, text)

    def test_mail_to_a_follower(self):
        self.client.message_subscribe(self.follower.ids)
        client = self.client.with_user(self.counsellor).with_context(mail_notify_force_send=False)
        self.assertCodeAlone(self.outgoing(lambda: client.message_post(
            body="Please call.", message_type="comment", subtype_xmlid="mail.mt_comment",
        )))

    def test_mail_about_an_assigned_activity(self):
        client = self.client.with_user(self.counsellor).with_context(mail_notify_force_send=False)
        self.manager.notification_type = "email"
        self.assertCodeAlone(self.outgoing(lambda: client.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, date_deadline=fields.Date.today(), summary="Call",
        )))

    def test_stored_name_of_an_activity(self):
        activity = self.client.with_user(self.counsellor).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, summary="Call",
        )
        self.assertEqual(activity.res_name, self.client.code)

    def test_record_name_of_a_message(self):
        message = self.client.with_user(self.counsellor).message_post(body="Please call.")
        self.assertEqual(message.record_name, self.client.code)

    def test_names_are_not_tracked(self):
        self.cr.precommit.run()
        self.client.with_user(self.counsellor).write({"first_name": "Changed", "last_name": "Alsová", "phone": "601000003"})
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertFalse(self.client.message_ids.tracking_value_ids)

    def test_tracking_of_an_episode_does_not_name_the_client(self):
        episode = self.new_episode(
            self.new_client(self.own, first_name="First", last_name="Testový"), self.own, state="applied",
        ).with_env(self.env).with_user(self.counsellor)
        self.cr.precommit.run()
        named = self.new_client(self.own, first_name="Second", last_name="Druhá")
        episode.write({"client_id": named.id, "state": "waiting"})
        self.env.flush_all()
        self.cr.precommit.run()
        values = episode.sudo().message_ids.tracking_value_ids
        self.assertTrue(values, "the change of the state is tracked")
        for value in values:
            self.assertNotIn("Testový", f"{value.old_value_char} {value.new_value_char}")
            self.assertNotIn("Druhá", f"{value.old_value_char} {value.new_value_char}")
