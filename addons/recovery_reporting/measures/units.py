from dataclasses import replace

from odoo.addons.recovery_care.unit_rule import UnitRule, get_units_sql, get_visit_sql
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dimensions import DIMENSIONS, PERSONAL
from .measure import Measure, select

_lt = LazyTranslate(__name__)


class Units(Measure):
    """Units of a funder, by the rule of the indicator's unit: see ``unit_rule`` of the care add-on."""

    code = "units"
    label = _lt("Units")
    unit = "units"
    model = "recovery.encounter"
    grouped_by = DIMENSIONS

    def get_rule(self, scope):
        return UnitRule.from_values(scope.filters["unit"])

    def narrow(self, scope):
        return replace(scope, states=self.get_rule(scope).states) if not scope.grant_id else scope

    def get_grain(self, scope):
        """What is added up over a period, or counts once for a group, is not known from one person's encounter."""
        rule = self.get_rule(scope)
        return "visit" if rule.counted_per == "person" and rule.rounding != "accumulate" else None

    def grain_amount(self, scope):
        return get_visit_sql(self.get_rule(scope), "d")

    def is_grouped(self, scope, dimension):
        """A group that counts once belongs to the women and to the men in it."""
        alone = self.get_rule(scope).counted_per == "person" or dimension not in PERSONAL
        return alone and super().is_grouped(scope, dimension)

    def rows(self, scope):
        columns = select(
            ref_id=SQL("u.encounter_id"), client_id=SQL("u.client_id"), date=SQL("u.date"),
            hours=SQL("u.minutes / 60.0"), place=SQL("u.place"), program_id=SQL("u.program_id"),
            district_id=SQL("u.district_id"), gender=SQL("u.gender"), amount=SQL("u.units"),
        )
        return SQL("%s FROM (%s) u", columns, get_units_sql(self.get_rule(scope), self.narrow(scope).deliveries()))
