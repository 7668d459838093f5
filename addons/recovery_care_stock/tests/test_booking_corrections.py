from datetime import timedelta

from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestBookingCorrections(StockCase):
    """The ledger is never edited: what was wrong is taken back by further moves, to the lot and place it came from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_up(cls.syringe, 100)
        cls.supply = cls.hand_out((cls.syringe, 20, 15))
        cls.book()
        cls.first = cls.env["stock.move"].search([("handout_kind", "!=", False)])

    def totals(self):
        """Return pieces on the shelf, with people, among the waste, by the quants."""
        places = (self.shelf, self.company.handed_out_location_id, self.company.used_material_location_id)
        return tuple(self.on_hand(self.syringe, place) for place in places)

    def test_booked_first(self):
        self.assertEqual(self.totals(), (80, 5, 15))

    def test_cancelled_visit_goes_back(self):
        self.cancel(self.supply)
        self.book()
        self.assertEqual(self.totals(), (100, 0, 0))
        corrected = self.moves() - self.first
        self.assertEqual(set(corrected.mapped("handout_kind")), {"corrected"})
        self.assertEqual(corrected.origin_returned_move_id, self.first)
        self.assertEqual(set(corrected.mapped("reference")), {f"Corrected: Own programme {self.supply.date}"})
        self.assertEqual((self.supply.cost, self.supply.stock_missing, self.supply.stock_issued), (0, 0, 0))
        self.book()
        self.assertEqual(self.totals(), (100, 0, 0))

    def test_done_moves_are_left_as_they_are(self):
        before = self.first.read(["quantity", "state", "date", "location_id", "location_dest_id"])
        self.amend(self.supply, issued=5, returned=20)
        self.book()
        self.assertEqual(self.first.read(["quantity", "state", "date", "location_id", "location_dest_id"]), before)

    def test_fewer_and_more_pieces(self):
        self.amend(self.supply, issued=12, returned=18)
        self.book()
        self.assertEqual(self.totals(), (88, -6, 18))
        self.assertEqual((self.supply.stock_issued, self.supply.stock_returned), (12, 18))
        self.amend(self.supply, issued=30, returned=1)
        self.book()
        self.assertEqual(self.totals(), (70, 29, 1))
        self.amend(self.supply, issued=0, returned=1)
        self.book()
        self.assertEqual(self.totals(), (100, -1, 1))

    def test_amended_before_it_was_booked(self):
        self.amend(self.supply, issued=12)
        self.amend(self.supply, issued=20)
        self.book()
        self.assertEqual((self.totals(), self.moves()), ((80, 5, 15), self.first))

    def test_another_product(self):
        self.stock_up(self.filter, 100)
        self.amend(self.supply, product_id=self.filter.id)
        self.book()
        self.assertEqual((self.totals(), self.on_hand(self.filter)), ((100, 0, 0), 80))

    def test_another_day_is_booked_on_that_day(self):
        encounter = self.supply.encounter_id.with_user(self.counsellor)
        encounter.amend("It was the week before")
        encounter.date_start -= timedelta(days=7)
        encounter.action_finish_amendment()
        self.book()
        self.assertEqual(self.totals(), (80, 5, 15))
        last = self.moves(handout_kind="issued") - self.first
        self.assertEqual(last.handout_date, self.supply.date)
        self.assertEqual(sum(self.first.mapped("quantity")), sum(self.moves(handout_kind="corrected").mapped("quantity")))

    def test_another_programme_takes_it_from_its_own_place(self):
        self.stock_up(self.syringe, 30, self.van)
        self.other.service_ids |= self.exchange
        encounter = self.supply.encounter_id
        encounter.amend("It was the other programme")
        encounter.write({"program_id": self.other.id})
        self.book()
        self.assertEqual((self.on_hand(self.syringe), self.on_hand(self.syringe, self.van)), (100, 10))

    def test_a_shortage_that_is_amended_away(self):
        supply = self.hand_out((self.syringe, 90, 0))
        self.book()
        self.assertEqual(supply.stock_missing, 10)
        self.amend(supply, issued=80)
        self.book()
        self.assertEqual((supply.stock_missing, self.on_hand(self.syringe)), (0, 0))

    def test_a_line_planned_again_and_deleted_leaves_nothing_behind(self):
        """The line is gone before the job looks: the ledger still knows what is to be taken back, and does it once."""
        encounter = self.supply.encounter_id
        self.cancel(self.supply)
        encounter.amend("Planned again")
        encounter.action_replan()
        self.supply.unlink()
        self.assertFalse(self.supply.exists())
        self.book()
        self.assertEqual(self.totals(), (100, 0, 0))
        self.book()
        self.assertEqual(self.totals(), (100, 0, 0))

    def test_several_lines_of_one_move_are_taken_back_together(self):
        others = self.hand_out((self.syringe, 10, 0), days=3) | self.hand_out((self.syringe, 5, 0), days=3)
        self.book()
        for supply in others:
            self.cancel(supply)
        self.book()
        corrected = self.moves(handout_kind="corrected")
        self.assertEqual((len(corrected), corrected.quantity), (1, 15))
        self.assertEqual(self.totals(), (80, 5, 15))
