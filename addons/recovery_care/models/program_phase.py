from contextlib import contextmanager
from contextvars import ContextVar

from odoo import fields, models
from odoo.tools import SQL

from ..table_rules import Check, NoOverlap

# True while the phases of a programme are being changed together.
_moving = ContextVar("recovery_moving_phases", default=False)


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
        " int4range(month_from, month_to, '[)') WITH &&)"
        " DEFERRABLE",
        "From month: the phases of a programme cannot overlap.",
        key=lambda row: {"program_id": row["program_id"]}, span=lambda row: (row["month_from"], row["month_to"]),
    )

    def _check_rules(self, rules, rows):
        if _moving.get():
            rules = [rule for rule in rules if not isinstance(rule, NoOverlap)]
        return super()._check_rules(rules, rows)

    @contextmanager
    def _moving_together(self, programs):
        """Let the phases of ``programs`` change places in one save: what counts is where they end up."""
        constraint = SQL.identifier(f"{self._table}_no_overlap")
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", constraint))
        token = _moving.set(True)
        try:
            yield
        finally:
            _moving.reset(token)
        phases = programs.phase_ids
        rules = [rule for rule in self._get_twins() if isinstance(rule, NoOverlap)]
        phases._check_rules(rules, phases._get_rows(self._get_twin_names(rules)))
        phases.flush_recordset()
        self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", constraint))
