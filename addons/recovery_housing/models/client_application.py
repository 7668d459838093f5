from odoo import api, fields, models

from .client import STAY_READERS


class ClientApplication(models.Model):
    """Where a client has applied, as far as the user may see it."""

    _inherit = "recovery.client"

    housing_application_ids = fields.One2many(
        "recovery.housing.application", "client_id", string="Housing applications", groups=STAY_READERS,
    )
    housing_application_count = fields.Integer(compute="_compute_housing_application_count", groups=STAY_READERS)

    @api.depends_context("uid")
    def _compute_housing_application_count(self):
        counts = dict(self.env["recovery.housing.application"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["__count"],
        ))
        for client in self:
            client.housing_application_count = counts.get(client._origin, 0)

    def action_open_housing_applications(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.housing_application_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}

    def action_apply_for_housing(self):
        """Open a new application for the client."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.housing.application", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Apply for housing"), "context": {"default_client_id": self.id},
        }
