from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestAccessLog(RecoveryCase):
    """Whoever opens, exports or prints a client's file leaves a line; a list does not."""

    def lines(self, user=None, client=None):
        self.env.flush_all()
        return self.env["recovery.access.log"].search([
            ("user_id", "=", (user or self.counsellor).id), ("client_id", "=", (client or self.client).id),
        ])

    def assertLogged(self, action, model="recovery.client", user=None):
        line = self.lines(user)
        self.assertEqual((len(line), line.action, line.model), (1, action, model))
        self.assertEqual(line.client_code, self.client.code)

    def test_opening_the_form(self):
        self.client.with_user(self.counsellor).web_read({"last_name": {}, "gender": {}})
        self.assertLogged("open")

    def test_reading_by_a_client_program(self):
        self.client.with_user(self.counsellor).read(["gender"])
        self.assertLogged("open")

    def test_opening_what_belongs_to_the_file(self):
        rating = self.rate(self.episode, 20.0)
        encounter = self.new_encounter(self.own, self.client)
        for record in (self.episode, rating, encounter, encounter.delivery_ids):
            record.with_user(self.counsellor).web_read({"display_name": {}, "create_date": {}})
            with self.subTest(model=record._name):
                self.assertIn(record._name, self.lines().mapped("model"))

    def test_group_encounter_logs_every_member_once(self):
        members = self.client | self.new_client(self.own)
        self.new_encounter(self.own, members).with_user(self.counsellor).web_read({"minutes": {}})
        for member in members:
            self.assertEqual(len(self.lines(client=member)), 1)

    def test_export(self):
        self.client.with_user(self.counsellor).export_data(["code", "gender"])
        self.assertLogged("export")

    def test_export_of_every_time_is_logged(self):
        for _time in range(2):
            self.client.with_user(self.counsellor).export_data(["code"])
        self.assertEqual(self.lines().mapped("action"), ["export", "export"])

    def test_printing(self):
        report = self.env["ir.actions.report"].search([("model", "=", "recovery.client")], limit=1)
        self.assertTrue(report, "a report of the client is shipped")
        report.with_user(self.counsellor)._render_qweb_html(report.report_name, self.client.ids)
        self.assertIn("print", self.lines().mapped("action"))

    def test_lists_and_drop_downs_leave_no_line(self):
        Client = self.env["recovery.client"].with_user(self.counsellor)
        Client.web_search_read([], {"code": {}, "gender": {}})
        Client.search([])
        Client.name_search("C-")
        Client.formatted_read_group([], ["gender"], ["__count"])
        Client.web_read_group([], ["gender"], ["__count"])
        self.assertFalse(self.lines())

    def test_name_of_a_record_alone_leaves_no_line(self):
        self.client.with_user(self.counsellor).web_read({"display_name": {}})
        self.assertFalse(self.lines())

    def test_reload_within_minutes_is_one_opening(self):
        now = fields.Datetime.now()
        client = self.client.with_user(self.counsellor)
        for minutes, count in ((0, 1), (4, 1), (10, 2)):
            with freeze_time(now + timedelta(minutes=minutes)):
                client.web_read({"gender": {}})
            with self.subTest(minutes=minutes):
                self.assertEqual(len(self.lines()), count)

    def test_every_user_leaves_an_own_line(self):
        for user in (self.counsellor, self.manager):
            self.client.with_user(user).read(["gender"])
            self.assertLogged("open", user=user)

    def test_no_context_suppresses_the_line(self):
        keys = (
            "tracking_disable", "mail_notrack", "no_log", "recovery_no_log", "recovery_access_log_inside",
            "prefetch_fields", "import_file", "bin_size", "install_mode",
        )
        self.client.with_user(self.counsellor).with_context(**dict.fromkeys(keys, True)).read(["gender"])
        self.assertLogged("open")

    def test_superuser_work_leaves_no_line(self):
        self.client.read(["gender"])
        self.assertFalse(self.env["recovery.access.log"].search([("client_id", "=", self.client.id)]))

    def test_refused_reading_leaves_no_line(self):
        with self.assertRaises(AccessError):
            self.client_other.with_user(self.counsellor).read(["gender"])
        self.assertFalse(self.lines(client=self.client_other))

    def test_hidden_reading_leaves_no_line(self):
        self.client_restricted.with_user(self.counsellor).read(["gender"])
        self.assertFalse(self.lines(client=self.client_restricted))

    def test_nobody_writes_or_deletes_a_line(self):
        self.client.with_user(self.counsellor).read(["gender"])
        line = self.lines()
        for user in self.users.values():
            for act in (
                lambda line: line.write({"reason": "x"}), lambda line: line.unlink(),
                lambda line: line.create({"user_id": line.env.uid, "client_id": self.client.id, "action": "open"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act(line.with_user(user))

    def test_privacy_officer_and_auditor_read_the_log(self):
        self.client.with_user(self.counsellor).read(["gender"])
        for user in (self.privacy, self.auditor):
            with self.subTest(user=user.login):
                self.assertEqual(self.env["recovery.access.log"].with_user(user).search([
                    ("client_id", "=", self.client.id),
                ]), self.lines())

    def test_search_read_by_a_client_program_logs_what_it_returns(self):
        Client = self.env["recovery.client"].with_user(self.counsellor)
        found = Client.search_read([("code", "=", self.client.code)], ["gender"])
        self.assertEqual(len(found), 1)
        self.assertEqual(self.lines().client_id, self.client)
