from odoo.fields import Command
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestFrontDesk(StockCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.write({
            "modality": "low_threshold", "service_ids": [Command.set((cls.talk | cls.exchange).ids)],
            "material_ids": [Command.set((cls.syringe | cls.filter | cls.naloxone).ids)],
        })

    def hints(self):
        self.env.invalidate_all()
        setup = self.env["recovery.front.desk"].with_user(self.outreach).get_setup(self.own.id)
        return {material["id"]: material["stock_hint"] for material in setup["materials"]}

    def test_hints(self):
        self.stock_up(self.syringe, 10)
        self.filter.is_storable = False
        hints = self.hints()
        self.assertEqual((hints[self.syringe.id], hints[self.filter.id]), (False, False))
        self.assertEqual(hints[self.naloxone.id], "none in stock")
        self.stock_up(self.naloxone, 2, lot=self.new_lot("GONE", -3))
        self.assertEqual(self.hints()[self.naloxone.id], "expired in stock")
        self.stock_up(self.naloxone, 2, lot=self.new_lot("SOON", 4))
        self.assertTrue(self.hints()[self.naloxone.id].startswith("some expires "))
        self.own.stock_from = False
        self.assertEqual(set(self.hints().values()), {False})

    def test_none_in_stock_stops_nobody(self):
        answer = self.env["recovery.front.desk"].with_user(self.outreach).save_visit({
            "key": "0123456789abcdef", "program_id": self.own.id, "client_id": self.client.id,
            "supplies": [{"product_id": self.naloxone.id, "issued": 1}],
        })
        supply = self.env["recovery.encounter"].browse(answer["encounter_id"]).supply_ids
        self.book()
        self.assertEqual((supply.state, supply.stock_missing), ("done", 1))
