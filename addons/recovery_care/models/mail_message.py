from odoo import api, models
from odoo.tools import is_html_empty


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _compute_record_name(self):
        """Messages, their mails and push notices call a client by the code, whoever wrote them."""
        super()._compute_record_name()
        about_clients = self.filtered(lambda message: message.model == "recovery.client" and message.res_id)
        clients = self.env["recovery.client"].sudo().browse(about_clients.mapped("res_id")).exists()
        codes = {client.id: client.code for client in clients}
        for message in about_clients:
            message.record_name = codes.get(message.res_id)

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
        if self.env.su:
            return
        written = self.filtered(lambda message: message.model and not is_html_empty(message.body or ""))
        for model, messages in written.grouped("model").items():
            if hasattr(self.env[model], "_check_conversation_allowed"):
                self.env[model].browse(messages.mapped("res_id"))._check_conversation_allowed()
