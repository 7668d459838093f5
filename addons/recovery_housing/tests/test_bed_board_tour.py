from odoo.tests import HttpCase, tagged

from .common import HousingCase


class BedBoardTourCase(HousingCase, HttpCase):
    """A resident in room 1, a reservation for tonight beside, a free bed in room 2."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.new_stay(
            client=cls.new_client(cls.own, code="KAR1", nickname="Demo Bobr"), start=-3, stop=6, state="in",
        )
        cls.coming = cls.new_stay(
            cls.bed_b, cls.new_client(cls.own, code="KAR2", nickname="Demo Ryba"), start=0, stop=4,
        )
        cls.env.flush_all()

    def tour(self, name):
        self.start_tour("/odoo/bed-board?zoom=month", name, login=self.house.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestBedBoardTour(BedBoardTourCase):

    def test_drag_undo_and_check_in(self):
        self.tour("recovery_housing_board_drag")
        self.assertRecordValues(self.here, [{"state": "in", "bed_id": self.bed_a.id, "date_to": self.day(6)}])
        self.assertRecordValues(self.here.next_ids, [{"state": "cancelled", "bed_id": self.bed_c.id}])
        self.assertRecordValues(self.coming, [{"state": "in", "bed_id": self.bed_b.id}])

    def test_by_keyboard_alone(self):
        self.tour("recovery_housing_board_keyboard")
        self.assertRecordValues(
            self.coming, [{"state": "in", "bed_id": self.bed_c.id, "date_from": self.today, "date_to": self.day(6)}],
        )


@tagged("post_install", "-at_install")
class TestBedBoardNarrowTour(BedBoardTourCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_on_a_telephone_by_taps(self):
        self.tour("recovery_housing_board_narrow")
        self.assertEqual((self.coming.state, self.here.state), ("in", "in"))
