from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check


class NightPeople(models.AbstractModel):
    """A client at the door, or some unnamed people: known, coded or only counted."""

    _name = "recovery.night.people"
    _description = "People of a night"
    _inherit = ["recovery.night.row", "recovery.client.record"]

    client_id = fields.Many2one(required=False, help="Empty: somebody unnamed.")
    headcount = fields.Integer(string="Unnamed people", required=True, default=0, help="How many, where there is no client.")
    gender = fields.Selection(
        [("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")],
        required=True, compute="_compute_gender", store=True, precompute=True, readonly=False,
        help="As known on that night.",
    )
    persons = fields.Integer(compute="_compute_persons", store=True, precompute=True)

    _who = Check(
        "CHECK(client_id IS NULL AND headcount > 0 OR client_id IS NOT NULL AND headcount = 0)",
        "Client: choose a client, or say how many unnamed people there are.",
        lambda row: (row["headcount"] > 0) if row["client_id"] is None else row["headcount"] == 0,
    )

    @api.depends("client_id")
    def _compute_gender(self):
        for people in self:
            people.gender = people.client_id.sudo().gender or people.gender or "unknown"

    @api.depends("client_id", "headcount")
    def _compute_persons(self):
        for people in self:
            people.persons = 1 if people.client_id else people.headcount

    @api.depends("client_id.code", "night_id.display_name")
    def _compute_display_name(self):
        for people in self:
            who = people.sudo().client_id.code or self.env._("unnamed")
            people.display_name = f"{who} · {people.night_id.sudo().display_name or ''}"
