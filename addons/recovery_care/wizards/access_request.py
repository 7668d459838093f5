from odoo import fields, models


class AccessRequest(models.TransientModel):
    _name = "recovery.access.request"
    _description = "Ask for emergency access"

    code = fields.Char(string="Client code", required=True)
    reason = fields.Text(required=True)
    hours = fields.Float(required=True, default=24)

    def action_request(self):
        """Give emergency access and open the client."""
        override = self.env["recovery.access.override"].request(self.code, self.reason, self.hours)
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.client", "view_mode": "form",
            "views": [(False, "form")], "res_id": override.client_id.id,
        }
