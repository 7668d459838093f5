from odoo import api, models


class StayPayer(models.Model):
    """A resident's payer that is a grant: fees and the to-do before the end follow the grant."""

    _inherit = "recovery.stay.payer"

    @api.model
    def _get_priced_fields(self):
        return super()._get_priced_fields() | {"grant_id"}

    def write(self, vals):
        result = super().write(vals)
        if "grant_id" in vals:
            self._update_activities()
        return result
