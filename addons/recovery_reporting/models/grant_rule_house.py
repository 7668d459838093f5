from odoo import api, fields, models
from odoo.tools import SQL

from ..measures.activity_conditions import get_row_condition


class GrantRuleHouse(models.Model):
    """Which nights belong to a grant.

    A rule never reaches beyond the houses of the grant. What a record does not have lets it not pass: a rule that names
    houses claims no services, one that names services, places or staff claims no nights, one that names neither both.
    """

    _inherit = "recovery.grant.rule"

    house_ids = fields.Many2many(
        "recovery.house", "recovery_grant_rule_house_rel", "rule_id", "house_id", string="Houses", check_company=True,
        help="Only nights of stays in these houses; such a rule claims no services.",
    )
    house_kind_ids = fields.Many2many(
        "recovery.house.kind", "recovery_grant_rule_house_kind_rel", "rule_id", "kind_id", string="Kinds of house",
        help="Only nights of stays in houses of these kinds; such a rule claims no services.",
    )

    @api.model
    def _get_tests(self):
        no_house = SQL("(%s)", SQL(" AND ").join(self._is_empty("house_ids", "house_kind_ids")))
        return {**super()._get_tests(), "house": no_house}

    @api.model
    def _get_stay_match(self):
        """Return SQL that is true where a rule (r) claims nights of a stay (s) in its house (h); dates apart."""
        conditions = [
            get_row_condition(self._fields[name], "r", subject) for name, subject in (
                ("program_ids", SQL("h.program_id")), ("house_ids", SQL("h.id")), ("house_kind_ids", SQL("h.kind_id")),
            )
        ]
        conditions += self._is_empty("service_ids", "employee_ids")
        return SQL("(%s AND r.service_kind IS NULL AND r.place IS NULL)", SQL(" AND ").join(conditions))

    @api.model
    def _is_empty(self, *names):
        """Return [SQL] that ask whether many2many filters of a rule (r) are empty."""
        return [
            SQL(
                "NOT EXISTS (SELECT FROM %s x WHERE x.%s = r.id)",
                SQL.identifier(self._fields[name].relation), SQL.identifier(self._fields[name].column1),
            ) for name in names
        ]
