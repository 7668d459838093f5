from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check

ROLES = [
    ("house", "House manager"), ("programme", "Programme manager"), ("keyworker", "Keyworker"), ("authority", "Authority"),
]


class HouseIncidentDuty(models.Model):
    """Somebody who has to be told of every incident of a level, and how soon."""

    _name = "recovery.house.incident.duty"
    _description = "Who is told of an incident"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "level_id, hours, id"
    _rec_names_search = ["level_id"]

    level_id = fields.Many2one("recovery.house.incident.level", required=True, index=True, ondelete="cascade")
    role = fields.Selection(
        ROLES, required=True, default="house",
        help="House manager: who runs the house, else its deputy or the first of its staff. "
        "Keyworker: of everybody involved or affected.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Authority", check_company=True, ondelete="restrict", domain="[('is_company', '=', True)]",
    )
    hours = fields.Integer(string="Within (hours)", default=24, required=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: in every company.")

    _hours = Check("CHECK(hours >= 0)", "Within: a number of hours, or zero for at once.", lambda row: row["hours"] >= 0)

    @api.depends("role", "partner_id")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for duty in self:
            duty.display_name = " · ".join(filter(None, [roles.get(duty.role), duty.partner_id.sudo().name]))
