from odoo import fields, models


class EpisodeFreeText(models.Model):
    """The conversation of an episode follows its programme."""

    _inherit = "recovery.episode"

    _free_text_paths = ("program_id",)

    no_free_text = fields.Boolean(related="program_id.no_free_text")
