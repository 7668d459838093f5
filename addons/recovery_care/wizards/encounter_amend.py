from odoo import api, fields, models


class EncounterAmendWizard(models.TransientModel):
    _name = "recovery.encounter.amend"
    _description = "Amend an encounter"

    encounter_id = fields.Many2one("recovery.encounter", required=True)
    no_free_text = fields.Boolean(related="encounter_id.no_free_text")
    reason = fields.Char()
    reason_choice = fields.Selection(selection="_selection_reason_choice", string="Reason chosen")

    @api.model
    def _selection_reason_choice(self):
        return [(reason, reason) for reason in self.env["recovery.program"]._get_correction_reasons()]

    def action_amend(self):
        self.encounter_id.amend(self.reason_choice if self.no_free_text else self.reason)
