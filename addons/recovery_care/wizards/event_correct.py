from odoo import fields, models


class EventCorrect(models.TransientModel):
    _name = "recovery.event.correct"
    _description = "Correct a finished event"

    event_id = fields.Many2one("recovery.event", required=True)
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.event"]._fields["correction_reason"]._description_selection(self.env),
        required=True,
    )

    def action_correct(self):
        self.event_id.action_correct(self.reason)
