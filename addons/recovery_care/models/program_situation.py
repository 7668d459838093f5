from odoo import fields, models

from ..table_rules import Check


class ProgramSituation(models.Model):
    """When a programme asks for the social situation of its clients."""

    _inherit = "recovery.program"

    situation_at_entry = fields.Boolean(string="Situation at entry", help="A snapshot is due when an episode begins.")
    situation_every_months = fields.Integer(
        string="Situation every (months)", help="Months from one snapshot to the next; 0: no reviews.",
    )
    situation_at_exit = fields.Boolean(
        string="Situation at exit", help="Whoever closes an episode is asked for a snapshot.",
    )

    _situation_every_months = Check(
        "CHECK(situation_every_months BETWEEN 0 AND 60)", "Situation every (months): write between 0 and 60.",
        lambda row: 0 <= row["situation_every_months"] <= 60,
    )
