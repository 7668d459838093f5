from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestClientMerge(StockCase):
    """A merge writes by SQL; what it cancels goes back into stock all the same, and out again when it is undone."""

    def test_a_service_recorded_twice_costs_once(self):
        self.stock_up(self.syringe, 100)
        twin = self.new_client(self.own)
        encounter = self.env["recovery.encounter"].create({
            "program_id": self.own.id, "date_start": fields.Datetime.now(), "state": "done",
            "employee_ids": [Command.set(self.manager.employee_id.ids)],
            "delivery_ids": [
                Command.create({
                    "client_id": client.id, "service_id": self.exchange.id,
                    "supply_ids": [Command.create({"product_id": self.syringe.id, "issued": 10})],
                })
                for client in (self.client, twin)
            ],
        })
        self.book()
        self.assertEqual(self.on_hand(self.syringe), 80)
        merge = self.env["recovery.client.merge"].with_user(self.manager).merge(self.client.id, twin.id, "Demo: the same")
        self.env.invalidate_all()
        self.assertEqual(sorted(encounter.supply_ids.mapped("state")), ["cancelled", "done"])
        self.book()
        self.assertEqual((self.on_hand(self.syringe), sum(encounter.supply_ids.mapped("cost"))), (90, 2.5))
        merge.action_undo()
        self.env.invalidate_all()
        self.book()
        self.assertEqual((self.on_hand(self.syringe), sum(encounter.supply_ids.mapped("cost"))), (80, 5.0))
