from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Unique

STEPS = [
    ("street", "Street"), ("shelter", "Shelter"), ("hostel", "Hostel"), ("community", "Community"), ("flat", "Flat"),
    ("own_home", "Own home"),
]


class HouseKind(models.Model):
    """A form of housing: community, hostel, night shelter… An administrator may add others."""

    _name = "recovery.house.kind"
    _description = "Kind of house"
    _inherit = ["recovery.prechecked"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used in imports and by other programs, such as “night_shelter”.")
    nights = fields.Selection(
        [("stay", "Stays in beds"), ("register", "Register of each night"), ("headcount", "Headcount of each night")],
        string="Nights are counted by", required=True, default="stay",
        help="What a bed night of such a house rests on: the stays, the register of a night with names, codes and beds, "
             "or the number of people let in.",
    )
    step = fields.Selection(
        STEPS, string="Step on the way home", help="Where a night here stands between the street and a home of one's own.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = Unique(
        "UNIQUE(code)", "Code: another kind of house has it.", lambda row: (row["code"],),
    )
