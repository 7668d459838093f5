from datetime import timedelta

from odoo import models
from odoo.tests import tagged

from .common import ReportingCase

# Written by methods alone, which ask before they write; what is left are races.
BY_METHODS = {
    "recovery_grant_ledger", "recovery_report_number_uniq", "recovery_report_frozen", "recovery_attribution_once",
    "recovery_attribution_exclusive_once", "recovery_attribution_reason", "recovery_attribution_excluded_by_hand",
    "recovery_attribution_one_subject", "recovery_attribution_nights", "recovery_attribution_nights_once",
    "recovery_attribution_exclusive_nights",
}


@tagged("post_install", "-at_install")
class TestTableRules(ReportingCase):
    """What finance can do wrong is told before the database refuses it."""

    def test_every_constraint_has_a_twin_or_is_written_by_methods(self):
        without = set()
        for name in self.env.registry:
            Model = self.env[name]
            if Model._original_module == "recovery_reporting" and not Model._abstract:
                without |= {
                    item.full_name(Model) for item in Model._table_objects.values()
                    if isinstance(item, (models.Constraint, models.UniqueIndex))
                    and not (hasattr(Model, "_get_twins") and item in Model._get_twins())
                }
        self.assertEqual(without, BY_METHODS)

    def test_grant(self):
        for values, rule, message in (
            ({"amount": -1}, "amount", "Amount"), ({"report_months": 0}, "report_months", "Report every"),
            ({"report_months": 61}, "report_months", "Report every"),
        ):
            for refusal in self.refusals("recovery.grant", rule, message):
                with self.subTest(values=values), refusal:
                    self.grant.write(values)

    def test_post_ends_after_it_starts(self):
        job = self.env["hr.job"].create({"name": "Demo worker", "company_id": self.company.id})
        for refusal in self.refusals("recovery.grant.position", "date_order", "To"):
            with refusal:
                self.env["recovery.grant.position"].create({
                    "grant_id": self.grant.id, "job_id": job.id, "date_start": self.today,
                    "date_end": self.today - timedelta(days=1),
                })

    def test_rule_ends_after_it_starts(self):
        for refusal in self.refusals("recovery.grant.rule", "date_order", "To"):
            with refusal:
                self.grant.rule_ids.write({"date_from": self.today, "date_to": self.today - timedelta(days=1)})

    def test_report_ends_after_it_begins(self):
        for refusal in self.refusals("recovery.report", "date_order", "To"):
            with refusal:
                self.env["recovery.report"].create({
                    "grant_id": self.grant.id, "date_from": self.today, "date_to": self.today - timedelta(days=1),
                })

    def test_indicator(self):
        indicator = self.new_indicator("hours").indicator_id
        for refusal in self.refusals("recovery.indicator", "code_uniq", "Code"):
            with refusal:
                indicator.copy({"code": indicator.code})
        for values, rule, message in (
            ({"min_hours": -1}, "min_hours", "Hours at least"), ({"min_change": 0}, "min_change", "Change at least"),
            ({"min_change": 40.1}, "min_change", "Change at least"),
        ):
            for refusal in self.refusals("recovery.indicator", rule, message):
                with self.subTest(values=values), refusal:
                    indicator.write(values)

    def test_target(self):
        line = self.new_indicator("hours")
        for refusal in self.refusals("recovery.grant.indicator", "target", "Target"):
            with refusal:
                line.target = -1
        for refusal in self.refusals("recovery.grant.indicator", "once", "Indicator"):
            with refusal:
                self.env["recovery.grant.indicator"].create({
                    "grant_id": line.grant_id.id, "indicator_id": line.indicator_id.id,
                })
