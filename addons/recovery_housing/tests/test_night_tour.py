from datetime import timedelta

from odoo.addons.recovery_care.tests.test_front_desk_tour import Connection
from odoo.tests import HttpCase, tagged

from .night_case import NightCase


class NightConnection(Connection):
    saving = tuple(
        f"/recovery.front.desk/save_night_{what}" for what in ("guests", "unnamed", "refusal", "passage", "change")
    )


@tagged("post_install", "-at_install")
class TestNightTour(NightCase, HttpCase):
    """A night at the door on a phone: by taps, by keyboard alone, and through a connection that is cut."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        before = cls.new_night(days=-1)
        for client, bed in ((cls.ryba, cls.bed1), (cls.sova, cls.bed2)):
            cls.new_guest(before, client, bed, arrived=before._get_noon() - timedelta(hours=15))
        before.action_close()
        cls.env.flush_all()

    def tour(self, name, house=None):
        self.start_tour("/odoo/night", name, login=self.outreach.login)
        return self.env["recovery.night"].search([
            ("house_id", "=", (house or self.shelter).id), ("date", "=", self.tonight),
        ])

    def test_a_night_on_a_phone(self):
        night = self.tour("recovery_housing_night_phone")
        self.assertRecordValues(night, [{
            "state": "closed", "guest_count": 6, "bed_nights": 5, "mat_nights": 3, "over_count": 1, "over_reason": "frost",
            "refused_count": 1, "unnamed_count": 2, "new_count": 2, "closed_by_id": self.outreach.id,
        }])
        self.assertEqual(set(night.guest_ids.mapped("state")), {"left"})
        vlk = night.guest_ids.client_id.filtered(lambda client: client.nickname == "Demo Vlk")
        self.assertEqual(vlk.intake_program_id, self.own)
        self.assertRecordValues(night.refusal_ids, [{"reason": "violent", "referred_to": "police", "headcount": 1}])

    def test_the_warming_room(self):
        night = self.tour("recovery_housing_night_warm", self.warm)
        self.assertRecordValues(night, [{
            "guest_count": 3, "entry_count": 4, "inside_count": 3, "peak_count": 3, "bed_nights": 0, "state": "open",
        }])

    def test_by_keyboard_alone(self):
        self.assertEqual(self.tour("recovery_housing_night_keyboard").guest_count, 3)

    def test_without_a_connection_nothing_is_lost_and_nothing_doubled(self):
        with NightConnection().held() as connection:
            night = self.tour("recovery_housing_night_cut")
        self.assertEqual(len(connection.sent), 2, "The answer to the first is lost.")
        self.assertEqual(connection.sent[0]["key"], connection.sent[1]["key"])
        self.assertEqual(night.guest_count, 1)
