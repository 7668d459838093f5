from odoo import fields, models


class SituationCancel(models.TransientModel):
    _name = "recovery.situation.cancel"
    _description = "Cancel a situation snapshot"

    situation_ids = fields.Many2many("recovery.situation", required=True)
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.situation"]._fields["cancel_reason"]._description_selection(self.env),
        required=True,
    )

    def action_cancel(self):
        self.situation_ids.action_cancel(self.reason)
