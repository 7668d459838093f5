from odoo import api, models
from odoo.tools import is_html_empty


class MessageFreeText(models.AbstractModel):
    """A message, sent or waiting to be sent, that may be text about a client."""

    _name = "recovery.message.free.text"
    _description = "Message in own words"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_no_free_text()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"body", "subject", "model", "res_id"}:
            self._check_no_free_text()
        return result

    def _check_no_free_text(self):
        """Raise UserError for a message in own words about a client whose programmes keep no free text."""
        written = self.filtered(lambda message: message.model and not is_html_empty(message.body or ""))
        for model, messages in written.grouped("model").items():
            if hasattr(self.env[model], "_check_conversation_allowed"):
                self.env[model].browse(messages.mapped("res_id"))._check_conversation_allowed()
