from odoo.fields import Command
from odoo.tests import tagged

from ..measures import Scope
from .random_world import RandomWorldCase


@tagged("post_install", "-at_install")
class TestActivityFilter(RandomWorldCase):
    """Rules of grants and indicators mean the same by the same filter."""

    def _claimed_by_rule(self, grant, filters):
        """Return the deliveries that a rule with ``filters`` claims."""
        values = {name: [Command.set(value)] if name.endswith("_ids") else value for name, value in filters.items()}
        grant.rule_ids = [Command.clear(), Command.create({"name": "Demo rule", **values})]
        grant._attribute()
        return grant.attribution_ids.filtered(lambda row: row.state == "claimed").delivery_id

    def _counted_by_indicator(self, grant, filters):
        """Return the deliveries that an indicator with ``filters`` counts among the claims of ``grant``."""
        indicator = self.new_indicator("contacts", grant, **{
            name: [Command.set(value)] if name.endswith("_ids") else value for name, value in filters.items()
        }).indicator_id
        scope = Scope(
            grant_id=grant.id, company_id=grant.company_id.id, program_ids=tuple(grant.program_ids.ids),
            date_from=grant.date_start, date_to=grant.date_end, today=self.today, filters=indicator._get_filters(),
        )
        self.env.flush_all()
        return self.env["recovery.delivery"].browse(row[0] for row in self.env.execute_query(scope.deliveries()))

    def test_a_rule_claims_what_an_indicator_with_its_filters_counts(self):
        open_grant = self.build(31)
        open_grant.exclusive = False
        ruled = open_grant.copy({"code": "R-31-2", "date_start": self.period[0], "date_end": self.period[1]})
        ruled.action_confirm()
        open_grant._attribute()
        everything = open_grant.attribution_ids.delivery_id
        for filters in (
            {"program_ids": self.own.ids}, {"service_ids": (self.talk | self.exchange).ids}, {"place": "prison"},
            {"service_kind": "exchange"}, {"program_ids": self.other.ids, "service_kind": "individual", "place": "centre"},
        ):
            with self.subTest(filters=filters):
                claimed = self._claimed_by_rule(ruled, filters)
                self.assertTrue(claimed)
                self.assertLess(len(claimed), len(everything))
                self.assertEqual(set(claimed.ids), set(self._counted_by_indicator(open_grant, filters).ids))
        self.assertEqual(set(self._claimed_by_rule(ruled, {}).ids), set(everything.ids), "empty filters let all pass")

    def test_choices_are_those_of_the_fields_looked_at(self):
        looked_at = {
            "service_kind": ("recovery.service", "kind"), "place": ("recovery.encounter", "place"),
            "role": ("recovery.episode", "role"), "gender": ("recovery.client", "gender"),
        }
        for owner in ("recovery.grant.rule", "recovery.indicator"):
            fields = self.env[owner].fields_get(attributes=["selection"])
            for name, (model, field) in looked_at.items():
                if name in fields:
                    with self.subTest(model=owner, field=name):
                        expected = self.env[model].fields_get([field], ["selection"])[field]["selection"]
                        self.assertEqual(fields[name]["selection"], expected)
        self.assertLessEqual(looked_at.keys(), self.env["recovery.indicator"]._fields.keys())

    def test_rules_and_indicators_keep_their_filters_apart(self):
        """Both have the fields of the same mixin, each in tables of its own."""
        rule, indicator = self.grant.rule_ids, self.new_indicator("hours").indicator_id
        rule.program_ids, indicator.program_ids = self.own, self.other
        rule.service_ids, indicator.service_ids = self.talk, self.group_work
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((rule.program_ids, rule.service_ids), (self.own, self.talk))
        self.assertEqual((indicator.program_ids, indicator.service_ids), (self.other, self.group_work))

    def test_filters_in_words(self):
        Filter = self.env["recovery.activity.filter"]
        self.assertEqual(
            Filter._describe_filters({
                "program_ids": (self.own | self.other).ids, "service_ids": [], "service_kind": "group", "place": "prison",
                "role": "relative", "gender": False,
            }),
            ["Group", "Prison", "Relative", f"{self.own.display_name}, {self.other.display_name}"],
        )

    def test_words_of_a_definition_whose_records_and_values_are_gone(self):
        """A frozen report is described long after the catalogue has changed."""
        Filter = self.env["recovery.activity.filter"]
        self.assertEqual(Filter._describe_filters({"place": "moon", "service_ids": [99999999]}), ["moon"])
        self.assertEqual(Filter._describe_filters({}), [])
