from odoo import fields, models


class EncounterFreeText(models.Model):
    """Where the programme keeps no free text, an amendment's reason is chosen from a list."""

    _inherit = "recovery.encounter"

    no_free_text = fields.Boolean(related="program_id.no_free_text")

    def amend(self, reason):
        self.ensure_one()
        self.program_id.sudo()._check_correction_reason(reason)
        return super().amend(reason)
