from odoo import api, fields, models


class ClientPromote(models.TransientModel):
    _name = "recovery.client.promote"
    _description = "Identify a client"

    client_id = fields.Many2one("recovery.client", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="client_id.company_id")
    first_name = fields.Char(string="First name")
    last_name = fields.Char(string="Last name")
    birthdate = fields.Date(string="Birth date")
    phone = fields.Char()
    email = fields.Char()
    address = fields.Text()
    is_distinct = fields.Boolean(
        string="A different person", help="Tick when somebody with the same phone or name and birth date is another person.",
    )
    history = fields.Selection(
        [("keep", "Keep: the same record"), ("leave", "Leave behind: a new record without it")],
        required=True, default="keep",
    )
    has_consent = fields.Boolean(string="Consent in force", compute="_compute_has_consent")
    purpose_id = fields.Many2one(
        "recovery.consent.purpose", string="Agrees to",
        domain="[('kind', '=', 'identification'), ('company_id', 'in', (company_id, False))]",
        default=lambda self: self.env["recovery.consent.purpose"].search([("kind", "=", "identification")], limit=1),
    )
    purpose_description = fields.Text(related="purpose_id.description", string="What the client agrees to")
    date_from = fields.Date(string="From", default=fields.Date.context_today)
    date_to = fields.Date(string="Until", help="Empty: as long as the purpose says.")
    document = fields.Binary(string="Signed paper", attachment=False)
    document_name = fields.Char(string="File name")
    signature = fields.Binary(attachment=False)
    reason = fields.Char(required=True)

    @api.depends("client_id", "history")
    def _compute_has_consent(self):
        for dialog in self:
            dialog.has_consent = dialog.history == "keep" and bool(dialog.client_id._get_identification_consents())

    def action_promote(self):
        """Identify the client, forget the dialog and open the client."""
        self.ensure_one()
        identity = ("first_name", "last_name", "birthdate", "phone", "email", "address", "is_distinct")
        consent = ("date_from", "date_to", "document", "document_name", "signature")
        result = self.client_id.promote(
            {name: self[name] for name in identity if self[name]}, self.reason,
            {"purpose_id": self.purpose_id.id, **{name: self[name] for name in consent if self[name]}}, self.history,
        )
        client = self.client_id
        self.unlink()
        return client._get_action_after_change(result["id"])
