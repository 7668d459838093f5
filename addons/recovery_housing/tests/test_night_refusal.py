from odoo.exceptions import UserError
from odoo.tests import tagged

from .night_case import NightCase


@tagged("post_install", "-at_install")
class TestNightRefusal(NightCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.new_night()

    def test_known_or_counted(self):
        for values in ({"client_id": self.ryba.id, "headcount": 1}, {"headcount": 0}):
            for refusal in self.refusals("recovery.night.refusal", "who", "Client"):
                with self.subTest(values=values), refusal:
                    self.new_refusal(self.night, **values)

    def test_people_are_counted_by_reason(self):
        self.new_refusal(self.night, client_id=self.ryba.id)
        self.new_refusal(self.night, "intoxicated", client_id=self.ryba.id, referred_to="sobering")
        self.new_refusal(self.night, headcount=3)
        self.assertEqual(self.night.refused_count, 5)
        self.assertEqual(self.night.refusal_ids.mapped("gender"), ["unknown", "female", "female"])

    def test_a_mistake_is_cancelled_not_deleted(self):
        refusal = self.new_refusal(self.night, user=self.outreach)
        refusal.action_cancel()
        self.assertEqual(self.night.refused_count, 0)
        with self.assertRaisesRegex(UserError, "^State: what was entered by mistake"):
            refusal.reason = "pet"
        with self.assertRaisesRegex(UserError, "cancelled, not deleted"):
            refusal.sudo().unlink()

    def test_a_warming_room_turns_away_too(self):
        night = self.new_night(self.warm)
        self.new_refusal(night, "violent", headcount=2)
        self.assertEqual(night.refused_count, 2)
