from odoo import fields, models


class FeeWriteOff(models.TransientModel):
    _name = "recovery.fee.write.off"
    _description = "Write off fees"

    fee_ids = fields.Many2many(
        "recovery.fee", required=True, readonly=True, default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.fee"]._fields["write_off_reason"]._description_selection(self.env),
        string="Written off because", required=True,
    )

    def action_write_off(self):
        self.fee_ids.action_write_off(self.reason)
