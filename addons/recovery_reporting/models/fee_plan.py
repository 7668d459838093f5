from odoo import api, models


class FeePlan(models.Model):
    _inherit = "recovery.fee.plan"

    @api.constrains("date_from", "date_to")
    def _check_grants(self):
        self.payer_ids._check_grant()
