from datetime import date, timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, NoOverlap
from odoo.exceptions import ValidationError


class GrantPosition(models.Model):
    """A post that the grant pays for, filled while an employee is named."""

    _name = "recovery.grant.position"
    _description = "Grant post"
    _inherit = ["recovery.counted", "recovery.prechecked"]
    _check_company_auto = True
    _order = "grant_id, date_start, id"
    _rec_names_search = ["job_id", "employee_id"]

    grant_id = fields.Many2one("recovery.grant", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="grant_id.company_id", store=True, index=True, precompute=True)
    job_id = fields.Many2one("hr.job", required=True, ondelete="restrict", check_company=True)
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True,
        help="Empty while the post is vacant.",
    )
    fte = fields.Float(string="FTE", required=True, default=1.0, digits=(6, 3), help="Full-time equivalent, above 0.")
    date_start = fields.Date(
        string="From", required=True, compute="_compute_date_start", store=True, readonly=False, precompute=True,
    )
    date_end = fields.Date(string="To", help="Empty: to the end of the grant.")

    _fte = Check(
        "CHECK(fte > 0 AND fte <= 100)", "FTE: write a number above 0.", holds=lambda row: 0 < row["fte"] <= 100,
    )
    _date_order = Check(
        "CHECK(date_end >= date_start)", "To: the post cannot end before it starts.",
        holds=lambda row: row["date_end"] is None or row["date_end"] >= row["date_start"],
    )
    _once = NoOverlap(
        "EXCLUDE USING gist (int4range(grant_id, grant_id, '[]') WITH &&, int4range(job_id, job_id, '[]') WITH &&,"
        " int4range(employee_id, employee_id, '[]') WITH &&, daterange(date_start, date_end, '[]') WITH &&)"
        " WHERE (employee_id IS NOT NULL)",
        "Employee: this person holds the post already in these dates.",
        key=lambda row: (
            {name: row[name] for name in ("grant_id", "job_id", "employee_id")} if row["employee_id"] else None
        ),
        span=lambda row: (row["date_start"], row["date_end"] + timedelta(days=1) if row["date_end"] else date.max),
    )

    @api.depends("grant_id.date_start")
    def _compute_date_start(self):
        for position in self:
            position.date_start = position.date_start or position.grant_id.date_start

    @api.depends("job_id.name", "employee_id.name", "fte")
    def _compute_display_name(self):
        for position in self:
            who = position.sudo().employee_id.name or self.env._("vacant")
            position.display_name = f"{position.sudo().job_id.name or ''} · {who}"

    @api.constrains("date_start", "date_end", "grant_id")
    def _check_within_grant(self):
        for position in self:
            grant = position.grant_id
            if position.date_start < grant.date_start or (position.date_end or grant.date_end) > grant.date_end:
                raise ValidationError(self.env._(
                    "Post %(post)s: its dates lie within those of the grant, %(start)s to %(end)s.",
                    post=position.display_name, start=grant.date_start, end=grant.date_end,
                ))
            if position.date_start > grant.date_end:
                raise ValidationError(self.env._("From: the post starts after the grant ended (%s).", grant.date_end))
