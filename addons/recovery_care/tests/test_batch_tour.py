from odoo.tests import HttpCase, tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestBatchTour(BatchCase, HttpCase):
    """A worker types last night's table by keyboard and records it."""

    def test_a_table_of_a_day_by_keyboard(self):
        self.batch.unlink()
        self.start_tour("/odoo/care-batches/new", "recovery_care_batch_table", login=self.outreach.login)
        batch = self.env["recovery.batch"].search([("program_id", "=", self.street.id)])
        self.assertRecordValues(batch, [{"state": "recorded", "people_count": 13, "recorded_by_id": self.outreach.id}])
        first, second = self.encounters(batch)
        self.assertRecordValues(first | second, [
            {"place": "street", "district_id": False}, {"place": "street", "district_id": self.quarter.id},
        ])
        self.assertEqual(
            [{(row.service_id, row.headcount) for row in encounter.delivery_ids} for encounter in (first, second)],
            [{(self.tea, 11), (self.exchange, 4)}, {(self.tea, 2)}],
        )
        self.assertRecordValues(first.supply_ids, [{"product_id": self.syringe.id, "issued": 30, "returned": 21}])

    def test_people_met_and_an_error_that_names_the_line(self):
        self.start_tour(f"/odoo/care-batches/{self.batch.id}", "recovery_care_batch_people", login=self.outreach.login)
        self.assertEqual(self.batch.state, "recorded")
        first, second = self.encounters()
        self.assertEqual({(row.service_id, row.client_id) for row in first.delivery_ids}, {
            (self.shower, self.ryba), (self.exchange, self.ryba),
        })
        self.assertRecordValues(first.supply_ids, [{"product_id": self.syringe.id, "issued": 10, "returned": 8}])
        self.assertRecordValues(second.delivery_ids, [{"service_id": self.tea.id, "headcount": 2}])
