from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique


class HouseIncidentLevel(models.Model):
    """How grave an incident is, when it is followed up, and who has to be told."""

    _name = "recovery.house.incident.level"
    _description = "Level of an incident"
    _inherit = ["recovery.prechecked"]
    _order = "level"

    name = fields.Char(required=True, translate=True)
    level = fields.Integer(required=True, help="From 1, the lightest, to 4.")
    description = fields.Text(translate=True, help="What belongs to this level, with examples.")
    follow_up_days = fields.Integer(string="Follow up after (days)", help="Zero: no follow-up is asked for.")
    duty_ids = fields.One2many("recovery.house.incident.duty", "level_id", string="To be told")
    active = fields.Boolean(default=True)

    _level_uniq = Unique("UNIQUE(level)", "Level: there is one already.", lambda row: (row["level"],))
    _range = Check(
        "CHECK(level BETWEEN 1 AND 4 AND follow_up_days >= 0)", "Level: from 1 to 4, with no fewer than zero days.",
        lambda row: 1 <= row["level"] <= 4 and row["follow_up_days"] >= 0,
    )
