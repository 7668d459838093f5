from odoo import fields, models

from ..table_rules import Check, Unique


class Substance(models.Model):
    """Substances and addictive behaviours in the groups of the treatment demand indicator.

    ``group`` and ``code`` follow the TDI 3.0 drug list; alcohol and behaviours
    (gambling, gaming) are kept beside it, because TDI counts alcohol only as a
    secondary drug and behaviours not at all.
    """

    _name = "recovery.substance"
    _description = "Substance or behaviour"
    _inherit = ["recovery.prechecked"]
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Code in the treatment demand indicator, or a code of your own.")
    kind = fields.Selection(
        [("drug", "Drug"), ("alcohol", "Alcohol"), ("tobacco", "Tobacco"), ("behaviour", "Behaviour")],
        required=True, default="drug",
    )
    group = fields.Selection(
        [
            ("1", "Opioids"), ("2", "Cocaine"), ("3", "Stimulants other than cocaine"),
            ("4", "Hypnotics and sedatives"), ("5", "Hallucinogens"), ("6", "Volatile inhalants"),
            ("7", "Cannabis"), ("8", "Other substances"), ("9", "Not known"),
        ],
        string="TDI group", help="Empty for alcohol, tobacco and behaviours.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = Unique("UNIQUE(code)", "Code: another substance has this code.", key=lambda row: (row["code"],))
    _group_drug = Check(
        "CHECK((kind = 'drug') = (\"group\" IS NOT NULL))",
        "TDI group: needed for drugs, and only for drugs.",
        holds=lambda row: (row["kind"] == "drug") == (row["group"] is not None),
    )
