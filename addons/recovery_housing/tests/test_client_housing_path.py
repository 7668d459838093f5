from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestClientHousingPath(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hostel = cls.new_house(cls.own, "HOST", kind="hostel")
        cls.home = cls.new_house(cls.own, "HOME", kind="readaptation_flat")
        cls.bed_hostel, cls.bed_home = cls.env["recovery.bed"].create([
            {"name": "A", "house_id": house.id} for house in (cls.hostel, cls.home)
        ])

    def path(self, user=None, client=None):
        return (client or self.client).with_user(user or self.manager).get_housing_path()

    def brief(self, path):
        return [(row["step"], row["days"], row["told"]) for row in path["stretches"]]

    def meet_on_the_street(self, days):
        encounter = self.new_encounter(
            self.own, [self.client], place="street", date_start=fields.Datetime.to_datetime(self.day(-days)),
        )
        encounter.action_done()

    def test_from_the_street_to_a_home_of_ones_own(self):
        self.meet_on_the_street(400)
        self.new_stay(self.bed_hostel, start=-300, stop=-200, state="out", exit_reason="transfer", exit_destination="ours")
        self.new_stay(self.bed_home, start=-200, stop=-50, state="out")
        path = self.path()
        self.assertEqual(
            self.brief(path), [("street", 100, True), ("hostel", 100, False), ("flat", 150, False), ("own_home", 50, True)],
        )
        self.assertEqual(
            [(row["step"], row["days"]) for row in path["totals"]],
            [("street", 100), ("hostel", 100), ("flat", 150), ("own_home", 50)],
        )
        self.assertFalse(path["stretches"][-1]["stop"], "lasts until today")

    def test_back_to_the_street_and_in_again(self):
        self.new_stay(self.bed_hostel, start=-100, stop=-80, state="out", exit_reason="left", exit_destination="street")
        self.new_stay(self.bed_a, start=-30, state="in")
        self.assertEqual(
            self.brief(self.path()), [("hostel", 20, False), ("street", 50, True), ("community", 30, False)],
        )

    def test_nights_of_a_shelter_that_follow_one_another_are_one_stretch(self):
        shelter = self.new_house(self.own, "SHEL", kind="night_shelter", capacity=5)
        for days in (-20, -19, -18, -10):
            night = self.env["recovery.night"].create({"house_id": shelter.id, "date": self.day(days)})
            self.env["recovery.night.guest"].create({
                "night_id": night.id, "client_id": self.client.id, "place": "mat",
                "arrived": fields.Datetime.to_datetime(self.day(days)).replace(hour=20),
            })
        self.assertEqual(self.brief(self.path()), [("shelter", 3, False), ("shelter", 1, False)])

    def test_a_tenancy_is_a_stretch_of_its_own_until_they_moved_out(self):
        self.new_stay(self.bed_hostel, start=-300, stop=-200, state="out", exit_destination="own_home")
        Tenancy = self.env["recovery.tenancy"]
        home, _ours, _later = Tenancy.create([
            {"client_id": self.client.id, **values} for values in (
                {"date_from": self.day(-190), "date_to": self.day(-150), "date_left": self.day(-100)},
                {"date_from": self.day(-60), "holder": "organisation", "kind": "room"}, {"date_from": self.day(3)},
            )
        ])
        self.new_stay(self.bed_a, start=-150, stop=-140, state="out", exit_destination="ours", exit_reason="transfer")
        self.assertEqual(
            [(row["step"], row["days"]) for row in self.path()["stretches"] if not row["told"]],
            [("hostel", 100), ("own_home", 40), ("community", 10), ("own_home", 40), ("flat", 60)],
        )
        self.assertFalse(self.path()["stretches"][-1]["stop"])
        home.date_left = False
        self.assertEqual([row["days"] for row in self.path()["stretches"] if row["step"] == "own_home"], [10, 40, 140])

    def test_nothing_is_known_of_who_never_came(self):
        self.assertEqual(self.path()["stretches"], [])

    def test_it_shows_what_the_reader_may_see(self):
        self.new_stay(self.bed_flat, start=-30, state="in")
        self.assertEqual(self.path(self.house)["stretches"], [])
        with self.assertRaises(AccessError):
            self.path(self.house, self.client_other)
