from odoo import models


class House(models.Model):
    _name = "recovery.house"
    _inherit = ["recovery.house", "recovery.counted"]
