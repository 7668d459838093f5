from odoo import models


class FeePlanPayerCollective(models.Model):
    _name = "recovery.fee.plan.payer"
    _inherit = ["recovery.fee.plan.payer", "recovery.collective.payer"]
