from odoo import fields, models

READERS = (
    "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_data,recovery_care.group_auditor"
)


class Delivery(models.Model):
    _name = "recovery.delivery"
    _inherit = ["recovery.delivery", "recovery.counted"]

    attribution_ids = fields.One2many("recovery.attribution", "delivery_id", string="Grants", groups=READERS)

    def action_claim_for_grant(self):
        """Open the dialogue that claims these deliveries for the grant in the context."""
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.attribution.wizard", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Claim or exclude by hand"),
            "context": {
                "default_delivery_ids": self.ids, "default_grant_id": self.env.context.get("grant_id"),
            },
        }
