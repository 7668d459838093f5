from odoo import api, fields, models


class ClientAccess(models.Model):
    """Who looks at a client beyond the staff of the programmes, and what mail may tell."""

    _inherit = "recovery.client"

    override_ids = fields.One2many(
        "recovery.access.override", "client_id", string="Emergency access",
        groups="recovery_care.group_manager,recovery_care.group_privacy",
    )
    access_log_ids = fields.One2many(
        "recovery.access.log", "client_id", string="Access log", groups="recovery_care.group_privacy",
    )

    emergency_access = fields.Boolean(
        compute="_compute_emergency_access", search="_search_emergency_access",
        help="The user has emergency access at this moment.",
    )

    @api.depends("override_ids.date_end")
    @api.depends_context("uid")
    def _compute_emergency_access(self):
        overrides = self.env["recovery.access.override"].sudo().search([
            ("client_id", "in", self.ids), ("user_id", "=", self.env.uid), ("date_end", ">", fields.Datetime.now()),
        ])
        for client in self:
            client.emergency_access = client.id in overrides.client_id.ids

    @api.model
    def _search_emergency_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("override_ids", "any", [("user_id", "=", self.env.uid), ("date_end", ">", fields.Datetime.now())])]

    def _message_compute_subject(self):
        """E-mail subjects carry the code, whoever wrote the message."""
        return self.sudo().code

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """E-mails and push messages name the client by the code: they leave the system."""
        kwargs["force_record_name"] = self.sudo().code
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Nobody is suggested as a recipient: the invoice or portal contact is no addressee of the team's talk."""
        return []

    def _message_add_default_recipients(self):
        """Nor does the e-mail address of the person become one; many who write here may not even see it."""
        return {
            client.id: {"email_cc_lst": [], "email_to_lst": [], "partners": self.env["res.partner"]} for client in self
        }

    def action_open_access_log(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.access_log_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {}}
