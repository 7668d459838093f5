from odoo import models


class OrsFreeText(models.Model):
    """Where the programme keeps no free text, a rating is cancelled for a reason of the list."""

    _name = "recovery.ors"
    _inherit = ["recovery.ors", "recovery.free.text"]

    _free_text_fields = ("cancel_reason",)
    _free_text_paths = ("program_id", "encounter_id.program_id")

    def _is_free_text_allowed(self, name):
        reasons = self.env["recovery.program"]._get_correction_reasons()
        return super()._is_free_text_allowed(name) or self[name] in reasons
