from odoo import models


class NightRefusal(models.Model):
    _name = "recovery.night.refusal"
    _inherit = ["recovery.night.refusal", "recovery.counted"]
