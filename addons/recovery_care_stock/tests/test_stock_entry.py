from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestStockEntry(StockCase):

    def test_an_entry_books_some_pieces(self):
        self.stock_up(self.syringe, 10)
        self.hand_out((self.syringe, 1, 0))
        self.book()
        entry = self.env["recovery.stock.entry"].search([])
        for refusal in self.refusals("recovery.stock.entry", "pieces", "Pieces"):
            with refusal:
                entry.write({"pieces": 0})

    def test_days_of_warning_are_not_negative(self):
        for refusal in self.refusals("recovery.program", "stock_days", "Warn when"):
            with refusal:
                self.own.stock_days = -1

    def test_constraints_are_in_the_database(self):
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint WHERE conname IN %s",
            [("recovery_stock_entry_pieces", "recovery_program_stock_days")],
        )
        self.assertEqual(self.env.cr.rowcount, 2)
