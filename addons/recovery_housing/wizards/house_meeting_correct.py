from odoo import fields, models


class HouseMeetingCorrect(models.TransientModel):
    _name = "recovery.house.meeting.correct"
    _description = "Correct a finished house meeting"

    meeting_id = fields.Many2one("recovery.house.meeting", required=True)
    reason = fields.Selection(
        selection=lambda self: self.env[
            "recovery.house.meeting"
        ]._fields["correction_reason"]._description_selection(self.env),
        required=True,
    )

    def action_correct(self):
        self.meeting_id.action_correct(self.reason)
