from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.addons.recovery_care.text_folding import fold
from odoo.exceptions import UserError
from odoo.fields import Domain


class HouseVisitBan(models.Model):
    """Somebody who may not come into a house, or not to one resident. Found by the name however it is spelt."""

    _name = "recovery.house.visit.ban"
    _description = "Ban from visiting"
    _inherit = ["recovery.client.record", "recovery.dated"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["house_id"]

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="restrict", check_company=True)
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, default=None)
    client_id = fields.Many2one(
        string="Only to see", required=False, help="Empty: nobody in the house may be visited by this person.",
    )
    name = fields.Char(string="Visitor", required=True)
    name_folded = fields.Char(compute="_compute_name_folded", store=True, precompute=True, index=True)
    date_to = fields.Date(help="The last day; empty: until it is lifted.")
    reason = fields.Selection(
        [
            ("violence", "Violence or threats"), ("drugs", "Brought substances"), ("theft", "Theft"),
            ("resident", "A resident asked for it"), ("order", "Order of a court"), ("other", "Other"),
        ],
        required=True, default="resident",
    )

    _dates = Check(
        "CHECK(date_to >= date_from)", "To: a ban cannot end before it begins.",
        lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )

    @api.depends("name")
    def _compute_name_folded(self):
        for ban in self:
            ban.name_folded = fold(ban.name) or False

    @api.depends("house_id.code", "date_from")
    def _compute_display_name(self):
        for ban in self:
            ban.display_name = f"{ban.house_id.sudo().code or ''} · {ban.date_from or ''}"

    @api.model
    def _find(self, house, name, client, day):
        """Return the ban of a folded name in a house, in force on a day for a client."""
        return self.search(
            Domain("house_id", "=", house.id) & Domain("name_folded", "=", name)
            & Domain("client_id", "in", (False, client.id)) & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day)), limit=1,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("To: a ban is ended by its last day, not deleted."))

    def action_lift(self):
        """End bans today."""
        self.write({"date_to": fields.Date.context_today(self)})
