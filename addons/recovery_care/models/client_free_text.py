from odoo import models


class ClientFreeText(models.Model):
    """Whether anything may be written about a client."""

    _inherit = "recovery.client"

    def _get_silent_programs(self):
        """Return the client's programmes (superuser) when none of them keeps free text; nothing otherwise.

        Of a worker's own programmes where the worker has some with the client: whoever works in the
        contact centre alone writes nothing about a person who is in counselling too.
        """
        programs = self.sudo().program_ids
        own = programs.filtered(lambda program: self.env.user in program.user_ids)
        programs = own or programs
        return programs if all(programs.mapped("no_free_text")) else programs.browse()

    def _get_free_text_programs(self):
        return self._get_silent_programs()
