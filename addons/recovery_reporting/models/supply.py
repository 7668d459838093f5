from odoo import models


class Supply(models.Model):
    _name = "recovery.supply"
    _inherit = ["recovery.supply", "recovery.counted"]
