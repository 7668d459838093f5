from odoo import fields, models

from ..table_rules import Check


class ProgramAbsence(models.Model):
    """When a programme asks after somebody who does not come."""

    _inherit = "recovery.program"

    absence_alert_after = fields.Integer(
        string="Alert after (misses)", default=3,
        help="A client who misses so many appointments of one's own in a row is brought to the keyworker's mind; 0: off.",
    )

    _absence_alert_after = Check(
        "CHECK(absence_alert_after >= 0)", "Alert after: it cannot be negative.",
        holds=lambda row: row["absence_alert_after"] >= 0,
    )
