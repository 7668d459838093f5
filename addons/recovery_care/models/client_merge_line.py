from odoo import fields, models


class ClientMergeLine(models.Model):
    """One value before and after a merge: what undoing it needs. Read and written by the server alone."""

    _name = "recovery.client.merge.line"
    _description = "Value changed by a merge"
    _inherit = ["recovery.access.logged"]
    _order = "merge_id, step, id"
    _log_access = False
    _rec_name = "model"
    # Names the record whose value was changed, which stays true.
    _merge_keeps = ("res_id",)

    merge_id = fields.Many2one("recovery.client.merge", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="merge_id.company_id", store=True, index=True)
    step = fields.Integer(required=True, readonly=True, help="Undone in the opposite order.")
    kind = fields.Selection(
        [
            ("move", "Moved to the kept client"), ("link", "List of records"), ("value", "Field of a client"),
            ("adjust", "Values written together"), ("row", "Row set aside"), ("derived", "Computed"),
        ],
        required=True, readonly=True,
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    field = fields.Char(readonly=True)
    before = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    after = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    outcome = fields.Selection(
        [
            ("restored", "Restored"), ("computed", "Computed again"), ("changed", "Changed since, left"),
            ("gone", "Deleted since"),
        ],
        readonly=True, help="What undoing the merge did.",
    )

    _step_idx = models.Index("(merge_id, step, res_id)")

    def _get_logged_clients(self):
        return self.sudo().merge_id._get_logged_clients()
