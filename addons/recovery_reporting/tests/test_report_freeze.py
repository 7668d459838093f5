from datetime import timedelta

import psycopg2
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportingCase

ATTACKS = {
    "figure": "UPDATE recovery_report_line SET value = 999 WHERE report_id = %(report)s",
    "name": "UPDATE recovery_report_line SET name = 'x' WHERE report_id = %(report)s",
    "drop line": "DELETE FROM recovery_report_line WHERE report_id = %(report)s",
    "move line": "UPDATE recovery_report_line SET report_id = %(draft)s WHERE report_id = %(report)s",
    "bring line": "UPDATE recovery_report_line SET report_id = %(report)s WHERE report_id = %(draft)s",
    "add line": "INSERT INTO recovery_report_line (report_id, company_id, name, measure, unit, grant_indicator_id)"
                " SELECT %(report)s, company_id, name, measure, unit, grant_indicator_id"
                " FROM recovery_report_line WHERE report_id = %(draft)s",
    "evidence": "UPDATE recovery_report_evidence SET reference = 'x' WHERE report_id = %(report)s",
    "drop evidence": "DELETE FROM recovery_report_evidence WHERE report_id = %(report)s",
    "add evidence": "INSERT INTO recovery_report_evidence (line_id, report_id, company_id, reference)"
                    " SELECT line_id, report_id, company_id, 'x' FROM recovery_report_evidence WHERE report_id = %(report)s",
    "thaw": "UPDATE recovery_report SET state = 'draft' WHERE id = %(report)s",
    "period": "UPDATE recovery_report SET date_to = date_to - 1 WHERE id = %(report)s",
    "file": "UPDATE recovery_report SET file_xlsx = 'x' WHERE id = %(report)s",
    "file and pdf": "UPDATE recovery_report SET file_xlsx = 'x', file_pdf = 'x' WHERE id = %(report)s",
    "who": "UPDATE recovery_report SET frozen_by = 1, frozen_at = now() WHERE id = %(report)s",
    "header": "UPDATE recovery_report SET header = '{}' WHERE id = %(report)s",
    "drop report": "DELETE FROM recovery_report WHERE id = %(report)s",
    "truncate": "TRUNCATE recovery_report CASCADE",
    "truncate lines": "TRUNCATE recovery_report_line CASCADE",
    "truncate evidence": "TRUNCATE recovery_report_evidence",
}


@tagged("post_install", "-at_install")
class TestReportFreeze(ReportingCase):
    """A frozen report never changes; corrections show beside it (invariant 5)."""

    def setUp(self):
        super().setUp()
        self.line = self.new_indicator("persons_improved_ors", target=10)
        self.hours = self.new_indicator("hours")
        self.ratings = self.rate_course(self.episode, [10, 12, 20])
        self.delivery = self.done(self.own, self.client, self.today - timedelta(days=3))
        self.report = self._report()

    def _report(self, **values):
        return self.env["recovery.report"].with_user(self.finance).create({
            "grant_id": self.grant.id, "date_from": self.today - timedelta(days=60), "date_to": self.today, **values,
        })

    def _line(self, grant_indicator):
        return self.report.line_ids.filtered(lambda line: line.grant_indicator_id == grant_indicator)

    def test_freezing_attributes_computes_and_keeps(self):
        self.done(self.own, self.client, self.today - timedelta(days=100), minutes=30)
        self.report.action_freeze()
        report = self.report
        self.assertEqual((report.state, report.frozen_by), ("frozen", self.finance))
        self.assertTrue(report.frozen_at and report.file_xlsx)
        improved = self._line(self.line)
        self.assertEqual((improved.value, improved.target, improved.detail), (1, 10, "of 1"))
        self.assertEqual((self._line(self.hours).value, self._line(self.hours).value_total), (1.0, 1.5))
        evidence = improved.evidence_ids
        self.assertEqual((evidence.reference, evidence.ors_first, evidence.ors_last, evidence.ors_change),
                         (self.client.code, 10, 20, 10))
        self.assertEqual((evidence.date, evidence.hours, evidence.rated), (self.delivery.date, 1.0, 3))

    def test_a_second_freeze_does_nothing(self):
        self.report.action_freeze()
        at = self.report.frozen_at
        self.report.action_freeze()
        self.assertEqual(self.report.frozen_at, at)
        self.assertEqual(len(self.report.line_ids), 2)

    def test_raw_sql_cannot_change_it(self):
        self.report.action_freeze()
        draft = self._report()
        self.env.flush_all()
        for name, attack in ATTACKS.items():
            with self.subTest(attack=name), mute_logger("odoo.sql_db"):
                with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
                    self.env.cr.execute(attack, {"report": self.report.id, "draft": draft.id})

    def test_superuser_cannot_change_it_either(self):
        self.report.action_freeze()
        report = self.report.sudo()
        for act in (
            lambda: report.write({"date_to": self.today - timedelta(days=1)}), lambda: report.write({"state": "draft"}),
            report.unlink,
        ):
            with self.assertRaisesRegex(UserError, "frozen report"):
                act()
        for act in (lambda: report.line_ids[0].write({"value": 5}), report.line_ids[0].unlink):
            with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                act()
                self.env.flush_all()
            self.env.invalidate_all()

    def test_grant_with_a_frozen_report_keeps_its_indicators(self):
        self.report.action_freeze()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.line.unlink()

    def test_a_draft_stays_open_to_change(self):
        self.report.date_to = self.today - timedelta(days=1)
        self.report.sudo().line_ids.unlink()
        self.report.unlink()

    def test_later_amendment_shows_as_a_correction(self):
        self.report.action_freeze()
        before = (self.report.file_xlsx, self._line(self.hours).value)
        self.delivery.encounter_id.amend("Longer than written")
        self.delivery.minutes = 90
        self.env.flush_all()
        self.env.invalidate_all()
        line = self._line(self.hours)
        self.assertEqual((line.value, line.value_now, line.correction), (1.0, 1.5, 0.5))
        self.assertEqual((self.report.file_xlsx, line.value), before)
        self.assertEqual(self.report.correction_count, 1)
        corrections = self.grant.with_user(self.finance).get_corrections()
        [shown] = corrections[str(self.report.id)]
        self.assertEqual((shown["line_id"], shown["correction"]), (line.id, 0.5))
        self.assertIn("+", shown["text"])

    def test_cancelled_rating_and_cancelled_encounter_show_as_corrections(self):
        self.report.action_freeze()
        self.ratings[-1].action_cancel("Wrong person")
        self.env.invalidate_all()
        self.assertEqual(self._line(self.line).correction, -1)
        self.delivery.encounter_id.amend("Never happened")
        self.delivery.encounter_id.action_cancel()
        self.grant._attribute()
        self.env.invalidate_all()
        self.assertEqual((self._line(self.hours).value, self._line(self.hours).value_now), (1.0, 0.0))

    def test_indicator_redefined_later_is_no_correction(self):
        self.report.action_freeze()
        self.line.indicator_id.write({"min_change": 30.0, "name": "Other name"})
        self.grant.program_ids -= self.other
        self.env.invalidate_all()
        self.assertEqual((self._line(self.line).correction, self._line(self.line).name), (0, "Demo persons_improved_ors"))

    def test_undecided_conflict_blocks_and_is_named(self):
        second = self.new_grant("G-2", sequence=20)
        self.new_indicator("hours", second)
        (self.grant | second)._attribute()
        for report in (self.report, self._report(grant_id=second.id)):
            with self.assertRaisesRegex(UserError, f"^In conflict(.|\n)*{self.client.code}"):
                report.action_freeze()
        self.assertEqual(self.report.state, "draft")
        second.attribution_ids.with_user(self.finance).action_leave()
        self.report.action_freeze()
        self.assertEqual(self.report.state, "frozen")

    def test_conflict_outside_the_period_does_not_block(self):
        second = self.new_grant("G-2", sequence=20)
        (self.grant | second)._attribute()
        report = self._report(date_to=self.today - timedelta(days=30))
        report.action_freeze()
        self.assertEqual(report.state, "frozen")

    def test_conflict_about_a_restricted_person_stands_with_the_holder(self):
        self.done(self.own, self.client_restricted, minutes=30)
        second = self.new_grant("G-2", sequence=20)
        (self.grant | second)._attribute()
        second.attribution_ids.with_user(self.finance).search([("state", "=", "conflict")]).action_leave()
        self.report.action_freeze()
        self.assertEqual(self._line(self.hours).value, 1.5)

    def test_period_that_is_not_over_is_refused(self):
        report = self._report(date_to=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "^To"):
            report.action_freeze()

    def test_grant_without_indicators_is_refused(self):
        report = self._report(grant_id=self.new_grant("G-2").id)
        with self.assertRaisesRegex(UserError, "^Indicators"):
            report.action_freeze()

    def test_indicators_added_to_the_draft_s_grant_are_reported(self):
        added = self.new_indicator("contacts")
        self.report.action_freeze()
        self.assertEqual(self._line(added).value, 1)

    def test_evidence_adds_up_to_every_figure(self):
        lines = [
            self.new_indicator(code) for code in ("persons_supported", "persons_new", "contacts", "interventions")
        ]
        self.done(self.other, self.client_other)
        self.done(self.own, service=self.exchange, headcount=4)
        self.report.action_freeze()
        for line in (self.line, self.hours, *lines):
            frozen = self._line(line)
            self.assertAlmostEqual(sum(frozen.sudo().evidence_ids.mapped("amount")), frozen.value)
        share = self.new_indicator("share_improved_ors")
        other = self._report()
        other.action_freeze()
        frozen = other.line_ids.filtered(lambda line: line.grant_indicator_id == share)
        self.assertEqual(frozen.value, 50.0)
        self.assertEqual(sorted(frozen.evidence_ids.mapped("amount")), [0.0, 1.0])

    def test_evidence_of_restricted_people_counts_but_is_hidden(self):
        supported = self.new_indicator("persons_supported")
        self.done(self.own, self.client_restricted)
        self.report.action_freeze()
        line = self._line(supported)
        self.assertEqual(line.value, 2)
        self.assertEqual(line.with_user(self.finance).evidence_ids.mapped("reference"), [self.client.code])
        self.assertIn("(1 not shown)", line.with_user(self.finance).action_open_records()["name"])
        self.assertEqual(self.env["recovery.report.evidence"].search_count([("line_id", "=", line.id)]), 2)

    def test_triggers_exist(self):
        self.env.cr.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname IN ('keep_frozen', 'no_truncate')"
            " AND tgenabled = 'O'",
        )
        tables = ("recovery_report", "recovery_report_line", "recovery_report_evidence")
        self.assertEqual(
            set(self.env.cr.fetchall()), {(table, name) for table in tables for name in ("keep_frozen", "no_truncate")},
        )
