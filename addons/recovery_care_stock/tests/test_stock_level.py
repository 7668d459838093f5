from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import StockCase


@tagged("post_install", "-at_install")
class TestStockLevel(StockCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.write({
            "front_desk": True, "material_ids": [Command.set((cls.syringe | cls.naloxone).ids)], "stock_days": 10,
        })

    def level(self, product=None, program=None):
        self.env.invalidate_all()
        return self.env["recovery.stock.level"].search([
            ("program_id", "=", (program or self.own).id), ("product_id", "=", (product or self.syringe).id),
        ])

    def test_on_hand_daily_use_and_how_long_it_lasts(self):
        self.stock_up(self.syringe, 400)
        for days in (1, 5, 12, 30, 31, 60):
            self.hand_out((self.syringe, 60, 0), days=days)
        level = self.level()
        # Four of the visits lie in the last 30 days, today not counted: 240 pieces.
        self.assertEqual((level.on_hand, level.daily_use, level.days_left), (400, 8.0, 50))
        self.assertEqual((level.lasts_until, level.minimum, level.status), (self.today + timedelta(days=50), 80, "fine"))
        self.book()
        self.assertEqual((self.level().on_hand, self.level().status), (40, "short"))
        self.own.stock_days = 5
        self.assertEqual(self.level().status, "fine")
        self.syringe.material_stock_days = 20
        self.assertEqual((self.level().minimum, self.level().status), (160, "short"))

    def test_todays_visits_are_no_full_day_yet(self):
        self.hand_out((self.syringe, 60, 0), days=0)
        self.assertEqual(self.level().daily_use, 0)

    def test_cancelled_visits_are_no_use(self):
        self.cancel(self.hand_out((self.syringe, 60, 0)))
        self.assertEqual(self.level().daily_use, 0)

    def test_nothing_used_lasts_for_ever(self):
        self.stock_up(self.syringe, 5)
        level = self.level()
        self.assertEqual((level.status, level.lasts_until, level.minimum), ("fine", False, 0))

    def test_none_left_and_what_is_missing(self):
        self.stock_up(self.syringe, 5)
        self.hand_out((self.syringe, 8, 0))
        self.book()
        level = self.level()
        self.assertEqual((level.on_hand, level.missing, level.status), (0, 3, "out"))

    def test_none_there_and_none_used_is_no_worry(self):
        self.assertEqual(self.level().status, "idle")

    def test_a_day_that_is_not_whole_does_not_count(self):
        self.stock_up(self.syringe, 7)
        self.hand_out((self.syringe, 60, 0))
        self.assertEqual((self.level().days_left, self.level().lasts_until), (3, self.today + timedelta(days=3)))

    def test_expiry(self):
        self.company.material_expiry_days = 60
        self.stock_up(self.naloxone, 5, lot=self.new_lot("LATE", 400))
        self.assertEqual(self.level(self.naloxone).status, "fine")
        soon = self.new_lot("SOON", 30)
        self.stock_up(self.naloxone, 3, lot=soon)
        level = self.level(self.naloxone)
        self.assertEqual((level.on_hand, level.expiring, level.status), (8, 3, "expiring"))
        self.assertEqual(level.expires_next, soon.expiration_date.date())
        self.company.material_expiry_days = 10
        self.assertEqual((self.level(self.naloxone).expiring, self.level(self.naloxone).status), (0, "fine"))
        self.stock_up(self.naloxone, 2, lot=self.new_lot("GONE", -2))
        level = self.level(self.naloxone)
        self.assertEqual((level.on_hand, level.expired, level.status), (8, 2, "expired"))

    def test_a_reordering_rule_goes_before_the_days(self):
        self.stock_up(self.syringe, 40)
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.syringe.id, "location_id": self.shelf.id, "warehouse_id": self.warehouse.id,
            "product_min_qty": 50, "product_max_qty": 200, "company_id": self.company.id,
        })
        self.assertEqual((self.level().minimum, self.level().status), (50, "short"))
        rule.product_min_qty = 30
        self.assertEqual((self.level().minimum, self.level().status), (30, "fine"))

    def test_packages_are_told_in_pieces(self):
        self.syringe.write({"material_stock_unit": "package", "material_package_size": 10})
        self.stock_up(self.syringe, 4.5)
        self.assertEqual(self.level().on_hand, 45)

    def test_programmes_of_one_place_use_it_up_together(self):
        self.other.write({"stock_location_id": self.shelf.id})
        self.other.service_ids |= self.exchange
        self.stock_up(self.syringe, 100)
        self.hand_out((self.syringe, 30, 0), days=2)
        self.hand_out((self.syringe, 60, 0), days=2, program=self.other, client=self.client_other)
        self.assertEqual((self.level().daily_use, self.level(program=self.other).daily_use), (3.0, 3.0))
        self.other.stock_location_id = self.van
        self.assertEqual((self.level().daily_use, self.level(program=self.other).daily_use), (1.0, 2.0))
        self.own.stock_location_id = self.warehouse.lot_stock_id
        self.assertEqual((self.level().daily_use, self.level(program=self.other).daily_use), (3.0, 2.0))

    def test_what_is_listed(self):
        """What the programme offers, and what it has handed out though it does not offer it."""
        self.hand_out((self.filter, 1, 0))
        listed = self.env["recovery.stock.level"].search([("program_id", "=", self.own.id)]).product_id
        self.assertEqual(listed, self.syringe | self.naloxone | self.filter)
        self.own.material_ids = False
        listed = self.env["recovery.stock.level"].search([("program_id", "=", self.own.id)]).product_id
        self.assertEqual(listed, self.own._get_materials())
        self.assertFalse(self.env["recovery.stock.level"].search([("program_id", "=", self.other.id)]))
        self.own.stock_from = False
        self.assertFalse(self.env["recovery.stock.level"].search([("program_id", "=", self.own.id)]))

    def test_material_not_kept_in_stock(self):
        self.filter.is_storable = False
        self.hand_out((self.filter, 1, 0))
        self.assertEqual(self.level(self.filter).status, "untracked")

    def test_lots_of_a_line(self):
        self.stock_up(self.naloxone, 3, lot=self.new_lot("SOON", 30))
        action = self.level(self.naloxone).with_user(self.manager).action_open_lots()
        Quant = self.env[action["res_model"]].with_user(self.manager)
        self.assertFalse(self.manager.has_group("stock.group_stock_user"))
        views = Quant.get_views(action["views"])
        spec = {name: {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
                for name, field in views["models"]["stock.quant"]["fields"].items()}
        (row,) = Quant.web_search_read(action["domain"], spec)["records"]
        self.assertEqual((row["lot_id"]["display_name"], row["quantity"]), ("SOON", 3))

    def test_every_action_opens_for_those_who_see_its_menu(self):
        for name in ("stock_level_action", "stock_level_action_worries", "supply_action_missing", "supply_action_cost"):
            action = self.env["ir.actions.act_window"]._for_xml_id(f"recovery_care_stock.{name}")
            for user in (self.manager, self.finance, self.auditor):
                Model = self.env[action["res_model"]].with_user(user)
                with self.subTest(action=name, user=user.login):
                    views = Model.get_views([(view, mode) for view, mode in action["views"]], {"toolbar": True})
                    self.assertTrue(views["views"])
                    shown = list(views["models"][Model._name]["fields"])
                    Model.search(safe_eval(action["domain"] or "[]"), limit=5).read(shown)
