from odoo import fields, models


class FindCancel(models.TransientModel):
    _name = "recovery.find.cancel"
    _description = "Cancel a find"

    find_ids = fields.Many2many("recovery.find", required=True)
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.find"]._fields["cancel_reason"]._description_selection(self.env),
        required=True,
    )

    def action_cancel(self):
        self.find_ids.action_cancel(self.reason)
