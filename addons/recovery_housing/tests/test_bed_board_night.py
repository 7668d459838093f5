import json

from odoo.tests import tagged

from .night_case import NightCase
from .test_bed_board import BedBoardCase


@tagged("post_install", "-at_install")
class TestBedBoardNight(BedBoardCase, NightCase):
    """Nights that are counted stand on the board: who has which bed, how many of how many places, how many too many."""

    def nights(self, house, user=None, **window):
        """Return {days from today: (id, guests, places, over)} of a house, or None where none are counted."""
        payload = self.board(user, **window)
        shift = (self.today - self.env["recovery.stay"]._fields["date_from"].to_date(payload["date_from"])).days
        flat = dict(payload["nights"]).get(house.id)
        return flat if flat is None else {
            flat[place] - shift: tuple(flat[place + 1:place + 5]) for place in range(0, len(flat), 5)
        }

    @property
    def offset(self):
        """Tonight in days from today: the evening before until noon."""
        return (self.tonight - self.today).days

    def test_guests_with_a_bed_are_bars_and_nights_in_a_row_one(self):
        before, last, now = (self.new_night(days=days) for days in (-3, -1, 0))
        first = self.new_guest(before, self.ryba, self.bed1)
        two = self.new_guest(last, self.ryba, self.bed1)
        self.new_guest(now, self.ryba, self.bed1)
        sova = self.new_guest(now, self.sova, self.bed2)
        unnamed = self.new_guest(now, bed=self.mat1, headcount=1)
        offset, code = self.offset, self.ryba.with_user(self.house).display_name
        self.assertEqual(self.bars(self.bed1), [
            (first.id, offset - 3, offset - 2, "guest", code), (two.id, offset - 1, offset + 1, "guest", code),
        ])
        self.assertEqual([bar[0] for bar in self.bars(self.bed2)], sova.ids)
        self.assertEqual(self.bars(self.mat1), [(unnamed.id, offset, offset + 1, "guest", None)])
        sova.action_cancel()
        self.assertEqual(self.bars(self.bed2), [])

    def test_capacity_and_overflow_of_each_night(self):
        full = self.new_night(days=-1)
        self.new_guest(full, headcount=2)
        full.over_reason = "frost"
        self.new_guest(full, headcount=4, place="mat")
        quiet = self.new_night()
        self.assertEqual(self.nights(self.shelter), {
            self.offset - 1: (full.id, 6, 5, 1), self.offset: (quiet.id, 0, 5, 0),
        })
        self.assertIsNone(self.nights(self.community))

    def test_a_warming_room_has_nights_and_no_beds(self):
        night = self.new_night(self.warm)
        self.new_passage(night, persons=3)
        self.assertEqual(self.nights(self.warm), {self.offset: (night.id, 3, 5, 0)})
        self.assertIn([self.warm.id, []], [[house[0], house[-1]] for house in self.board()["houses"]])

    def test_tonight_is_told_on_every_board(self):
        tonight = self.new_night(days=-self.offset, state="draft")
        self.assertEqual(self.nights(self.shelter, start=self.day(60)), {0: (tonight.id, 0, 5, 0)})
        self.assertEqual(self.nights(self.shelter, start=self.day(-300)), {0: (tonight.id, 0, 5, 0)})

    def test_a_restricted_guest_is_a_bed_that_is_taken(self):
        night = self.new_night()
        self.new_guest(night, self.client_restricted, self.bed1)
        for user in (self.house, self.manager, self.finance):
            self.assertEqual(self.bars(self.bed1, user), [(0, self.offset, self.offset + 1, "taken", None)], user.login)
            self.assertNotIn(self.client_restricted.code, json.dumps(self.board(user)))
        self.assertEqual(self.nights(self.shelter)[self.offset][1], 1)

    def test_codes_for_the_office(self):
        self.new_guest(self.new_night(), self.ryba, self.bed1)
        for user in (self.finance, self.data, self.auditor):
            self.assertEqual([bar[4] for bar in self.bars(self.bed1, user)], [self.ryba.code], user.login)

    def test_nights_of_another_company_are_not_told(self):
        house = self.new_house(self.foreign, "FSHL", kind="night_shelter")
        self.new_night(house)
        self.assertIsNone(self.nights(house))

    def test_who_waits_and_nights_cost_no_query_more(self):
        def count():
            Board = self.env["recovery.bed.board"].with_user(self.house).with_context(tz="Europe/Prague")
            Board.get_board(self.start, 90)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Board.get_board(self.start, 90)
            return self.cr.sql_log_count - before
        self.new_stay(start=-2, state="in")
        few = count()
        for days in range(-8, 1):
            night = self.new_night(days=days)
            for client, bed in ((self.ryba, self.bed1), (self.sova, self.bed2), (self.kos, self.bed3)):
                self.new_guest(night, client, bed)
        for number in range(5):
            self.env["recovery.housing.application"].create({
                "client_id": self.new_client(self.own, nickname=f"Demo {number}").id, "house_id": self.community.id,
                "state": "waiting",
            })
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 6)

    def test_the_numbers_of_another_programme_are_not_told(self):
        elsewhere = self.new_house(self.other, "SHX", kind="night_shelter", capacity=5)
        self.new_guest(self.new_night(elsewhere), headcount=3)
        self.new_guest(self.new_night(), headcount=2)
        self.assertEqual([night[1] for night in self.nights(self.shelter).values()], [2])
        self.assertFalse(self.nights(elsewhere))
        self.assertEqual([night[1] for night in self.nights(elsewhere, self.data).values()], [3])
