from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestBedOutage(HousingCase):

    def new_outage(self, bed=None, start=0, stop=None):
        return self.env["recovery.bed.outage"].create({
            "bed_id": (bed or self.bed_a).id, "date_from": self.day(start), "date_to": stop is not None and self.day(stop),
            "reason": "Demo heating",
        })

    def test_at_least_one_night(self):
        for refusal in self.refusals("recovery.bed.outage", "dates", "Until"):
            with refusal:
                self.new_outage(start=3, stop=3)

    def test_once_on_a_night(self):
        self.new_outage(start=0, stop=3)
        self.new_outage(start=3, stop=5)
        for refusal in self.refusals("recovery.bed.outage", "once", "From"):
            with refusal:
                self.new_outage(start=4)

    def test_whoever_sleeps_there_is_moved_first(self):
        self.new_stay(start=-3, stop=4, state="in")
        with self.assertRaisesRegex(ValidationError, f"^Bed: .*{self.client.code}"), self.cr.savepoint():
            self.new_outage(start=3)
        self.new_outage(start=4)

    def test_nobody_is_given_a_bed_out_of_service(self):
        self.new_outage(start=2, stop=4)
        self.new_stay(start=0, stop=2)
        with self.assertRaisesRegex(ValidationError, "^Bed: .*out of service .Demo heating"), self.cr.savepoint():
            self.new_stay(client=self.client_other, start=3, stop=6)
        self.new_stay(client=self.client_other, start=4, stop=6)
