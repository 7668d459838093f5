from odoo import fields, models


class OutreachShiftBatch(models.Model):
    """What was written down of a shift afterwards."""

    _inherit = "recovery.outreach.shift"

    batch_ids = fields.One2many("recovery.batch", "shift_id", string="Batch entries", groups="recovery_care.group_staff")

    def action_add_batch(self):
        """Open the draft in which the shift is written down, a new one where there is none."""
        self.ensure_one()
        draft = self.env["recovery.batch"].search([("shift_id", "=", self.id), ("state", "=", "draft")], limit=1)
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.batch", "view_mode": "form", "res_id": draft.id,
            "views": [(False, "form")], "name": self.env._("Write down %s", self.code),
            "context": {"default_shift_id": self.id, "default_program_id": self.program_id.id, "default_place": "street"},
        }
