from odoo import fields, models

from ..models.night import REOPEN_REASONS


class NightReopen(models.TransientModel):
    """Asks why a closed night is opened again."""

    _name = "recovery.night.reopen"
    _description = "Open a night again"

    night_ids = fields.Many2many(
        "recovery.night", "recovery_night_reopen_rel", "reopen_id", "night_id", required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Selection(REOPEN_REASONS, required=True)

    def action_reopen(self):
        self.night_ids.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
