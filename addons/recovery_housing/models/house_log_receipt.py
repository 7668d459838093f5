from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Unique


class HouseLogReceipt(models.Model):
    """That somebody has read an entry of the log; made by the entry itself and never changed."""

    _name = "recovery.house.log.receipt"
    _description = "Read by"
    _inherit = ["recovery.client.record"]
    _order = "read_at desc, id desc"
    _rec_names_search = ["user_id"]

    log_id = fields.Many2one("recovery.house.log", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="log_id.client_id", store=True, precompute=True, required=False, domain=None)
    program_id = fields.Many2one(related="log_id.program_id", string="Programme", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="log_id.company_id", store=True, precompute=True, default=None)
    user_id = fields.Many2one("res.users", string="Read by", required=True, index=True, ondelete="restrict")
    read_at = fields.Datetime(string="Read", required=True, default=fields.Datetime.now)

    _once = Unique(
        "UNIQUE(log_id, user_id)", "Read by: this is written down already.", lambda row: (row["log_id"], row["user_id"]),
    )

    @api.depends("user_id.name", "read_at")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = receipt.user_id.sudo().name
