from odoo import models


class NightGuest(models.Model):
    _name = "recovery.night.guest"
    _inherit = ["recovery.night.guest", "recovery.counted"]
