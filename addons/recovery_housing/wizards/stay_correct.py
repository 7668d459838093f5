from odoo import api, fields, models


class StayCorrect(models.TransientModel):
    _name = "recovery.stay.correct"
    _description = "Correct a stay that is over"

    stay_id = fields.Many2one("recovery.stay", required=True, readonly=True)
    date_from = fields.Date(string="From", compute="_compute_facts", store=True, readonly=False, required=True)
    date_to = fields.Date(string="Until", compute="_compute_facts", store=True, readonly=False, required=True)
    exit_reason = fields.Selection(
        selection=lambda self: self.env["recovery.stay"]._fields["exit_reason"]._description_selection(self.env),
        string="Left because", compute="_compute_facts", store=True, readonly=False, required=True,
    )
    exit_destination = fields.Selection(
        selection=lambda self: self.env["recovery.stay"]._fields["exit_destination"]._description_selection(self.env),
        string="Left to", compute="_compute_facts", store=True, readonly=False, required=True,
    )
    no_free_text = fields.Boolean(related="stay_id.program_id.no_free_text")
    reason = fields.Char(string="Corrected because")
    reason_choice = fields.Selection(selection="_selection_reason_choice", string="Reason chosen")

    _facts = ("date_from", "date_to", "exit_reason", "exit_destination")

    @api.model
    def _selection_reason_choice(self):
        return [(reason, reason) for reason in self.env["recovery.program"]._get_correction_reasons()]

    @api.depends("stay_id")
    def _compute_facts(self):
        for wizard in self:
            for name in self._facts:
                wizard[name] = wizard.stay_id[name]

    def action_correct(self):
        changed = {name: self[name] for name in self._facts if self[name] != self.stay_id[name]}
        self.stay_id.action_correct(changed, self.reason_choice if self.no_free_text else self.reason)
