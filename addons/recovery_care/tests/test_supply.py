from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSupply(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.encounter = cls.new_encounter(cls.own, cls.client, minutes=60)
        cls.delivery = cls.encounter.delivery_ids
        cls.supply = cls.hand_out(cls.syringe, issued=20, returned=15)

    @classmethod
    def hand_out(cls, product, **values):
        return cls.env["recovery.supply"].create({"delivery_id": cls.delivery.id, "product_id": product.id, **values})

    def test_follows_its_service(self):
        self.encounter.write({"place": "street", "date_start": "2026-02-03 10:00:00"})
        supply = self.supply
        self.assertEqual(
            (supply.client_id, supply.program_id, supply.company_id, supply.encounter_id, supply.state, supply.place),
            (self.client, self.own, self.company, self.encounter, "planned", "street"),
        )
        self.assertEqual((str(supply.date), supply.material_kind), ("2026-02-03", "syringe"))
        self.encounter.action_done()
        self.assertEqual(supply.state, "done")

    def test_what_follows_the_service_is_not_written_beside_it(self):
        other = self.new_encounter(self.own, self.client).delivery_ids
        for values in ({"client_id": self.client_restricted.id}, {"date": "2020-01-01"}, {"delivery_id": other.id}):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                self.supply.with_user(self.manager).write(values)

    def test_values_of_another_service_are_not_taken_over_at_creation(self):
        supply = self.env["recovery.supply"].with_user(self.counsellor).create({
            "delivery_id": self.delivery.id, "product_id": self.filter.id, "issued": 1,
            "program_id": self.other.id, "client_id": self.client_other.id, "state": "done",
        })
        self.assertEqual((supply.program_id, supply.client_id, supply.state), (self.own, self.client, "planned"))

    def test_pieces(self):
        for values in ({"issued": -1}, {"issued": 5, "returned": -2}, {}, {"issued": 0, "returned": 0}):
            for refusal in self.refusals("recovery.supply", "pieces", "Out, Back"):
                with self.subTest(values=values), refusal:
                    self.hand_out(self.filter, **values)
        with self.assertTold("Out, Back"):
            self.supply.write({"issued": 0, "returned": 0})

    def test_only_returned(self):
        supply = self.hand_out(self.filter, returned=7, return_method="estimated")
        self.assertEqual((supply.issued, supply.return_rate), (0, 0))

    def test_one_line_a_material_and_service(self):
        for refusal in self.refusals("recovery.supply", "once", "Material"):
            with refusal:
                self.hand_out(self.syringe, issued=1)

    def test_only_harm_reduction_material(self):
        chair = self.env["product.product"].create({"name": "Demo chair"})
        with self.assertRaisesRegex(ValidationError, "^Material"):
            self.hand_out(chair, issued=1)

    def test_material_of_another_company(self):
        foreign = self.env["product.product"].create({
            "name": "Demo needle", "material_kind": "needle", "company_id": self.partner_company.id,
        })
        with self.assertRaisesRegex(ValidationError, "^Material: .*another company"):
            self.hand_out(foreign, issued=1)

    def test_return_rate_of_a_group_is_that_of_its_sums(self):
        """15 of 20 and 0 of 20 are 37.5 %, also where the rates 75 % and 0 % of unequal lines average otherwise."""
        for issued, returned in ((100, 0), (10, 20)):
            delivery = self.new_encounter(self.own, self.client).delivery_ids
            self.env["recovery.supply"].create({
                "delivery_id": delivery.id, "product_id": self.syringe.id, "issued": issued, "returned": returned,
            })
        lines = self.env["recovery.supply"].search([("client_id", "=", self.client.id)])
        expected = sum(line.returned for line in lines) / sum(line.issued for line in lines) * 100
        (rate,), = self.env["recovery.supply"]._read_group([("id", "in", lines.ids)], [], ["return_rate:avg"])
        self.assertAlmostEqual(float(rate), expected)
        self.assertNotAlmostEqual(expected, sum(lines.mapped("return_rate")) / len(lines))

    def test_return_rate_where_nothing_went_out(self):
        supply = self.hand_out(self.filter, returned=3)
        (rate,), = self.env["recovery.supply"]._read_group([("id", "=", supply.id)], [], ["return_rate:avg"])
        self.assertFalse(rate)

    def test_finished_material_is_amended_not_changed(self):
        self.encounter.action_done()
        supply = self.supply.with_user(self.counsellor)
        with self.assertRaises(UserError), self.cr.savepoint():
            supply.issued = 30
        with self.assertRaises(UserError), self.cr.savepoint():
            supply.create({"delivery_id": self.delivery.id, "product_id": self.filter.id, "issued": 1})
        with self.assertRaises(UserError), self.cr.savepoint():
            supply.unlink()
        self.encounter.with_user(self.counsellor).amend("Counted again")
        supply.issued = 30
        self.assertEqual(supply.issued, 30)
        amendment = self.encounter.amendment_ids
        self.assertIn("20", amendment.changes_text)
        self.assertIn("30", amendment.changes_text)

    def test_cancelled_with_its_visit(self):
        self.encounter.action_done()
        self.encounter.with_user(self.counsellor).amend("Wrong person")
        self.encounter.with_user(self.counsellor).action_cancel()
        self.assertEqual(self.supply.state, "cancelled")

    def test_collects_for_others(self):
        self.delivery.collects_for = 3
        self.assertEqual(self.delivery.collects_for, 3)
        for refusal in self.refusals("recovery.delivery", "collects_for", "Collects"):
            with refusal:
                self.delivery.collects_for = -1

    def test_created_with_the_encounter(self):
        encounter = self.env["recovery.encounter"].with_user(self.outreach).create({
            "program_id": self.own.id, "state": "done", "delivery_ids": [Command.create({
                "client_id": self.client.id, "service_id": self.exchange.id,
                "supply_ids": [Command.create({"product_id": self.syringe.id, "issued": 10})],
            })],
        })
        self.assertEqual(encounter.supply_ids.state, "done")


@tagged("post_install", "-at_install")
class TestMaterial(RecoveryCase):

    def test_numbers(self):
        for values, words in (
            ({"material_package_size": 0}, "^Pieces in a package"), ({"material_volume": -1}, "^Volume"),
        ):
            with self.subTest(values=values), self.assertNoLogs("odoo.sql_db", "ERROR"), \
                    self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.syringe.write(values)

    def test_taken_back_by_kind_unless_said(self):
        self.assertTrue(self.syringe.material_returnable)
        self.assertFalse(self.filter.material_returnable)
        self.filter.material_returnable = True
        self.assertTrue(self.filter.material_returnable)

    def test_administrator_configures_material(self):
        product = self.env["product.product"].with_user(self.administrator).create({
            "name": "Demo naloxone", "material_kind": "naloxone",
        })
        product.material_package_size = 2
        self.assertEqual(product.material_package_size, 2)

    def test_materials_of_a_programme(self):
        self.assertGreaterEqual(self.own._get_materials(), self.syringe | self.filter)
        self.own.material_ids = self.filter
        self.assertEqual(self.own._get_materials(), self.filter)
        chair = self.env["product.product"].create({"name": "Demo chair"})
        with self.assertRaisesRegex(ValidationError, "^Material"):
            self.own.material_ids = chair

    def test_front_desk_by_modality(self):
        self.assertFalse(self.own.front_desk)
        self.own.modality = "low_threshold"
        self.assertTrue(self.own.front_desk)
