import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestGrantDashboard(ReportingCase):
    """What the grant screen gets in one call."""

    def setUp(self):
        super().setUp()
        self.line = self.new_indicator("persons_supported", target=4)
        self.new_indicator("share_improved_ors", target=70)
        self.delivery = self.done(self.own, self.client)
        self.grant._attribute()
        self.env.invalidate_all()

    def _dashboard(self, user=None):
        return self.grant.with_user(user or self.finance).get_dashboard()

    def test_header_and_time(self):
        board = self._dashboard()
        self.assertEqual(board["grant"]["code"], "G-1")
        self.assertEqual(board["grant"]["funder"], "Demo Fund")
        self.assertEqual((board["grant"]["state"], board["grant"]["state_label"]), ("running", "Running"))
        self.assertEqual(board["time"]["status"], "running")
        self.assertEqual(board["time"]["days_total"], 361)
        self.assertEqual(board["time"]["days_gone"], 181)
        self.assertEqual(board["time"]["percent"], 50)

    def test_indicators(self):
        people, share = self._dashboard()["indicators"]
        self.assertEqual((people["id"], people["value_text"], people["target_text"]), (self.line.id, "1", "4"))
        self.assertEqual((people["progress"], people["unit_label"]), (0.25, "people"))
        self.assertEqual((people["pace"], people["pace_label"], people["tone"]), ("behind", "behind by 1", "warning"))
        self.assertAlmostEqual(people["expected"], 181 / 361)
        self.assertEqual((share["value_text"], share["expected"], share["pace_label"]), ("0 %", False, "rate them"))
        self.assertEqual(share["detail"], "of 1; 0 rated once, 1 not rated")

    def test_missing_conflicts_posts_and_reports(self):
        second = self.new_grant("G-2", sequence=20)
        (self.grant | second)._attribute()
        self.grant.rule_ids.date_to = self.today - timedelta(days=5)
        self.done(self.other, self.client_other, self.today - timedelta(days=1))
        self.env["recovery.grant.position"].create({
            "grant_id": self.grant.id, "employee_id": self.counsellor.employee_id.id,
            "job_id": self.env["hr.job"].create({"name": "Demo worker", "company_id": self.company.id}).id,
        })
        self.grant.action_new_report()
        board = self._dashboard()
        self.assertEqual(board["conflict"], {"count": 1})
        self.assertEqual(board["missing"], {
            "count": 1, "breakdown": [{"reason": "dates", "label": "outside the rules' dates", "count": 1}],
        })
        [post] = board["positions"]
        self.assertEqual((post["job"], post["employee"], post["filled"]), ("Demo worker", "Demo counsellor", True))
        [report] = board["reports"]
        self.assertEqual((report["number"], report["state"], report["has_file"]), (1, "draft", False))

    def test_it_can_be_sent_as_json(self):
        self.grant.action_new_report()
        json.dumps(self._dashboard())
        json.dumps(self.grant.get_corrections())

    def test_rights(self):
        self.assertTrue(self._dashboard()["rights"]["write"])
        for role in ("manager", "data", "auditor"):
            self.assertFalse(self._dashboard(self.users[role])["rights"]["write"])
        for role in ("outreach", "counsellor", "house", "privacy", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._dashboard(self.users[role])

    def test_queries_do_not_grow_with_the_deliveries(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._dashboard()
            return self.cr.sql_log_count - before

        count()
        few = count()
        for _index in range(10):
            self.done(self.own, self.client)
        self.grant._attribute()
        self.assertLessEqual(count(), few)

    def test_open_action(self):
        action = self.grant.with_user(self.finance).action_open_dashboard()
        self.assertEqual((action["tag"], action["params"]), ("recovery_reporting.grant", {"grant_id": self.grant.id}))
