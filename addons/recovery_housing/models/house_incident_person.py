from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Unique
from odoo.exceptions import UserError


class HouseIncidentPerson(models.Model):
    """A client in an incident."""

    _name = "recovery.house.incident.person"
    _description = "Client in an incident"
    _inherit = ["recovery.parent.open", "recovery.client.record"]
    _order = "incident_id, role, id"
    _rec_names_search = ["client_id", "incident_id"]
    # Two files that turn out to be one person's: the line says the same.
    _merge_clashes = {"once": "aside"}

    incident_id = fields.Many2one("recovery.house.incident", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(
        related="incident_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="incident_id.company_id", store=True, precompute=True, default=None)
    role = fields.Selection(
        [("involved", "Involved"), ("affected", "Affected"), ("witness", "Witness")], required=True, default="involved",
    )
    injured = fields.Boolean()

    _once = Unique(
        "UNIQUE(incident_id, client_id)", "Client: this person is in the incident already.",
        lambda row: (row["incident_id"], row["client_id"]),
    )

    @api.depends("client_id.code", "incident_id.code")
    def _compute_display_name(self):
        for person in self:
            person.display_name = f"{person.incident_id.sudo().code or ''} · {person.sudo().client_id.code or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people.sudo().incident_id._update_notices()
        return people

    def _check_open(self):
        if not self.env.su and any(person.sudo().incident_id.state in ("closed", "cancelled") for person in self):
            raise UserError(self.env._("Client: the incident is closed. A programme manager may open it again."))
