from odoo import api, models


class EncounterOptions(models.Model):
    """A finished encounter has the answers that its services require."""

    _inherit = "recovery.encounter"

    @api.constrains("state")
    def _check_required_options(self):
        self.filtered(lambda encounter: encounter.state == "done").sudo().delivery_ids._check_required_options()
