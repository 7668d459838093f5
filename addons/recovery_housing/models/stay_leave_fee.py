from odoo import api, models

# What the nights that are charged depend on.
PRICED = {"stay_id", "kind", "state", "start", "stop", "left_at", "returned"}


class StayLeaveFee(models.Model):
    """Nights on leave may cost less: a leave that is recorded afterwards flags the fee of its month."""

    _inherit = "recovery.stay.leave"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._check_fees(leaves.sudo().mapped("date_from"))
        return leaves

    def write(self, vals):
        changed = vals.keys() & PRICED
        if changed:
            self.check_access("write")
        days = self.sudo().mapped("date_from") if changed else []
        result = super().write(vals)
        if changed:
            self._check_fees([*days, *self.sudo().mapped("date_from")])
        return result

    def _check_fees(self, days):
        self.sudo().client_id._check_fees(min(filter(None, days), default=None), self.sudo().company_id)
