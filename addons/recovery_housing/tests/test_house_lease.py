from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestHouseLease(HousingCase):

    def new_lease(self, start=-100, stop=None, **values):
        return self.env["recovery.house.lease"].create({
            "house_id": self.community.id, "landlord_id": self.env.ref("base.main_partner").id,
            "date_from": self.day(start), "date_to": stop is not None and self.day(stop), "rent": 800, **values,
        })

    def test_a_contract_ends_after_it_begins(self):
        for refusal in self.refusals("recovery.house.lease", "dates", "Until"):
            with refusal:
                self.new_lease(start=3, stop=2)

    def test_rent_and_notice_make_sense(self):
        for refusal in self.refusals("recovery.house.lease", "rent", "Rent"):
            with refusal:
                self.new_lease(rent=-1)
        for refusal in self.refusals("recovery.house.lease", "notice", "Notice"):
            with refusal:
                self.new_lease(notice_days=-1)

    def test_state_by_reading_and_searching(self):
        Lease = self.env["recovery.house.lease"]
        leases = {
            "future": self.new_lease(start=1), "running": self.new_lease(stop=200), "ended": self.new_lease(stop=-1),
            "ending": self.new_lease(stop=110),
        }
        for state, lease in leases.items():
            with self.subTest(state=state):
                self.assertEqual(lease.state, state)
                self.assertEqual(Lease.search([("state", "=", state), ("house_id", "=", self.community.id)]), lease)

    def test_one_to_do_before_the_last_day_for_notice(self):
        self.community.employee_ids = self.manager.employee_id
        lease = self.new_lease(stop=200)
        self.assertEqual(lease.decide_by, self.day(110))
        self.assertEqual(lease.activity_ids.mapped("date_deadline"), [self.day(110)])
        self.assertEqual(lease.activity_ids.user_id, self.manager)
        self.community.responsible_id = self.house.employee_id
        self.assertEqual(self.new_lease(start=300, stop=600).activity_ids.user_id, self.house)
        lease.notice_days = 30
        self.assertEqual(lease.activity_ids.mapped("date_deadline"), [self.day(170)])
        lease.date_to = False
        self.assertFalse(lease.activity_ids)
