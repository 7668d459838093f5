from odoo.tests import HttpCase, tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestTours(ReportingCase, HttpCase):
    """Finance at work in the browser; what was done is read back from the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.tour_enabled = False
        cls.people = cls.new_indicator("persons_supported", target=3)
        cls.new_indicator("share_improved_ors", target=70)
        cls.rate_course(cls.episode, [10, 20])
        cls.delivery = cls.done(cls.own, cls.client)
        cls.done(cls.own, cls.client_restricted)
        cls.grant._attribute()

    def _report(self):
        return self.env["recovery.report"].search([("grant_id", "=", self.grant.id)])

    def _freeze(self):
        report = self.env["recovery.report"].with_user(self.finance).create({
            "grant_id": self.grant.id, "date_from": self.start, "date_to": self.today,
        })
        report.action_freeze()
        return report

    def test_funders_report_in_three_clicks(self):
        self.start_tour("/odoo/grants", "recovery_reporting_three_clicks", login=self.finance.login)
        report = self._report()
        self.assertRecordValues(report, [{
            "number": 1, "state": "frozen", "date_from": self.start, "date_to": self.today, "frozen_by": self.finance.id,
        }])
        self.assertEqual(report.line_ids.filtered(lambda line: line.measure == "persons_supported").value, 2)
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(report.with_user(self.finance).action_download()["url"])
        self.assertEqual(answer.content[:2], b"PK")

    def test_screen_has_an_address_that_survives_a_reload(self):
        for path in (f"/odoo/grants/{self.grant.id}/grant-screen", f"/odoo/grant-screen/{self.grant.id}"):
            self.start_tour(path, "recovery_reporting_survives_reload", login=self.finance.login)

    def test_draft_gets_an_indicator_starts_and_attributes(self):
        grant = self.new_grant("G-9", running=False, exclusive=False)
        self.start_tour("/odoo/grants", "recovery_reporting_draft_to_running", login=self.finance.login)
        self.assertEqual(grant.state, "running")
        self.assertRecordValues(grant.indicator_ids, [{"indicator_id": self.people.indicator_id.id, "target": 20}])
        self.assertEqual(self.states(grant)[self.delivery], ("claimed", "rule"))

    def test_conflict_is_taken_and_what_is_missing_claimed_with_a_reason(self):
        second = self.new_grant("G-2", sequence=20, rule_ids=[(0, 0, {"name": "Groups", "service_kind": "group"})])
        wanted = self.done(self.own, self.client, service=self.group_work)
        missing = self.done(self.own, self.client, service=self.talk, day=self.start)
        self.grant.rule_ids.service_kind = "group"
        self.env["recovery.attribution"].search([]).unlink()
        (self.grant | second)._attribute()
        self.done(self.own, self.client_restricted, day=self.start)
        self.grant.claim(self.delivery.ids, "Kept by the first grant")
        self.start_tour("/odoo/grants", "recovery_reporting_decides", login=self.finance.login)
        self.assertEqual(self.states(second)[wanted], ("claimed", "manual"))
        self.assertEqual(self.states(self.grant)[wanted], ("excluded", "manual"))
        self.assertEqual(self.states(second)[missing], ("claimed", "manual"))
        row = self.env["recovery.attribution"].search([("delivery_id", "=", missing.id)])
        self.assertEqual(row.reason, "Paid by the city")

    def test_finance_meets_no_name_on_any_screen(self):
        self._freeze()
        self.assertIn("Testový", self.client.with_user(self.counsellor).display_name)
        self.start_tour("/odoo/grants", "recovery_reporting_no_name", login=self.finance.login)

    def test_auditor_data_officer_and_manager_read_only(self):
        self._freeze()
        for user in (self.auditor, self.data, self.manager):
            self.start_tour("/odoo/grants", "recovery_reporting_reads_only", login=user.login)

    def test_manager_is_offered_no_list_of_activities_to_download(self):
        self._freeze()
        self.start_tour("/odoo/grants", "recovery_reporting_manager_downloads_nothing", login=self.manager.login)

    def test_administrator_configures_indicators_and_sees_no_grant(self):
        self.start_tour("/odoo/grant-indicators", "recovery_reporting_administrator", login=self.administrator.login)
        indicator = self.env["recovery.indicator"].search([("code", "=", "demo_prison")])
        self.assertRecordValues(indicator, [{"name": "Demo prison contacts", "measure": "contacts"}])
