from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check

READERS = "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor"


class HouseLease(models.Model):
    """What the organisation itself rents a house by: from whom, for how long, for how much."""

    _name = "recovery.house.lease"
    _description = "Rent contract of a house"
    _inherit = ["recovery.contract.dates", "mail.thread", "mail.activity.mixin", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date_from desc, id desc"
    _rec_names_search = ["house_id", "landlord_id", "reference"]
    _watched_date = ("decide_by", 30)

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    landlord_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    reference = fields.Char(help="Number of the contract.")
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="The last day; empty: until notice is given.")
    notice_days = fields.Integer(string="Notice (days)", default=90)
    rent = fields.Monetary(string="Rent a month")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict",
    )
    document = fields.Binary(attachment=True, copy=False)
    document_name = fields.Char(copy=False)
    decide_by = fields.Date(
        string="Decide by", compute="_compute_decide_by", store=True,
        help="The last day on which notice can be given or a new contract be made.",
    )
    state = fields.Selection(
        [("future", "Future"), ("running", "Running"), ("ending", "To decide"), ("ended", "Ended")],
    )

    _dates = Check(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "Until: a contract ends after it begins.",
        lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )
    _rent = Check("CHECK(rent >= 0)", "Rent: it cannot be negative.", lambda row: row["rent"] >= 0)
    _notice = Check(
        "CHECK(notice_days BETWEEN 0 AND 3650)", "Notice: write between 0 and 3650 days.",
        lambda row: 0 <= row["notice_days"] <= 3650,
    )

    @api.depends("date_to", "notice_days")
    def _compute_decide_by(self):
        for lease in self:
            lease.decide_by = lease.date_to and lease.date_to - timedelta(days=lease.notice_days)

    @api.depends("house_id.name", "landlord_id.name")
    def _compute_display_name(self):
        for lease in self:
            lease.display_name = f"{lease.house_id.name or ''} · {lease.landlord_id.sudo().name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        leases = super().create(vals_list)
        leases._update_activities()
        return leases

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_to", "notice_days", "house_id"}:
            self._update_activities()
        return result

    def _update_activities(self):
        """Keep one to-do for each contract that ends: to decide in time."""
        for lease in self:
            lease.activity_unlink(["recovery_housing.activity_lease"])
            if lease.decide_by and lease.date_to >= fields.Date.context_today(self):
                user = lease.house_id._get_staff().user_id.filtered("active")[:1] or self.env.user
                lease.activity_schedule(
                    "recovery_housing.activity_lease", date_deadline=lease.decide_by, user_id=user.id,
                )
