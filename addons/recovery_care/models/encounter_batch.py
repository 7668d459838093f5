from odoo import api, fields, models

from .batch import READERS


class EncounterBatch(models.Model):
    """The batch in which an encounter was entered afterwards."""

    _inherit = "recovery.encounter"

    batch_id = fields.Many2one(
        "recovery.batch", copy=False, readonly=True, ondelete="restrict", index="btree_not_null",
        check_company=True, groups=READERS,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """To which batch an encounter belongs is not for people to choose: undoing the batch cancels it."""
        if not self.env.su:
            vals_list = [{name: value for name, value in vals.items() if name != "batch_id"} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name != "batch_id"}
        return super().write(vals)
