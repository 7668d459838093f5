from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StockCase

BOOKING = "odoo.addons.recovery_care_stock.models.stock_booking"


@tagged("post_install", "-at_install")
class TestBooking(StockCase):

    def test_a_day_of_visits_is_one_move_a_product(self):
        self.stock_up(self.syringe, 100)
        self.stock_up(self.filter, 100)
        self.hand_out((self.syringe, 20, 0), (self.filter, 10, 0))
        self.hand_out((self.syringe, 5, 0), client=self.client_restricted)
        self.hand_out((self.syringe, 7, 0), days=2)
        self.book()
        found = {(move.product_id, move.handout_date, move.quantity, move.state) for move in self.moves()}
        yesterday, before = self.today - timedelta(days=1), self.today - timedelta(days=2)
        self.assertEqual(found, {
            (self.syringe, yesterday, 25, "done"), (self.filter, yesterday, 10, "done"), (self.syringe, before, 7, "done"),
        })
        self.assertEqual((self.on_hand(self.syringe), self.on_hand(self.filter)), (68, 90))
        self.assertEqual(self.on_hand(self.syringe, self.company.handed_out_location_id), 32)

    def test_moves_are_labelled_and_dated_with_the_day(self):
        self.stock_up(self.syringe, 100)
        supply = self.hand_out((self.syringe, 5, 3))
        self.book()
        out, back = self.moves(handout_kind="issued"), self.moves(handout_kind="returned")
        self.assertEqual(out.reference, f"Handed out: Own programme {supply.date}")
        self.assertEqual(back.reference, f"Taken back: Own programme {supply.date}")
        zone = self.company._get_timezone()
        for move in out | back:
            local = fields.Datetime.context_timestamp(move.with_context(tz=zone.zone), move.date)
            self.assertEqual(local.date(), supply.date)
            self.assertEqual(move.move_line_ids.date, move.date)

    def test_used_material_comes_back_as_waste_not_as_stock(self):
        self.stock_up(self.syringe, 50)
        self.hand_out((self.syringe, 10, 8))
        self.hand_out((self.syringe, 0, 4))
        self.book()
        used, out = self.company.used_material_location_id, self.company.handed_out_location_id
        self.assertEqual((used.usage, out.usage), ("inventory", "customer"))
        self.assertEqual(self.on_hand(self.syringe, used), 12)
        self.assertEqual(self.on_hand(self.syringe, out), -2)
        self.assertEqual(self.on_hand(self.syringe), 40)

    def test_a_second_run_books_nothing_more(self):
        self.stock_up(self.syringe, 100)
        self.hand_out((self.syringe, 20, 15))
        self.book()
        once = self.moves()
        self.assertFalse(self.booking._find_days())
        self.book()
        self.assertEqual(self.moves(), once)
        self.env["recovery.supply"].search([]).write({"stock_open": True})
        self.book()
        self.assertEqual(self.moves(), once, "marked again, but there was nothing to be booked")

    def test_planned_and_missed_visits_move_nothing(self):
        self.stock_up(self.syringe, 100)
        self.hand_out((self.syringe, 20, 0), done=False)
        missed = self.hand_out((self.syringe, 20, 0), done=False)
        missed.encounter_id.action_no_show()
        self.book()
        self.assertFalse(self.moves())

    def test_what_was_handed_out_before_the_day_of_the_programme_stays_outside(self):
        self.stock_up(self.syringe, 100)
        self.own.stock_from = self.today - timedelta(days=3)
        self.hand_out((self.syringe, 4, 0), days=5)
        self.hand_out((self.syringe, 3, 0), days=3)
        self.book()
        self.assertEqual(self.on_hand(self.syringe), 97)
        self.own.stock_from = self.today - timedelta(days=5)
        self.book()
        self.assertEqual(self.on_hand(self.syringe), 93)
        self.own.stock_from = False
        self.hand_out((self.syringe, 50, 0))
        self.book()
        self.assertEqual(self.on_hand(self.syringe), 93)

    def test_too_little_is_booked_as_far_as_it_goes_and_the_rest_when_goods_come(self):
        self.stock_up(self.syringe, 12)
        first, second = self.hand_out((self.syringe, 10, 0)), self.hand_out((self.syringe, 10, 0))
        self.book()
        self.assertEqual((first.stock_missing, second.stock_missing), (0, 8))
        self.assertEqual(self.on_hand(self.syringe), 0)
        self.book()
        self.assertEqual((len(self.moves()), second.stock_missing), (1, 8))
        self.stock_up(self.syringe, 5)
        self.book()
        self.assertEqual((second.stock_missing, self.on_hand(self.syringe)), (3, 0))
        self.stock_up(self.syringe, 50)
        self.book()
        self.assertEqual((second.stock_missing, self.on_hand(self.syringe)), (0, 47))
        self.assertEqual(sum(self.moves().mapped("quantity")), 20)

    def test_goods_that_come_go_to_the_oldest_day_first(self):
        newer, older = self.hand_out((self.syringe, 10, 0)), self.hand_out((self.syringe, 10, 0), days=9)
        self.book()
        self.stock_up(self.syringe, 10)
        self.assertEqual(self.booking._find_covered_days(), {(self.own.id, older.date)})
        self.book()
        self.assertEqual((older.stock_missing, newer.stock_missing), (0, 10))

    def test_below_zero_by_the_setting(self):
        self.company.material_negative = True
        self.stock_up(self.syringe, 4)
        supply = self.hand_out((self.syringe, 10, 0), (self.naloxone, 1, 0))
        self.book()
        self.assertEqual(self.on_hand(self.syringe), -6)
        self.assertEqual(supply.mapped("stock_missing"), [0, 1], "lots that are not there cannot be guessed")

    def test_reserved_goods_were_handed_out_all_the_same(self):
        self.stock_up(self.syringe, 10)
        self.env["stock.quant"]._update_reserved_quantity(self.syringe, self.shelf, 8)
        supply = self.hand_out((self.syringe, 6, 0))
        self.book()
        self.assertEqual((supply.stock_missing, self.on_hand(self.syringe)), (0, 4))

    def test_material_not_kept_in_stock_is_moved_without_quantities(self):
        self.filter.is_storable = False
        supply = self.hand_out((self.filter, 10, 0))
        self.book()
        self.assertEqual((self.moves().quantity, supply.stock_missing, supply.cost), (10, 0, 0.2))
        self.assertFalse(self.env["stock.quant"].search([("product_id", "=", self.filter.id)]))

    def test_packages_and_units_of_their_own(self):
        box = self.env["uom.uom"].create({"name": "Demo box of 50", "relative_factor": 50,
                                          "relative_uom_id": self.env.ref("uom.product_uom_unit").id})
        pieces, packages, boxes = self.env["product.product"].create([
            {"name": "Demo water", "material_kind": "water", "is_storable": True, "material_package_size": 5},
            {"name": "Demo foil", "material_kind": "foil", "is_storable": True, "material_package_size": 20,
             "material_stock_unit": "package"},
            {"name": "Demo condom", "material_kind": "condom", "is_storable": True, "uom_id": box.id},
        ])
        self.assertEqual((pieces | packages | boxes).mapped("material_stock_pieces"), [1, 20, 50])
        for product in pieces | packages | boxes:
            self.stock_up(product, 10)
        self.hand_out((pieces, 5, 0), (packages, 30, 0), (boxes, 25, 0))
        self.book()
        self.assertEqual([self.on_hand(product) for product in (pieces, packages, boxes)], [5, 8.5, 9.5])

    def test_a_part_of_a_package_that_is_left_is_used(self):
        foil = self.env["product.product"].create({
            "name": "Demo foil", "material_kind": "foil", "is_storable": True, "material_package_size": 20,
            "material_stock_unit": "package",
        })
        self.stock_up(foil, 1.5)
        supply = self.hand_out((foil, 40, 0))
        self.book()
        self.assertEqual((supply.stock_missing, self.on_hand(foil)), (10, 0))

    def test_without_a_place_nothing_is_covered(self):
        self.stock_up(self.syringe, 10)
        self.own.stock_location_id = False
        supply = self.hand_out((self.syringe, 6, 2))
        with patch.object(type(self.own), "_compute_stock_location_id", lambda _self: None):
            self.book()
        self.assertEqual((supply.stock_missing, self.on_hand(self.syringe)), (6, 10))
        self.book()
        self.assertEqual((self.own.stock_location_id, supply.stock_missing), (self.warehouse.lot_stock_id, 0))

    def test_programmes_without_a_warehouse_are_not_written(self):
        self.env["stock.warehouse"].search([("company_id", "=", self.partner_company.id)]).active = False
        self.foreign.write({"stock_from": self.today, "stock_location_id": False})
        self.own.stock_location_id = False
        written = []
        with patch.object(type(self.own), "write", lambda programs, vals: written.append((programs.ids, list(vals)))):
            self.booking._fill_locations()
        self.assertEqual(written, [(self.own.ids, ["stock_location_id"])])

    def test_another_company_has_its_own_places(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.partner_company.id)], limit=1)
        self.assertEqual(self.foreign.stock_location_id, warehouse.lot_stock_id)
        self.foreign.stock_from = self.today - timedelta(days=9)
        swap = self.env["recovery.service"].create(
            {"code": "SWAP", "name": "Exchange", "kind": "exchange", "company_id": self.partner_company.id})
        needle = self.env["product.product"].create({"name": "Demo needle", "material_kind": "needle", "is_storable": True})
        self.stock_up(needle, 30, warehouse.lot_stock_id)
        with patch.object(type(self), "exchange", swap):
            supply = self.hand_out((needle, 10, 5), program=self.foreign, client=self.client_foreign)
        self.book()
        move = self.moves(handout_kind="issued")
        self.assertEqual(move.company_id, self.partner_company)
        self.assertEqual(move.location_dest_id.company_id, self.partner_company)
        self.assertEqual((self.on_hand(needle, warehouse.lot_stock_id), supply.stock_missing), (20, 0))


@tagged("post_install", "-at_install")
class TestBookingJob(StockCase):

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("recovery_care_stock.cron_book").method_direct_trigger()
        self.env.invalidate_all()

    def triggers(self):
        cron = self.env.ref("recovery_care_stock.cron_book")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def test_saving_plans_one_run_for_all_visits_meanwhile(self):
        self.env["ir.cron.trigger"].search([]).unlink()
        for visit in range(3):
            self.cr.precommit.data.clear()
            self.hand_out((self.syringe, 1 + visit, 0))
            self.env.flush_all()
        self.assertEqual(self.triggers(), 1)

    def test_visits_without_material_plan_nothing(self):
        self.env["ir.cron.trigger"].search([]).unlink()
        self.cr.precommit.data.clear()
        self.new_encounter(self.own, self.client).action_done()
        self.env.flush_all()
        self.assertEqual(self.triggers(), 0)

    def test_a_worker_without_any_right_in_stock_saves_and_amends(self):
        self.assertFalse(self.outreach.has_group("stock.group_stock_user"))
        self.own.service_ids |= self.exchange
        self.stock_up(self.syringe, 50)
        answer = self.env["recovery.front.desk"].with_user(self.outreach).save_visit({
            "key": "0123456789abcdef", "program_id": self.own.id, "client_id": self.client.id,
            "supplies": [{"product_id": self.syringe.id, "issued": 10}],
        })
        self.run_job()
        self.assertEqual(self.on_hand(self.syringe), 40)
        self.env["ir.cron.trigger"].search([]).unlink()
        self.cr.precommit.data.clear()
        self.env["recovery.front.desk"].with_user(self.outreach).undo_visit(answer["encounter_id"])
        self.env.flush_all()
        self.assertEqual(self.triggers(), 1)
        self.run_job()
        self.assertEqual(self.on_hand(self.syringe), 50)

    def test_a_day_that_cannot_be_booked_does_not_stop_the_others(self):
        self.stock_up(self.syringe, 50)
        bad, good = self.hand_out((self.syringe, 10, 0), days=3), self.hand_out((self.syringe, 5, 0))
        bad_day, book = bad.date, type(self.booking)._book_day

        def fail_once(booking, program, day):
            book(booking, program, day)
            if day == bad_day:
                raise ValueError("Demo")

        with patch.object(type(self.booking), "_book_day", fail_once), mute_logger(BOOKING):
            self.run_job()
        self.assertEqual((self.on_hand(self.syringe), good.stock_open, bad.stock_open), (45, False, True))
        self.run_job()
        self.assertEqual((self.on_hand(self.syringe), bad.stock_open), (35, False))

    def test_the_log_names_nobody(self):
        self.hand_out((self.syringe, 10, 0))
        with patch.object(type(self.booking), "_book_day", side_effect=ValueError("Demo")), \
                self.assertLogs(BOOKING, "ERROR") as logged:
            self.run_job()
        self.assertNotIn(self.client.code, "".join(logged.output))

    def test_book_now_is_for_those_who_manage_programmes(self):
        self.env["ir.cron.trigger"].search([]).unlink()
        self.env["recovery.stock.level"].with_user(self.manager).action_book_now()
        self.assertEqual(self.triggers(), 1)
        with self.assertRaises(AccessError):
            self.env["recovery.stock.level"].with_user(self.outreach).action_book_now()
