from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique

WEEKDAYS = [
    ("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"), ("5", "Saturday"),
    ("6", "Sunday"),
]


class HouseCurfew(models.Model):
    """The evening of one weekday on which the curfew of a house differs from the others."""

    _name = "recovery.house.curfew"
    _description = "Curfew of a weekday"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "house_id, weekday"
    _rec_names_search = ["house_id"]

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    weekday = fields.Selection(WEEKDAYS, string="Evening of", required=True, default="5")
    free = fields.Boolean(string="No curfew")
    hour_from = fields.Float(
        string="In by", default=23.0,
        help="Hours before noon belong to the night after: 1:00 of Saturday's evening is on Sunday.",
    )

    _once = Unique(
        "UNIQUE(house_id, weekday)", "Evening of: the house has a curfew of its own for this weekday already.",
        lambda row: (row["house_id"], row["weekday"]),
    )
    _hour = Check(
        "CHECK(hour_from >= 0 AND hour_from < 24)", "In by: a time from 0:00 to 23:59.",
        lambda row: 0 <= row["hour_from"] < 24,
    )

    @api.depends("house_id.code", "weekday")
    def _compute_display_name(self):
        days = dict(self._fields["weekday"]._description_selection(self.env))
        for curfew in self:
            curfew.display_name = f"{curfew.house_id.code or ''} · {days.get(curfew.weekday, '')}"
