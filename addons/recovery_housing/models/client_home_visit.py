from odoo import models


class ClientHomeVisit(models.Model):
    """Visits at a client's home."""

    _inherit = "recovery.client"

    def action_open_home_visits(self):
        """Open the visits at home of one client with what was found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.home_visit_action")
        return {
            **action, "context": {"visits_of_one": 1}, "domain": [
                ("client_id", "=", self.id), ("service_id.kind", "=", "accommodation"), ("encounter_id.place", "=", "home"),
            ],
        }
