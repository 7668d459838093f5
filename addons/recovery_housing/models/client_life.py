from odoo import models


class ClientLife(models.Model):
    """Tests, incidents, agreements and breaches of a client, as far as the user may see them."""

    _inherit = "recovery.client"

    def action_open_substance_tests(self):
        return self._open_housing_list("recovery_housing.substance_test_action", {"default_client_id": self.id})

    def action_open_rule_events(self):
        """Open the agreements and breaches of one client; a new one is about where they live now."""
        stay = self.env["recovery.stay"].search([
            ("client_id", "=", self.id), ("state", "=", "in"), ("company_id", "in", self.env.companies.ids),
        ], limit=1)
        return self._open_housing_list("recovery_housing.house_rule_event_action", {"default_stay_id": stay.id})

    def action_open_incidents(self):
        """Open the incidents in which one client was, whatever became of them."""
        action = self._open_housing_list("recovery_housing.house_incident_action")
        return {**action, "domain": [("person_ids.client_id", "=", self.id)]}
