from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _compute_res_name(self):
        """A to-do is stored under the client's code: its list is read by more people than the file is."""
        super()._compute_res_name()
        clients = self.filtered(lambda activity: activity.res_model == "recovery.client" and activity.res_id)
        codes = {
            client.id: client.code
            for client in self.env["recovery.client"].sudo().browse(clients.mapped("res_id")).exists()
        }
        for activity in clients:
            activity.res_name = codes.get(activity.res_id)
