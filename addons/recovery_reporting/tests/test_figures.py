from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..measures import MEASURES, Scope, get_figures, measure
from .common import REQUIRED
from .random_world import RandomWorldCase


@tagged("post_install", "-at_install")
class TestFigures(RandomWorldCase):
    """Many figures cost as many queries as one."""

    def _queries(self, act):
        """Return (result, number of statements) of ``act`` from a cold record cache, with access rules known."""
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            result = act()
        return result, self.cr.sql_log_count - before

    def _wanted(self, grant):
        """Return every measure over three periods, two of them with filters."""
        start, end = self.period
        return [
            (counted, Scope(
                grant_id=grant.id, company_id=grant.company_id.id, program_ids=tuple(grant.program_ids.ids),
                date_from=date_from, date_to=date_to, today=self.today, filters={**REQUIRED, **filters},
            ))
            for counted in MEASURES.values()
            for date_from, date_to, filters in (
                (start, end, {}), (start, start + timedelta(days=90), {"place": "centre"}),
                (start + timedelta(days=91), end, {"new_only": True, "min_change": 0.1}),
            )
        ]

    def test_together_they_are_what_each_is_alone(self):
        grant = self.build(41)
        grant._attribute()
        wanted = self._wanted(grant)
        alone = [counted.figure(self.env, scope) for counted, scope in wanted]
        self.assertGreater(len({figure.value for figure in alone}), 8)
        together, queries = self._queries(lambda: get_figures(self.env, wanted))
        self.assertEqual((together, queries), (alone, 1))
        with patch.object(measure, "FIGURES_A_QUERY", 5):
            in_parts, queries = self._queries(lambda: get_figures(self.env, wanted))
        self.assertEqual((in_parts, queries), (alone, -(-len(wanted) // 5)))
        self.assertEqual(get_figures(self.env, []), [])

    def _freeze(self, number):
        """Freeze as many reports of ten days each, one after the other."""
        reports = self.env["recovery.report"].with_user(self.finance).create([
            {"grant_id": self.grant.id, "date_from": first, "date_to": first + timedelta(days=9)}
            for first in (self.today - timedelta(days=10 * (number - index)) for index in range(number))
        ])
        reports.action_freeze()
        return reports

    def test_corrections_cost_the_same_however_many_reports_and_lines(self):
        for counted in ("contacts", "hours", "persons_supported"):
            self.new_indicator(counted)
        delivery = self.done(self.own, self.client, self.today - timedelta(days=5))
        grant = self.grant.with_user(self.finance)
        self._freeze(1)
        delivery.encounter_id.amend("Longer than written")
        delivery.minutes = 90
        few, queries_for_one = self._queries(grant.get_corrections)
        self.new_indicator("share_improved_ors")
        self.new_indicator("interventions")
        self._freeze(6)
        delivery.minutes = 30
        many, queries_for_seven = self._queries(grant.get_corrections)
        self.assertEqual((len(few), len(many)), (1, 7))
        self.assertEqual(sum(len(lines) for lines in many.values()), 2, "hours of the two reports that hold the day")
        self.assertEqual(queries_for_seven, queries_for_one)

    def test_list_of_reports_and_grant_screen_count_their_figures_at_once(self):
        for counted in ("contacts", "hours"):
            self.new_indicator(counted)
        self.done(self.own, self.client, self.today - timedelta(days=5))
        reports = self._freeze(6)
        _counts, one = self._queries(lambda: reports[:1].mapped("correction_count"))
        counts, all_six = self._queries(lambda: reports.mapped("correction_count"))
        self.assertEqual((counts, all_six), ([0] * 6, one))
        lines = self.env["recovery.grant.indicator"].with_user(self.finance).search([("grant_id", "=", self.grant.id)])
        _values, one = self._queries(lambda: lines[:1].mapped("value"))
        values, both = self._queries(lambda: lines.mapped("value"))
        self.assertEqual(values, [1.0, 1.0])
        self.assertEqual(both, one)
