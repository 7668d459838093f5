from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestRoom(HousingCase):

    def test_names_are_used_once_in_a_house(self):
        for refusal in self.refusals("recovery.room", "name_uniq", "Name"):
            with refusal:
                self.env["recovery.room"].create({"name": "Room 1", "house_id": self.community.id})
        self.room1.active = False
        self.env["recovery.room"].create({"name": "Room 1", "house_id": self.community.id})
