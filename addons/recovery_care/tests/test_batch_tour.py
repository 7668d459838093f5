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
