from odoo import models


class StayPayerCollective(models.Model):
    _name = "recovery.stay.payer"
    _inherit = ["recovery.stay.payer", "recovery.collective.payer"]
