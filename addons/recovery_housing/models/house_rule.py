from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check

STEPS = [
    ("talk", "Talk"), ("verbal", "Verbal warning"), ("written", "Written warning"),
    ("contract", "Contract with conditions"), ("leaving", "Leaving the house"),
]


class HouseRule(models.Model):
    """A rule of a house, or of every house of the company."""

    _name = "recovery.house.rule"
    _description = "House rule"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="As it is told to residents, and printed on warnings.")
    house_id = fields.Many2one(
        "recovery.house", index="btree_not_null", ondelete="cascade", check_company=True, help="Empty: in every house.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    first_step = fields.Selection(
        STEPS, string="A breach begins with", required=True, default="talk",
        help="Whoever breaks this rule for the first time begins here, or one step beyond their last valid breach.",
    )
    valid_months = fields.Integer(
        string="Counts for (months)", help="So long a breach counts for the next step. Zero: as the house has it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _months = Check(
        "CHECK(valid_months >= 0)", "Counts for: a number of months, or zero.", lambda row: row["valid_months"] >= 0,
    )
