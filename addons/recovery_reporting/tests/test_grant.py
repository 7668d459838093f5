from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestGrant(ReportingCase):

    def test_start_makes_one_account_in_the_plan_of_grants(self):
        plan = self.env.ref("recovery_reporting.analytic_plan_grants")
        account = self.grant.analytic_account_id
        self.assertEqual((account.plan_id, account.code, account.company_id), (plan, "G-1", self.company))
        self.grant.action_close()
        self.grant.action_reopen()
        self.assertEqual(self.grant.analytic_account_id, account)

    def test_finance_without_accounting_rights_starts_a_grant(self):
        grant = self.new_grant("G-2", running=False)
        grant.with_user(self.finance).action_confirm()
        self.assertEqual(grant.state, "running")
        self.assertEqual(grant.rule_ids.mapped("name"), ["Everything in the grant's programmes"])

    def test_start_keeps_the_rules_that_exist(self):
        grant = self.new_grant("G-2", running=False, rule_ids=[Command.create({"name": "Prison", "place": "prison"})])
        grant.action_confirm()
        self.assertEqual(grant.rule_ids.mapped("name"), ["Prison"])

    def test_start_without_a_programme_is_refused(self):
        grant = self.new_grant("G-2", running=False, program_ids=[Command.clear()])
        with self.assertRaisesRegex(UserError, "^Programmes"):
            grant.action_confirm()

    def test_running_grant_keeps_a_programme(self):
        with self.assertRaisesRegex(ValidationError, "^Programmes"):
            self.grant.program_ids = [Command.clear()]

    def test_state_cannot_be_jumped_by_writing(self):
        grant = self.new_grant("G-2", running=False)
        with self.assertRaisesRegex(UserError, "^State"):
            grant.with_user(self.finance).write({"state": "closed"})

    def test_back_to_draft_drops_claims_of_rules_only(self):
        one, two = self.done(self.own, self.client), self.done(self.own, self.client)
        self.grant._attribute()
        self.grant.exclude(two.ids, "Paid by the town")
        self.grant.action_draft()
        self.assertEqual(self.states(), {two: ("excluded", "manual")})
        self.assertTrue(one.exists())

    def test_grant_with_a_report_does_not_go_back_to_draft(self):
        self.grant.action_new_report()
        with self.assertRaisesRegex(UserError, "^State"):
            self.grant.action_draft()

    def test_only_drafts_are_deleted(self):
        with self.assertRaisesRegex(UserError, "closed, not deleted"):
            self.grant.unlink()
        self.new_grant("G-2", running=False).unlink()

    def test_database_holds_code_and_dates(self):
        for refusal in self.refusals("recovery.grant", "code_uniq", "Registration number"):
            with refusal:
                self.new_grant("G-1", running=False)
        for refusal in self.refusals("recovery.grant", "date_order", "End"):
            with refusal:
                self.new_grant("G-2", running=False, date_end=self.start - timedelta(days=1))

    def test_programme_of_another_company_is_refused(self):
        with self.assertRaises(UserError):
            self.new_grant("G-2", programs=self.foreign, running=False)

    def test_time_gone_counts_today(self):
        for start, end, expected in (
            (self.today, self.today, 1.0), (self.today, self.today + timedelta(days=3), 0.25),
            (self.today + timedelta(days=1), self.today + timedelta(days=3), 0.0),
            (self.today - timedelta(days=9), self.today - timedelta(days=1), 1.0),
        ):
            grant = self.new_grant(f"T-{start}-{end}", running=False, date_start=start, date_end=end)
            self.assertAlmostEqual(grant.time_share, expected)

    def test_shorter_grant_checks_rules_and_posts(self):
        self.grant.rule_ids.date_to = self.end
        with self.assertRaisesRegex(ValidationError, "dates lie within"):
            self.grant.date_end = self.end - timedelta(days=1)

    def test_post_within_the_grant_once_a_person(self):
        job = self.env["hr.job"].create({"name": "Demo worker", "company_id": self.company.id})
        values = {"grant_id": self.grant.id, "job_id": job.id, "employee_id": self.counsellor.employee_id.id}
        post = self.env["recovery.grant.position"].create({**values, "date_end": self.today})
        self.assertEqual(post.date_start, self.start)
        for refusal in self.refusals("recovery.grant.position", "once", "Employee"):
            with refusal:
                post.copy({"date_start": self.today})
        with self.assertRaisesRegex(ValidationError, "dates lie within"):
            post.copy({"date_start": self.end, "date_end": self.end + timedelta(days=1)})
        for refusal in self.refusals("recovery.grant.position", "fte", "FTE"):
            with refusal:
                post.fte = 0

    def test_copy_takes_targets_rules_and_posts_but_no_ledger(self):
        self.new_indicator("hours", target=10)
        copy = self.grant.copy({"code": "G-2"})
        self.assertEqual((len(copy.indicator_ids), len(copy.rule_ids), copy.state), (1, 1, "draft"))
        self.assertFalse(copy.analytic_account_id)

    def test_next_period_follows_the_last_report(self):
        grant = self.new_grant(
            "G-2", date_start=self.today - relativedelta(months=15), date_end=self.today - timedelta(days=1),
        )
        self.new_indicator("hours", grant)
        proposed = []
        for _index in range(3):
            report = self.env["recovery.report"].browse(grant.action_new_report()["res_id"])
            proposed.append((report.date_from, report.date_to))
            report.action_freeze()
        start = grant.date_start
        self.assertEqual(proposed, [
            (start, start + relativedelta(months=6) - timedelta(days=1)),
            (start + relativedelta(months=6), start + relativedelta(months=12) - timedelta(days=1)),
            (start + relativedelta(months=12), grant.date_end),
        ])
        final = self.env["recovery.report"].browse(grant.action_new_report()["res_id"])
        self.assertEqual((final.number, final.date_from, final.date_to), (4, grant.date_start, grant.date_end))

    def test_next_period_of_a_running_grant_ends_today(self):
        grant = self.new_grant("G-2", date_start=self.today - timedelta(days=10))
        report = self.env["recovery.report"].browse(grant.action_new_report()["res_id"])
        self.assertEqual((report.date_from, report.date_to), (grant.date_start, self.today))

    def test_second_click_opens_the_same_draft(self):
        self.assertEqual(self.grant.action_new_report()["res_id"], self.grant.action_new_report()["res_id"])

    def test_grant_to_come_has_nothing_to_report(self):
        grant = self.new_grant("G-2", date_start=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "^From"):
            grant.action_new_report()

    def test_manager_reads_grants_of_own_programmes_only(self):
        foreign_to_manager = self.new_grant("G-2", programs=self.other)
        grants = self.env["recovery.grant"].with_user(self.manager).search([])
        self.assertIn(self.grant, grants)
        self.assertNotIn(foreign_to_manager, grants)
        with self.assertRaises(AccessError):
            self.grant.with_user(self.manager).name = "Changed"
