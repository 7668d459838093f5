from odoo import fields, models


class AttributionWizard(models.TransientModel):
    _name = "recovery.attribution.wizard"
    _description = "Decide an attribution by hand"

    grant_id = fields.Many2one("recovery.grant", required=True, domain="[('state', '!=', 'draft')]")
    delivery_ids = fields.Many2many("recovery.delivery", string="Services", required=True)
    decision = fields.Selection(
        [("claim", "Claim for the grant"), ("exclude", "Leave out of the grant")], required=True, default="claim",
    )
    reason = fields.Char(required=True, help="Kept with the decision; no names of clients.")

    def action_decide(self):
        """Claim or exclude the chosen deliveries for the grant."""
        for wizard in self:
            decide = wizard.grant_id.claim if wizard.decision == "claim" else wizard.grant_id.exclude
            decide(wizard.delivery_ids.ids, wizard.reason)
        return {"type": "ir.actions.act_window_close"}
