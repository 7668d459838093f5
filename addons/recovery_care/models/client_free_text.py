from odoo import api, fields, models


class ClientFreeText(models.Model):
    """Whether anything may be written about a client."""

    _inherit = "recovery.client"

    no_free_text = fields.Boolean(
        compute="_compute_no_free_text", help="The programmes in which the user works with the client keep no free text.",
    )

    @api.depends("program_ids.no_free_text")
    @api.depends_context("uid")
    def _compute_no_free_text(self):
        for client in self:
            client.no_free_text = bool(client._get_silent_programs())

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
