from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check


class HouseRhythm(models.Model):
    """How often the residents of a household are visited."""

    _inherit = "recovery.house"

    visit_every_days = fields.Integer(
        string="Visits every (days)", tracking=True,
        help="For households and flats where nobody of the staff is on duty: each resident is visited so often. "
             "0: no visits are planned.",
    )

    _visit_rhythm = Check(
        "CHECK(visit_every_days BETWEEN 0 AND 366)", "Visits every (days): write between 0 and 366.",
        lambda row: 0 <= (row["visit_every_days"] or 0) <= 366,
    )

    def write(self, vals):
        result = super().write(vals)
        if "visit_every_days" in vals:
            self.env["recovery.stay"].sudo().search([
                ("house_id", "in", self.ids), ("state", "=", "in"),
            ])._update_visits()
        return result
