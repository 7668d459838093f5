from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestReport(ReportingCase):
    """Drafts: numbered, within the grant, with live figures."""

    def setUp(self):
        super().setUp()
        self.line = self.new_indicator("persons_supported", target=10)
        self.done(self.own, self.client)
        self.grant._attribute()

    def _report(self, **values):
        return self.env["recovery.report"].with_user(self.finance).create({
            "grant_id": self.grant.id, "date_from": self.start, "date_to": self.today, **values,
        })

    def test_numbers_count_up_per_grant(self):
        other = self.new_grant("G-2")
        reports = self._report() | self._report(date_from=self.today) | self._report(grant_id=other.id)
        self.assertEqual(reports.mapped("number"), [1, 2, 1])

    def test_draft_shows_live_figures(self):
        line = self._report().line_ids
        self.assertEqual((line.name, line.target), (self.line.name, 10))
        self.assertEqual((line.value, line.value_now, line.correction), (0, 1, 0))
        self.done(self.other, self.client_other)
        self.grant._attribute()
        self.env.invalidate_all()
        self.assertEqual(line.value_now, 2)

    def test_period_lies_within_the_grant(self):
        for values in ({"date_from": self.start - timedelta(days=1)}, {"date_to": self.end + timedelta(days=1)}):
            with self.assertRaisesRegex(ValidationError, "^Period"):
                self._report(**values)

    def test_draft_grant_has_no_report(self):
        draft = self.new_grant("G-2", running=False)
        with self.assertRaises(UserError):
            self._report(grant_id=draft.id)
        with self.assertRaisesRegex(UserError, "^State"):
            draft.action_new_report()

    def test_frozen_state_cannot_be_claimed_at_creation(self):
        report = self._report(state="frozen", number=99, file_name="x.xlsx")
        self.assertEqual((report.state, report.number, report.file_name), ("draft", 1, False))

    def test_only_the_period_is_written_by_hand(self):
        report = self._report()
        report.date_to = self.today - timedelta(days=1)
        for values in ({"state": "frozen"}, {"number": 7}, {"file_xlsx": "eA=="}, {"header": {}}):
            with self.subTest(values=values), self.assertRaises(UserError):
                report.write(values)

    def test_lines_and_evidence_are_read_only(self):
        report = self._report()
        report.action_freeze()
        for record in (report.line_ids, report.line_ids.evidence_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.finance).write({"amount" if "amount" in record._fields else "value": 5})

    def test_only_finance_makes_and_freezes_reports(self):
        report = self._report()
        for role in ("manager", "data", "auditor", "counsellor", "administrator"):
            user = self.users[role]
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.grant.with_user(user).action_new_report()
                with self.assertRaises(AccessError):
                    report.with_user(user).action_freeze()

    def test_draft_opens_live_records_frozen_opens_evidence(self):
        report = self._report()
        self.assertEqual(report.line_ids.action_open_records()["res_model"], "recovery.client")
        report.action_freeze()
        action = report.line_ids.action_open_records()
        found = self.env["recovery.report.evidence"].with_user(self.finance).search(action["domain"])
        self.assertEqual(found.mapped("reference"), [self.client.code])
        now = report.line_ids.action_open_records_now()
        self.assertEqual(self.env["recovery.client"].with_user(self.finance).search(now["domain"]), self.client)

    def test_deleting_a_draft_takes_its_lines_along(self):
        report = self._report()
        lines = report.line_ids
        report.unlink()
        self.assertFalse(lines.exists())
