from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestDistrict(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = cls.env["recovery.district"].create({"name": "Demo Town"})
        cls.quarter = cls.env["recovery.district"].create({"name": "Mill Quarter", "parent_id": cls.town.id})

    def test_complete_name_follows_a_renamed_parent(self):
        self.assertEqual(self.quarter.complete_name, "Demo Town / Mill Quarter")
        self.town.name = "Demo City"
        self.assertEqual(self.quarter.complete_name, "Demo City / Mill Quarter")

    def test_same_name_in_two_areas_is_allowed(self):
        village = self.env["recovery.district"].create({"name": "Demo Village"})
        twin = self.env["recovery.district"].create({"name": "Mill Quarter", "parent_id": village.id})
        self.assertEqual(twin.complete_name, "Demo Village / Mill Quarter")

    def test_same_name_twice_in_an_area_is_refused(self):
        for refusal in self.refusals("recovery.district", "name_uniq", "This district already exists"):
            with refusal:
                self.env["recovery.district"].create({"name": "Mill Quarter", "parent_id": self.town.id})

    def test_same_top_name_in_a_company_is_refused(self):
        for refusal in self.refusals("recovery.district", "name_uniq", "This district already exists"):
            with refusal:
                self.env["recovery.district"].create({"name": "Demo Town"})

    def test_another_company_has_its_own_districts(self):
        twin = self.env["recovery.district"].create({"name": "Demo Town", "company_id": self.partner_company.id})
        self.assertTrue(twin.id)

    def test_district_is_not_part_of_itself(self):
        with self.assertRaisesRegex(UserError, "Recursion"):
            self.town.parent_id = self.quarter

    def test_children_are_found_below_the_parent(self):
        found = self.env["recovery.district"].search([("id", "child_of", self.town.id)])
        self.assertEqual(found, self.town | self.quarter)
