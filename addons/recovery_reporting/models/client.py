from odoo import models


class Client(models.Model):
    _name = "recovery.client"
    _inherit = ["recovery.client", "recovery.counted"]
