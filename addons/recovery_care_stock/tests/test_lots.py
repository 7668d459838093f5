from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestLots(StockCase):
    """First expired, first out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late, cls.soon, cls.gone = cls.new_lot("LATE", 400), cls.new_lot("SOON", 30), cls.new_lot("GONE", -20)

    def lots_moved(self):
        return [(move.move_line_ids.lot_id, move.quantity) for move in self.moves(handout_kind="issued")]

    def test_the_first_to_expire_goes_first_a_move_a_lot(self):
        self.stock_up(self.naloxone, 10, lot=self.late)
        self.stock_up(self.naloxone, 3, lot=self.soon)
        self.hand_out((self.naloxone, 2, 0))
        self.hand_out((self.naloxone, 2, 0))
        self.book()
        self.assertEqual(self.lots_moved(), [(self.soon, 3), (self.late, 1)])
        self.assertEqual(self.on_hand(self.naloxone, lot=self.late), 9)
        handed_out = self.company.handed_out_location_id
        self.assertEqual(self.on_hand(self.naloxone, handed_out, self.soon), 3)

    def test_expired_goods_are_not_taken_and_the_rest_is_missing(self):
        self.stock_up(self.naloxone, 5, lot=self.gone)
        self.stock_up(self.naloxone, 1, lot=self.late)
        supply = self.hand_out((self.naloxone, 3, 0))
        self.book()
        self.assertEqual((self.lots_moved(), supply.stock_missing), ([(self.late, 1)], 2))
        self.assertEqual(self.on_hand(self.naloxone, lot=self.gone), 5)

    def test_what_had_not_expired_on_the_day_of_the_visit_is_taken(self):
        self.stock_up(self.naloxone, 5, lot=self.gone)
        supply = self.hand_out((self.naloxone, 3, 0), days=25)
        self.book()
        self.assertEqual((self.lots_moved(), supply.stock_missing), ([(self.gone, 3)], 0))

    def test_the_last_day_counts(self):
        today = self.new_lot("TODAY", 0)
        self.stock_up(self.naloxone, 1, lot=today)
        self.hand_out((self.naloxone, 1, 0), days=0)
        self.book()
        self.assertEqual(self.lots_moved(), [(today, 1)])

    def test_goods_without_a_lot_come_last(self):
        self.stock_up(self.naloxone, 2)
        self.stock_up(self.naloxone, 2, lot=self.late)
        self.hand_out((self.naloxone, 3, 0))
        self.book()
        self.assertEqual(self.lots_moved(), [(self.late, 2), (self.env["stock.lot"], 1)])

    def test_used_goods_have_no_lot(self):
        self.naloxone.material_returnable = True
        self.stock_up(self.naloxone, 2, lot=self.late)
        self.hand_out((self.naloxone, 1, 1))
        self.book()
        self.assertFalse(self.moves(handout_kind="returned").move_line_ids.lot_id)

    def test_a_correction_goes_back_to_its_lot_and_place_the_last_lot_first(self):
        drawer = self.env["stock.location"].create(
            {"name": "Demo drawer", "location_id": self.shelf.id, "company_id": self.company.id})
        self.stock_up(self.naloxone, 2, drawer, self.soon)
        self.stock_up(self.naloxone, 9, lot=self.late)
        supply = self.hand_out((self.naloxone, 5, 0))
        self.book()
        self.assertEqual(self.lots_moved(), [(self.soon, 2), (self.late, 3)])
        self.amend(supply, issued=1)
        self.book()
        self.assertEqual(self.on_hand(self.naloxone, lot=self.late), 9)
        self.assertEqual(self.on_hand(self.naloxone, drawer, self.soon), 1)
