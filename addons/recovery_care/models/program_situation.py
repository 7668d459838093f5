from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    @api.model_create_multi
    def create(self, vals_list):
        self._check_situation_months(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_situation_months([vals])
        return super().write(vals)

    @api.model
    def _check_situation_months(self, vals_list):
        """Say what is wrong before the database does, whose refusals are logged as errors."""
        if any(not 0 <= (vals.get("situation_every_months") or 0) <= 60 for vals in vals_list):
            raise ValidationError(self.env._("Situation every (months): write between 0 and 60."))
