from odoo import api, fields, models


class OrsCancel(models.TransientModel):
    _name = "recovery.ors.cancel"
    _description = "Cancel a rating"

    ors_ids = fields.Many2many("recovery.ors", required=True)
    no_free_text = fields.Boolean(compute="_compute_no_free_text")
    reason = fields.Char()
    reason_choice = fields.Selection(selection="_selection_reason_choice", string="Reason chosen")

    @api.model
    def _selection_reason_choice(self):
        return [(reason, reason) for reason in self.env["recovery.program"]._get_correction_reasons()]

    @api.depends("ors_ids")
    def _compute_no_free_text(self):
        for wizard in self:
            wizard.no_free_text = any(wizard.ors_ids.program_id.mapped("no_free_text"))

    def action_cancel(self):
        self.ors_ids.action_cancel(self.reason_choice if self.no_free_text else self.reason)
