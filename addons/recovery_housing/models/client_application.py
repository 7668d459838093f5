from odoo import fields, models

from .client import STAY_READERS


class ClientApplication(models.Model):
    """Where a client has applied, as far as the user may see it."""

    _inherit = "recovery.client"

    housing_application_ids = fields.One2many(
        "recovery.housing.application", "client_id", string="Housing applications", groups=STAY_READERS,
    )

    def action_open_housing_applications(self):
        return self._open_housing_list("recovery_housing.housing_application_action", {"default_client_id": self.id})

    def action_apply_for_housing(self):
        """Open a new application for the client."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.housing.application", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Apply for housing"), "context": {"default_client_id": self.id},
        }
