from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GrantRule(models.Model):
    """Which deliveries belong to a grant. An empty filter lets everything pass.

    Whatever the filters say, a rule never reaches beyond the programmes and the period of the grant.
    """

    _name = "recovery.grant.rule"
    _description = "Attribution rule"
    _check_company_auto = True
    _order = "grant_id, sequence, id"

    grant_id = fields.Many2one("recovery.grant", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, default=lambda self: self.env._("Rule"))
    program_ids = fields.Many2many(
        "recovery.program", "recovery_grant_rule_program_rel", "rule_id", "program_id", string="Programmes",
        check_company=True, help="Empty: all programmes of the grant.",
    )
    service_ids = fields.Many2many(
        "recovery.service", "recovery_grant_rule_service_rel", "rule_id", "service_id", string="Services",
        check_company=True,
    )
    service_kind = fields.Selection(selection="_selection_service_kind", string="Kind of service")
    place = fields.Selection(selection="_selection_place")
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_grant_rule_employee_rel", "rule_id", "employee_id", string="Staff",
        check_company=True, help="At least one of them worked in the encounter.",
    )
    date_from = fields.Date(string="From", help="Empty: from the start of the grant.")
    date_to = fields.Date(string="To", help="Empty: to the end of the grant.")
    active = fields.Boolean(default=True)

    _date_order = models.Constraint("CHECK(date_to >= date_from)", "To: the rule cannot end before it starts.")

    @api.model
    def _selection_service_kind(self):
        return self.env["recovery.service"]._fields["kind"]._description_selection(self.env)

    @api.model
    def _selection_place(self):
        return self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)

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
