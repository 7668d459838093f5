from odoo import fields, models
from odoo.exceptions import UserError


class AttributionWizard(models.TransientModel):
    _name = "recovery.attribution.wizard"
    _description = "Decide an attribution by hand"

    grant_id = fields.Many2one("recovery.grant", required=True, domain="[('state', '!=', 'draft')]")
    delivery_ids = fields.Many2many("recovery.delivery", string="Services")
    stay_ids = fields.Many2many("recovery.stay", string="Stays")
    date_from = fields.Date(string="First night", help="Empty: from the first night of each stay within the grant.")
    date_to = fields.Date(
        string="Until", help="The first night that is not meant any more; empty: to the last night within the grant.",
    )
    decision = fields.Selection(
        [("claim", "Claim for the grant"), ("exclude", "Leave out of the grant")], required=True, default="claim",
    )
    reason = fields.Char(required=True, help="Kept with the decision; no names of clients.")

    def action_decide(self):
        """Claim or exclude the chosen deliveries and nights for the grant."""
        for wizard in self:
            grant, claim = wizard.grant_id, wizard.decision == "claim"
            if not wizard.delivery_ids and not wizard.stay_ids:
                raise UserError(self.env._("Services, Stays: choose what is decided about."))
            if wizard.delivery_ids:
                (grant.claim if claim else grant.exclude)(wizard.delivery_ids.ids, wizard.reason)
            if wizard.stay_ids:
                decide = grant.claim_stays if claim else grant.exclude_stays
                decide(wizard.stay_ids.ids, wizard.reason, wizard.date_from, wizard.date_to)
        return {"type": "ir.actions.act_window_close"}
