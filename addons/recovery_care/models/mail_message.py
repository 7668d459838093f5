from odoo import models


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["recovery.message.free.text", "mail.message"]

    def _compute_record_name(self):
        """Messages, their mails and push notices call a client by the code, whoever wrote them."""
        super()._compute_record_name()
        about_clients = self.filtered(lambda message: message.model == "recovery.client" and message.res_id)
        clients = self.env["recovery.client"].sudo().browse(about_clients.mapped("res_id")).exists()
        codes = {client.id: client.code for client in clients}
        for message in about_clients:
            message.record_name = codes.get(message.res_id)

    def _check_no_free_text(self):
        """What the system writes by itself is not in anybody's own words."""
        if not self.env.su:
            super()._check_no_free_text()
