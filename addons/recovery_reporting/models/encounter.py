from odoo import models


class Encounter(models.Model):
    _name = "recovery.encounter"
    _inherit = ["recovery.encounter", "recovery.counted"]
