from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import ReportingCase


@tagged("post_install", "-at_install")
class TestClientMergeInReports(ReportingCase):
    """Two files of one person: counted twice until they are merged; what was frozen stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grant = cls.new_grant("MERGE", exclusive=False)
        cls.kept, cls.gone = (cls.new_client(cls.own, nickname=name) for name in ("Kept", "Gone"))
        for client in (cls.kept, cls.gone):
            cls.done(cls.own, client, cls.today - timedelta(days=5))
        cls.new_indicator("persons_supported", cls.grant)

    def merge(self):
        return self.env["recovery.client.merge"].with_user(self.manager).merge(
            self.kept.id, self.gone.id, "Demo: the same person",
        )

    def count_people(self):
        return self.figure("persons_supported", self.grant).value

    def test_an_open_period_counts_one_person_and_two_after_the_undo(self):
        self.grant._attribute()
        people, claimed = self.count_people(), self.grant.claimed_count
        merge = self.merge()
        self.assertEqual(self.count_people(), people - 1)
        self.assertEqual(self.grant.claimed_count, claimed)
        merge.action_undo()
        self.env.flush_all()
        self.assertEqual(self.count_people(), people)

    def test_a_frozen_report_keeps_its_evidence_and_shows_the_correction(self):
        report = self.env["recovery.report"].create({
            "grant_id": self.grant.id, "date_from": self.grant.date_start, "date_to": self.today - timedelta(days=1),
        })
        report.action_freeze()
        line = report.line_ids
        rows = self.get_evidence(report)
        self.assertIn(self.gone.id, [client for _id, client, _text in rows])
        merge = self.merge()
        self.assertEqual(self.get_evidence(report), rows)
        line.invalidate_recordset()
        self.assertEqual((line.correction, line.value - line.value_now), (-1.0, 1.0))
        merge.action_undo()
        line.invalidate_recordset()
        self.assertEqual((self.get_evidence(report), line.correction), (rows, 0.0))

    def get_evidence(self, report):
        self.env.flush_all()
        return self.env.execute_query(SQL(
            "SELECT id, client_id, to_jsonb(e)::text FROM recovery_report_evidence e WHERE report_id = %s ORDER BY id",
            report.id,
        ))
