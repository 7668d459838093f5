from odoo import fields, models


class ProgramOutreach(models.Model):
    """Who goes along on a programme's shifts without being of its staff."""

    _inherit = "recovery.program"

    volunteer_ids = fields.Many2many(
        "hr.employee", "recovery_program_volunteer_rel", "program_id", "employee_id", string="Volunteers",
        check_company=True, help="They go along on shifts. They do not see the clients of the programme.",
    )
