from collections import defaultdict
from random import Random

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestCost(StockCase):

    def recount(self):
        """Return {(programme, service, month): cost} from the moves and entries, in plain Python and whole cents.

        The price of a piece is that of its product when it was moved, as the test has noted it in ``prices``.
        """
        cents = defaultdict(float)
        for supply in self.env["recovery.supply"].search([("state", "=", "done")]):
            key = supply.program_id, supply.delivery_id.service_id, supply.date.strftime("%Y-%m")
            cents[key] += self.prices[supply.product_id] * (supply.issued - supply.stock_missing) * 100
        return {key: round(value) / 100 for key, value in cents.items()}

    def test_cost_of_a_line_is_its_share_of_the_goods(self):
        self.stock_up(self.syringe, 100)
        supply = self.hand_out((self.syringe, 20, 15))
        self.book()
        self.assertEqual((supply.cost, supply.currency_id), (5.0, self.company.currency_id))

    def test_shares_add_up_to_the_last_cent(self):
        self.filter.standard_price = 0.013
        self.stock_up(self.filter, 1000)
        lines = [self.hand_out((self.filter, pieces, 0)) for pieces in (1, 1, 1, 2, 5, 7, 3)]
        self.book()
        total = sum(line.cost for line in lines)
        self.assertAlmostEqual(total, 0.26)
        self.assertAlmostEqual(total, self.moves()._get_handout_value())

    def test_the_price_of_the_day_of_booking_stays(self):
        self.stock_up(self.syringe, 100)
        first = self.hand_out((self.syringe, 10, 0), days=2)
        self.book()
        self.syringe.standard_price = 0.4
        second = self.hand_out((self.syringe, 10, 0))
        self.book()
        self.assertEqual((first.cost, second.cost), (2.5, 4.0))
        self.amend(first, issued=4)
        self.book()
        self.assertAlmostEqual(first.cost, 1.0)
        self.cancel(first)
        self.book()
        self.assertEqual(first.cost, 0)

    def test_what_stock_did_not_cover_costs_nothing_yet(self):
        self.stock_up(self.syringe, 4)
        supply = self.hand_out((self.syringe, 10, 0))
        self.book()
        self.assertEqual(supply.cost, 1.0)
        self.stock_up(self.syringe, 6)
        self.book()
        self.assertEqual(supply.cost, 2.5)

    def test_cost_by_programme_service_and_month_against_a_recount(self):
        rng = Random(5)
        self.other.service_ids |= self.exchange
        self.prices = {self.syringe: 0.25, self.filter: 0.02, self.naloxone: 21.5}
        lot = self.new_lot("DEMO", 500)
        for location in (self.shelf, self.van):
            self.stock_up(self.syringe, 300, location)
            self.stock_up(self.filter, 2000, location)
            self.stock_up(self.naloxone, 6, location, lot)
        lines = self.env["recovery.supply"]
        for _visit in range(60):
            lines |= self.hand_out(
                (rng.choice((self.syringe, self.filter)), rng.randint(1, 30), rng.randint(0, 9)),
                *([(self.naloxone, 1, 0)] if rng.random() < 0.2 else []),
                days=rng.randint(1, 75), program=rng.choice((self.own, self.other)),
            )
        self.book()
        for supply in rng.sample(list(lines), 15):
            if supply.state == "done":
                self.amend(supply, issued=rng.randint(1, 30)) if supply.program_id == self.own else None
        for supply in rng.sample(list(lines.filtered(lambda line: line.program_id == self.own)), 5):
            if supply.state == "done":
                self.cancel(supply)
        self.book()
        told = {
            (program, service, f"{month:%Y-%m}"): round(cost, 2)
            for program, service, month, cost in self.env["recovery.supply"]._read_group(
                [("state", "=", "done")], ["program_id", "service_id", "date:month"], ["cost:sum"],
            )
        }
        expected = self.recount()
        self.assertTrue(any(line.stock_missing for line in lines), "the world is too rich to tell anything")
        self.assertEqual(told.keys(), expected.keys())
        for key, cost in expected.items():
            self.assertAlmostEqual(told[key], cost, delta=0.02, msg=str(key))
        for product in self.prices:
            size = sum(self.on_hand(product, place) for place in (self.shelf, self.van))
            done = lines.filtered(lambda line, product=product: line.product_id == product and line.state == "done")
            out = sum(line.issued - line.stock_missing for line in done)
            self.assertEqual(size + out, {self.syringe: 600, self.filter: 4000, self.naloxone: 12}[product])

    def test_who_reads_cost(self):
        self.stock_up(self.syringe, 10)
        supply = self.hand_out((self.syringe, 4, 0))
        self.book()
        for role, user in self.users.items():
            with self.subTest(role=role):
                names = self.env["recovery.supply"].with_user(user).fields_get()
                self.assertEqual("cost" in names, role in ("manager", "finance", "auditor"))
                self.assertEqual("stock_missing" in names, role in ("manager", "finance", "auditor"))
                self.assertFalse({"stock_open", "stock_issued", "stock_returned"} & set(names))
        self.assertEqual(supply.with_user(self.finance).cost, 1.0)

    def test_nobody_types_cost(self):
        self.stock_up(self.syringe, 10)
        supply = self.hand_out((self.syringe, 4, 0), done=False)
        for values in ({"cost": 1}, {"stock_missing": 0}, {"stock_issued": 9}, {"stock_open": False}):
            for user in (self.manager, self.outreach):
                with self.subTest(values=values, user=user.login), self.assertRaises(AccessError), self.cr.savepoint():
                    supply.with_user(user).write(values)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["recovery.supply"].with_user(self.manager).create(
                {"delivery_id": supply.delivery_id.id, "product_id": self.filter.id, "issued": 1, "cost": 3},
            )
