from odoo.tests import tagged

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.access.logged"


@tagged("post_install", "-at_install")
class TestAccessLogged(MixinCase):
    """Every model that tells of a client logs who read it, and hides what is not to be seen."""

    def new_readable(self, Model):
        """Return (record as somebody who may read it, the clients whose file it belongs to)."""
        record = self.new_record(Model._name, "own")
        return record.with_user(self.reader_of(record)), record._get_logged_clients()

    def count(self, record, clients, action):
        return self.env["recovery.access.log"].search_count([
            ("client_id", "in", clients.ids), ("user_id", "=", record.env.uid), ("action", "=", action),
            ("model", "=", record._name),
        ])

    @each_inheriting(MIXIN)
    def test_opening_and_exporting_leave_a_line_for_every_client(self, Model):
        if self.is_for_the_server_alone(Model):
            return
        record, clients = self.new_readable(Model)
        record.web_read({"company_id": {}})
        self.assertEqual(self.count(record, clients, "open"), len(clients))
        record.export_data(["display_name"])
        self.assertEqual(self.count(record, clients, "export"), len(clients))

    @each_inheriting(MIXIN)
    def test_list_leaves_none(self, Model):
        if self.is_for_the_server_alone(Model):
            return
        record, clients = self.new_readable(Model)
        self.assertEqual(len(record.web_search_read([("id", "=", record.id)], {"company_id": {}})["records"]), 1)
        self.assertFalse(self.count(record, clients, "open"))

    @each_inheriting(MIXIN)
    def test_what_tells_of_a_hidden_client_is_left_out(self, Model):
        """Also where reading a record opens nobody's file, as in the log itself."""
        record = self.new_record(Model._name, "restricted")
        self.env.flush_all()
        for user in self.users.values():
            self.env.invalidate_all()
            secret = record.with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(secret._filtered_hidden(), secret)
                if secret.browse().has_access("read"):
                    self.assertFalse(secret.web_read({"company_id": {}}))
        self.assertFalse(record.with_user(self.keeper)._filtered_hidden())
