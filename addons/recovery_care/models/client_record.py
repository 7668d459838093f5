from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientRecord(models.AbstractModel):
    """What every record about one client shares: the client, the company, the log.

    A client is not checked by ``check_company``: later a consent may show the
    person to another company, so the client itself says which companies see it.
    """

    _name = "recovery.client.record"
    _inherit = ["recovery.access.logged"]
    _description = "Record about a client"
    _check_company_auto = True

    client_id = fields.Many2one(
        "recovery.client", required=True, index=True, ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
    )

    @api.constrains("client_id", "company_id")
    def _check_client_company(self):
        for record in self.sudo():
            client = record.client_id
            if client and not client._is_shared_with(record.company_id):
                raise ValidationError(self.env._(
                    "Client: %(code)s belongs to another company than this record (%(company)s). "
                    "Choose a client of that company.",
                    code=client.code, company=record.company_id.name,
                ))
