from odoo import fields, models

from ..table_rules import Check, NoOverlap


class ProgramPhase(models.Model):
    _name = "recovery.program.phase"
    _description = "Programme phase"
    _inherit = ["recovery.prechecked"]
    _order = "program_id, month_from"

    program_id = fields.Many2one("recovery.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    month_from = fields.Integer(string="From month", required=True, help="Months since the start; 0 is the first month.")
    month_to = fields.Integer(string="To month", required=True, help="The phase ends when this month begins.")
    contact_every_days = fields.Integer(
        string="Contact every (days)", help="0: nothing falls due by itself in this phase.",
    )

    _months = Check(
        "CHECK(month_from >= 0 AND month_to > month_from)", "To month: it must come after “From month”.",
        holds=lambda row: row["month_to"] > row["month_from"] >= 0,
    )
    _contact_every_days = Check(
        "CHECK(contact_every_days >= 0)", "Contact every (days): it cannot be negative.",
        holds=lambda row: row["contact_every_days"] >= 0,
    )
    _no_overlap = NoOverlap(
        "EXCLUDE USING gist (int4range(program_id, program_id, '[]') WITH &&,"
        " int4range(month_from, month_to, '[)') WITH &&)",
        "From month: the phases of a programme cannot overlap.",
        key=lambda row: {"program_id": row["program_id"]}, span=lambda row: (row["month_from"], row["month_to"]),
    )
