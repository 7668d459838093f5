from odoo import fields, models

from ..table_rules import Check, UniqueIndex


class ConsentPurpose(models.Model):
    """What a client may agree to."""

    _name = "recovery.consent.purpose"
    _description = "Consent purpose"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short code, used in imports and by other programs.")
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("identification", "Being known by name"), ("sharing", "Sharing with another institution"),
            ("contact", "Being contacted"), ("research", "Research and publication"), ("publicity", "Pictures and stories"),
            ("other", "Other"),
        ],
        string="Allows", required=True, default="other",
    )
    description = fields.Text(translate=True, help="What the client agrees to, in words for the client.")
    valid_months = fields.Integer(string="Valid for (months)", help="0: until it is withdrawn.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: for all companies.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = UniqueIndex(
        "(COALESCE(company_id, 0), code)", "Code: another purpose of the company has it.",
        lambda row: (row["company_id"] or 0, row["code"]),
    )
    _valid_months = Check(
        "CHECK(valid_months >= 0)", "Valid for (months): it cannot be negative.", lambda row: row["valid_months"] >= 0,
    )
