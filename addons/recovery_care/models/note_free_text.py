from odoo import models


class NoteFreeText(models.Model):
    """Notes are free text: of a programme without it there are none."""

    _name = "recovery.note"
    _inherit = ["recovery.note", "recovery.free.text"]

    _free_text_fields = ("body",)
    _free_text_paths = ("program_id", "encounter_id.program_id")

    def _get_free_text_programs(self):
        """A note written in another programme is no way round it for a client who has none that allows text."""
        programs = super()._get_free_text_programs()
        return programs or self.sudo().client_id._get_silent_programs()
