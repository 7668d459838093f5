from odoo import api, fields, models

from .stay_fee import READERS


class StayPayers(models.Model):
    """Payers of their own that a resident has, by whichever bed they were written down."""

    _inherit = "recovery.stay"

    payer_count = fields.Integer(string="Payers", compute="_compute_payer_count", groups=READERS)

    @api.depends_context("uid")
    def _compute_payer_count(self):
        """Count those of today and of the time to come."""
        found = self.env["recovery.stay.payer"]._find_of(
            self._origin, fields.Date.context_today(self), fields.Date.to_date("9999-12-31"),
        )
        for stay in self:
            stay.payer_count = len(found.get(stay._origin, ()))

    def action_open_payers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.stay_payer_action")
        return {
            **action, "domain": [("client_id", "=", self.client_id.id)], "context": {
                "default_stay_id": self.id, "default_date_from": self.date_from,
            },
        }
