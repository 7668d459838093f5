from odoo import fields, models


class EncounterAmendWizard(models.TransientModel):
    _name = "recovery.encounter.amend"
    _description = "Amend an encounter"

    encounter_id = fields.Many2one("recovery.encounter", required=True)
    reason = fields.Char(required=True)

    def action_amend(self):
        self.encounter_id.amend(self.reason)
