import psycopg2
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestLogRedaction(RecoveryCase):
    """Odoo logs a refused statement with its values; names and notes stay out of it."""

    def logged(self, statement, parameters):
        with self.assertLogs("odoo.sql_db", level="ERROR") as logs, self.assertRaises(psycopg2.Error):
            with self.cr.savepoint():
                self.env.cr.execute(statement, parameters)
        return "\n".join(logs.output)

    def test_refused_statement_on_a_client(self):
        text = self.logged(
            "UPDATE recovery_client SET first_name = %s, code = NULL WHERE id = %s", ["Tajná", self.client.id],
        )
        self.assertNotIn("Tajná", text)
        self.assertNotIn("Testový", text)
        self.assertIn("recovery_client", text)

    def test_refused_note(self):
        text = self.logged("INSERT INTO recovery_note (body) VALUES (%s)", ["A secret of the client"])
        self.assertNotIn("secret", text)

    def test_other_tables_keep_their_log(self):
        self.assertIn("visible", self.logged("UPDATE res_partner_bank SET acc_number = 1/0 || %s", ["visible"]))
