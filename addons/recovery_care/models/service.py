from odoo import fields, models

from ..table_rules import Check, Unique


class Service(models.Model):
    _name = "recovery.service"
    _description = "Service"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("individual", "Individual work"), ("group", "Group"), ("family", "Family work"),
            ("crisis", "Crisis intervention"), ("outreach", "Outreach"), ("exchange", "Exchange of material"),
            ("hygiene", "Hygiene"), ("food", "Food"), ("medical", "Medical"), ("legal", "Legal help"),
            ("social", "Social work"), ("testing", "Testing"), ("accommodation", "Accommodation"),
            ("education", "Education"), ("prevention", "Prevention"), ("remote", "Remote contact"),
        ],
        required=True, default="individual",
    )
    default_minutes = fields.Integer(string="Usual minutes", default=30)
    client_required = fields.Boolean(
        string="Client required", default=True, help="Off: the service can be recorded for a number of unnamed people.",
    )
    is_intervention = fields.Boolean(
        string="Counts as intervention", default=True,
        help="Professional direct work; off for a mere contact such as handing out food.",
    )
    is_naloxone_training = fields.Boolean(
        string="Naloxone training", help="Who had this service was trained in the use of naloxone.",
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another service of the company has it.",
        key=lambda row: (row["company_id"], row["code"]),
    )
    _default_minutes = Check(
        "CHECK(default_minutes >= 0)", "Default minutes: it cannot be negative.",
        holds=lambda row: row["default_minutes"] >= 0,
    )
