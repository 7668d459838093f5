from odoo import api, fields, models


class StockMove(models.Model):
    """A move of material of one programme and day; the people who got it are not named here or anywhere near."""

    _inherit = "stock.move"

    handout_kind = fields.Selection(
        [("issued", "Handed out"), ("returned", "Taken back"), ("corrected", "Corrected")],
        string="Material", readonly=True, copy=False, index="btree_not_null",
    )
    handout_program_id = fields.Many2one(
        "recovery.program", string="Programme", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        check_company=True,
    )
    handout_date = fields.Date(string="Day of the visits", readonly=True, copy=False)

    @api.depends("handout_kind", "handout_program_id", "handout_date")
    def _compute_reference(self):
        ours = self.filtered("handout_kind")
        super(StockMove, self - ours)._compute_reference()
        for move in ours:
            names = {"program": move.handout_program_id.sudo().name, "day": move.handout_date}
            if move.handout_kind == "issued":
                move.reference = self.env._("Handed out: %(program)s %(day)s", **names)
            elif move.handout_kind == "returned":
                move.reference = self.env._("Taken back: %(program)s %(day)s", **names)
            else:
                move.reference = self.env._("Corrected: %(program)s %(day)s", **names)

    def _get_handout_value(self):
        """Return the value of the goods of one done move, in the currency of its company.

        With Odoo's stock valuation that of the move (average, first in first out or of the lot, as the product's
        category says; goods of another owner are worth nothing to us), else the product's cost.
        """
        self.ensure_one()
        if "is_out" in self._fields:
            return self.value if self.is_out else 0.0
        quantity = self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, round=False)
        return self.company_id.currency_id.round(quantity * self.product_id.with_company(self.company_id).standard_price)
