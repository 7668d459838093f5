from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BatchLineOutreach(models.Model):
    """At which stop of the shift somebody was met."""

    _inherit = "recovery.batch.line"

    shift_id = fields.Many2one(related="batch_id.shift_id")
    stop_id = fields.Many2one(
        "recovery.outreach.stop", ondelete="restrict", index="btree_not_null", check_company=True, copy=False,
        domain="[('shift_id', '=', shift_id)]", help="Empty: the stop in this place and district.",
    )

    @api.onchange("stop_id")
    def _onchange_stop_id(self):
        if self.stop_id:
            self.update({"place": self.stop_id.place, "district_id": self.stop_id.district_id.id})

    @api.constrains("stop_id", "batch_id")
    def _check_stop_id(self):
        for line in self.sudo().filtered("stop_id"):
            if line.stop_id.shift_id != line.batch_id.shift_id:
                raise ValidationError(self.env._("Stop: “%s” is no stop of the batch's shift.", line.stop_id.name))
