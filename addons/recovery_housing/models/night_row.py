from odoo import api, fields, models
from odoo.exceptions import UserError


class NightRow(models.AbstractModel):
    """What is written down in one night, as long as it is open; a mistake is cancelled and counts nowhere."""

    _name = "recovery.night.row"
    _description = "Row of a night"
    _check_company_auto = True

    night_id = fields.Many2one("recovery.night", required=True, index=True, ondelete="restrict", check_company=True)
    date = fields.Date(related="night_id.date", string="Night of", store=True, precompute=True, index=True)
    house_id = fields.Many2one(related="night_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="night_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="night_id.company_id", store=True, precompute=True, index=True, default=None)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.night_id._begin_entry()
        return rows

    def write(self, vals):
        self.check_access("write")
        (self.night_id | self.env["recovery.night"].browse(vals.get("night_id") or ()))._begin_entry()
        if not self.env.su and any(row.state == "cancelled" for row in self):
            raise UserError(self.env._("State: what was entered by mistake is not changed. Enter it again."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was entered by mistake is cancelled, not deleted."))

    def action_cancel(self):
        """Take out what was entered by mistake; the row stays and counts nowhere."""
        self.write({"state": "cancelled"})
