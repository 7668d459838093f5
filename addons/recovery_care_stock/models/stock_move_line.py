from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _exclude_requiring_lot(self):
        """Nobody knows the lot of a used syringe."""
        return super()._exclude_requiring_lot() or bool(self.move_id.handout_kind)
