from odoo.fields import Command
from odoo.tests import tagged

from .housing_case import GrantHousingCase


@tagged("post_install", "-at_install")
class TestNightMeasures(GrantHousingCase):
    """What counts of the register of a shelter."""

    def register(self, day, *guests):
        """Create a night of a shelter with guests, each a dict of values; return the night."""
        night = self.env["recovery.night"].create({
            "house_id": self.shelter.id, "date": self.day(day), "state": "open", "over_reason": "frost",
        })
        self.env["recovery.night.guest"].create([{"night_id": night.id, **values} for values in guests])
        return night

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelter = cls.new_house(cls.own, "SHL", kind="night_shelter")
        cls.cot, cls.mat = cls.env["recovery.bed"].create([
            {"name": "1", "house_id": cls.shelter.id}, {"name": "M", "house_id": cls.shelter.id, "kind": "mat"},
        ])

    def test_register_of_a_shelter_counts_beside_the_stays(self):
        self.register(
            -3, {"client_id": self.client.id, "bed_id": self.cot.id}, {"client_id": self.client_other.id, "place": "none"},
            {"headcount": 4, "place": "mat"},
            {"client_id": self.new_client(self.own).id, "place": "mat", "state": "cancelled"},
        )
        night = self.register(-2, {"client_id": self.client.id, "bed_id": self.mat.id})
        self.lived(-20, -10)
        self.assertEqual((self.value("bed_nights"), self.value("residents")), (16, 1))
        house = {"house_ids": self.shelter.ids}
        self.assertEqual((self.value("bed_nights", **house), self.value("residents", **house)), (6, 1))
        self.assertAlmostEqual(self.value("occupancy_share", -4, -1, **house), 25, msg="a mat is no bed")
        self.env["recovery.night.refusal"].create([
            {"night_id": night.id, "reason": "full", "headcount": 3},
            {"night_id": night.id, "reason": "full", "headcount": 2, "state": "cancelled"},
            {"night_id": night.id, "reason": "banned", "client_id": self.client_other.id},
        ])
        self.assertEqual((self.value("turned_away"), self.value("turned_away", -1, -1)), (4, 0))

    def test_bed_archived_without_a_date_was_available_as_long_as_a_register_gave_it(self):
        nights = self.register(-8, {"client_id": self.client.id, "bed_id": self.cot.id})
        nights |= self.register(-6, {"client_id": self.client_other.id, "bed_id": self.cot.id, "state": "cancelled"})
        nights.action_close()
        self.cot.active = False
        self.assertAlmostEqual(self.value("occupancy_share", -10, -1, house_ids=self.shelter.ids), 100 / 3)

    def test_night_of_a_register_belongs_to_the_first_exclusive_grant_that_pays_for_the_house(self):
        night = self.register(-3, {"client_id": self.client.id, "bed_id": self.cot.id})
        self.env["recovery.night.refusal"].create({"night_id": night.id, "reason": "full", "headcount": 3})
        self.register(-200, {"client_id": self.client.id, "bed_id": self.cot.id})
        self.grant.house_ids = [Command.link(self.shelter.id)]
        second = self.new_grant(
            "G-2", house_ids=[Command.set(self.shelter.ids)], date_start=self.day(-300), sequence=20,
        )
        shared = self.new_grant("G-3", house_ids=[Command.set(self.shelter.ids)], exclusive=False, sequence=1)
        elsewhere = self.new_grant("G-4", house_ids=[Command.set(self.community.ids)])
        for grant, nights, refused in ((self.grant, 1, 3), (second, 1, 0), (shared, 1, 3), (elsewhere, 0, 0)):
            with self.subTest(grant=grant.code):
                found = [self.figure(measure, grant).value for measure in ("bed_nights", "turned_away")]
                self.assertEqual(found, [nights, refused])

    def test_figure_of_two_kinds_of_records_lists_one_and_names_the_other(self):
        self.grant.house_ids = [Command.link(self.shelter.id)]
        self.register(-3, {"client_id": self.client_other.id, "bed_id": self.cot.id})
        self.register(-2, {"headcount": 2, "place": "mat"}, {"client_id": self.client_other.id, "bed_id": self.cot.id})
        stay = self.lived(-20, -10)
        self.grant._attribute()
        action = self.new_indicator("bed_nights").with_user(self.finance).action_open_records()
        self.assertEqual(action["res_model"], "recovery.night.guest")
        self.assertIn("without 1 × Stay", action["name"])
        self.assertEqual(
            len(self.env["recovery.night.guest"].with_user(self.finance).search(action["domain"])), 3,
        )
        alone = self.new_indicator("bed_nights", house_ids=[Command.set(self.community.ids)]).action_open_records()
        self.assertEqual(self.env[alone["res_model"]].search(alone["domain"]), stay)
