from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestTenancy(HousingCase):

    def new_tenancy(self, start=-100, stop=None, **values):
        return self.env["recovery.tenancy"].create({
            "client_id": self.client.id, "date_from": self.day(start), "date_to": stop is not None and self.day(stop),
            "rent": 300, **values,
        })

    def test_dates_and_money_make_sense(self):
        for values in ({"stop": -101}, {"date_left": self.day(-101)}):
            for refusal in self.refusals("recovery.tenancy", "dates", "Until"):
                with self.subTest(values=values), refusal:
                    self.new_tenancy(**values)
        for name in ("rent", "charges", "deposit"):
            for refusal in self.refusals("recovery.tenancy", "money", "Rent"):
                with self.subTest(name=name), refusal:
                    self.new_tenancy(**{name: -1})

    def test_state_by_reading_and_searching(self):
        Tenancy = self.env["recovery.tenancy"]
        tenancies = {
            "future": self.new_tenancy(start=1), "running": self.new_tenancy(stop=200), "ending": self.new_tenancy(stop=59),
            "ended": self.new_tenancy(stop=-1),
        }
        for state, tenancy in tenancies.items():
            with self.subTest(state=state):
                self.assertEqual(tenancy.state, state)
                self.assertEqual(Tenancy.search([("state", "=", state), ("client_id", "=", self.client.id)]), tenancy)
        tenancies["running"].date_left = self.today
        self.assertEqual(tenancies["running"].state, "ended")

    def test_one_to_do_before_it_ends(self):
        tenancy = self.new_tenancy(stop=200)
        self.assertEqual(tenancy.activity_ids.mapped("date_deadline"), [self.day(200) - timedelta(days=30)])
        tenancy.date_to = self.day(300)
        self.assertEqual(tenancy.activity_ids.mapped("date_deadline"), [self.day(270)])
        tenancy.date_left = self.today
        self.assertFalse(tenancy.activity_ids)

    def test_address_and_landlord_are_closed_to_outreach(self):
        tenancy = self.new_tenancy(address="Testovací 1", landlord="Demo landlord")
        self.assertEqual(tenancy.with_user(self.counsellor).address, "Testovací 1")
        with self.assertRaises(AccessError):
            tenancy.with_user(self.outreach).read(["address"])

    def test_the_stay_is_the_clients_own(self):
        stay = self.new_stay(client=self.client_other)
        with self.assertTold("Stay: "):
            self.new_tenancy(stay_id=stay.id)
