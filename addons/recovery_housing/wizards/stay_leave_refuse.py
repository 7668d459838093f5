from odoo import fields, models


class StayLeaveRefuse(models.TransientModel):
    _name = "recovery.stay.leave.refuse"
    _description = "Refuse the leave"

    leave_id = fields.Many2one("recovery.stay.leave", required=True, readonly=True)
    refuse_reason = fields.Selection(
        selection=lambda self: self.env["recovery.stay.leave"]._fields["refuse_reason"]._description_selection(self.env),
        string="Because", required=True,
    )
    no_free_text = fields.Boolean(related="leave_id.program_id.no_free_text")
    note = fields.Text(help="What was said to the resident.")

    def action_refuse(self):
        self.leave_id.action_refuse(self.refuse_reason, self.note)
