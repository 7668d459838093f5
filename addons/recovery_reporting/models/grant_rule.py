from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class GrantRule(models.Model):
    """Which deliveries belong to a grant. An empty filter lets everything pass.

    Whatever the filters say, a rule never reaches beyond the programmes and the period of the grant.
    """

    _name = "recovery.grant.rule"
    _description = "Attribution rule"
    _inherit = ["recovery.activity.filter", "recovery.prechecked"]
    _check_company_auto = True
    _order = "grant_id, sequence, id"

    grant_id = fields.Many2one("recovery.grant", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, default=lambda self: self.env._("Rule"))
    program_ids = fields.Many2many(
        relation="recovery_grant_rule_program_rel", column1="rule_id", column2="program_id",
    )
    service_ids = fields.Many2many(
        relation="recovery_grant_rule_service_rel", column1="rule_id", column2="service_id",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_grant_rule_employee_rel", "rule_id", "employee_id", string="Staff",
        check_company=True, help="At least one of them worked in the encounter.",
    )
    date_from = fields.Date(string="From", help="Empty: from the start of the grant.")
    date_to = fields.Date(string="To", help="Empty: to the end of the grant.")
    active = fields.Boolean(default=True)

    _date_order = Check(
        "CHECK(date_to >= date_from)", "To: the rule cannot end before it starts.",
        holds=lambda row: not (row["date_from"] and row["date_to"]) or row["date_to"] >= row["date_from"],
    )

    @api.constrains("date_from", "date_to", "grant_id")
    def _check_within_grant(self):
        for rule in self:
            grant = rule.grant_id
            days = [day for day in (rule.date_from, rule.date_to) if day]
            if any(not grant.date_start <= day <= grant.date_end for day in days):
                raise ValidationError(self.env._(
                    "Rule %(rule)s: its dates lie within those of the grant, %(start)s to %(end)s.",
                    rule=rule.name, start=grant.date_start, end=grant.date_end,
                ))

    @api.model
    def _get_tests(self):
        """Return {reason: SQL} of what a rule (r) asks of a delivery (d), its encounter (e) and its service (s).

        The reasons are those for which a delivery is not attributed, in the order in which they are named.
        """
        return {
            "program": self._get_filter_condition("program_ids", "r"),
            "dates": SQL("(d.date >= COALESCE(r.date_from, d.date) AND d.date <= COALESCE(r.date_to, d.date))"),
            "service": SQL(
                "(%s AND %s)",
                self._get_filter_condition("service_kind", "r"), self._get_filter_condition("service_ids", "r"),
            ),
            "staff": SQL(
                "(NOT EXISTS (SELECT FROM recovery_grant_rule_employee_rel x WHERE x.rule_id = r.id)"
                " OR EXISTS (SELECT FROM recovery_grant_rule_employee_rel x"
                " JOIN recovery_encounter_employee_rel w ON w.employee_id = x.employee_id"
                " WHERE x.rule_id = r.id AND w.encounter_id = d.encounter_id))",
            ),
            "place": self._get_filter_condition("place", "r"),
        }

    @api.model
    def _get_match(self):
        """Return SQL that is true where a rule (r) claims a delivery (d)."""
        return SQL("(%s)", SQL(" AND ").join(self._get_tests().values()))
