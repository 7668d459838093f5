from odoo import models


class Bed(models.Model):
    _name = "recovery.bed"
    _inherit = ["recovery.bed", "recovery.counted"]
