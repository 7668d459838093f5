from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class BatchPart(models.AbstractModel):
    """What was typed into a batch: it changes while the batch is a draft."""

    _name = "recovery.batch.part"
    _description = "Part of a batch entry"

    batch_id = fields.Many2one("recovery.batch", required=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="batch_id.program_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(
        related="batch_id.company_id", store=True, precompute=True, index=True, default=None, required=True,
    )

    @api.model
    def _selection_place(self):
        return self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_draft()
        return parts

    def write(self, vals):
        self.check_access("write")
        self._check_draft()
        result = super().write(vals)
        if "batch_id" in vals:
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        """Raise UserError where a batch is recorded, or is being recorded at this moment: what is added now is missed."""
        batches = self.sudo().batch_id
        batches.flush_recordset(["state"])
        query = SQL("SELECT id FROM recovery_batch WHERE id IN %s FOR SHARE", batches._ids or (0,))
        self.env.cr.execute(query, log_exceptions=False)
        if any(batch.state != "draft" for batch in batches):
            raise UserError(self.env._(
                "State: the batch is no longer a draft. Undo it, and duplicate it to enter it again.",
            ))
