from odoo import fields, models


class OrsCancel(models.TransientModel):
    _name = "recovery.ors.cancel"
    _description = "Cancel a rating"

    ors_ids = fields.Many2many("recovery.ors", required=True)
    reason = fields.Char(required=True)

    def action_cancel(self):
        self.ors_ids.action_cancel(self.reason)
