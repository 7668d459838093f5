from odoo import api, fields, models


class StayMove(models.TransientModel):
    _name = "recovery.stay.move"
    _description = "Move to another bed"

    stay_id = fields.Many2one("recovery.stay", required=True, readonly=True)
    date_from = fields.Date(
        string="Moves on", required=True, default=fields.Date.context_today, help="The first night in the new bed.",
    )
    company_id = fields.Many2one(related="stay_id.company_id")
    bed_id = fields.Many2one("recovery.bed", string="New bed", required=True, domain="[('id', 'in', free_bed_ids)]")
    free_bed_ids = fields.Many2many("recovery.bed", compute="_compute_free_bed_ids")

    @api.depends("stay_id", "date_from")
    def _compute_free_bed_ids(self):
        for wizard in self:
            wizard.free_bed_ids = self.env["recovery.bed"]._find_free(
                wizard.company_id, wizard.date_from or fields.Date.context_today(self), wizard.stay_id.date_to,
            )

    def action_move(self):
        self.stay_id.action_move(self.bed_id.id, self.date_from)
