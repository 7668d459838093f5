from odoo import fields, models


class ServiceOutreach(models.Model):
    _inherit = "recovery.service"

    is_referral = fields.Boolean(
        string="Counts as referral", help="People are sent on or accompanied to another institution.",
    )
