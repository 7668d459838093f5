from datetime import date, datetime

from freezegun import freeze_time
from odoo.tests import tagged

from .fee_case import FeeCase


@tagged("post_install", "-at_install")
class TestFeeLeave(FeeCase):
    """Nights on leave of March 2026 at ten a night, free where the plan says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.on(1):
            cls.stay = cls.stay_from("2026-01-01")
            cls.env.flush_all()

    @staticmethod
    def on(day):
        """Freeze the time at noon of a day of the month."""
        return freeze_time(datetime(2026, 3, day, 12))

    def new_leave(self, first, last, state, **values):
        took_place = {"left_at": datetime(2026, 3, first, 12)} if state != "approved" else {}
        if state == "returned":
            took_place["returned"] = datetime(2026, 3, last, 12)
        return self.env["recovery.stay.leave"].create({
            "stay_id": self.stay.id, "kind": "leave", "state": state, "start": datetime(2026, 3, first, 12),
            "stop": datetime(2026, 3, last, 12), **took_place, **values,
        })

    def charge(self, stays):
        """Return what the stays cost in March together."""
        fees = self.env["recovery.fee"].create([{"stay_id": stay.id, "period": date(2026, 3, 1)} for stay in stays])
        return sum(fees.mapped("amount"))

    def count(self, stays):
        """Return the nights away of each stay in March."""
        counts = self.env["recovery.stay.leave"]._count_nights(stays, date(2026, 3, 1), date(2026, 4, 1))
        return [counts.get(stay.id, 0) for stay in stays]

    def move(self, day=None):
        stay = self.stay.action_move(self.bed_c.id, day)
        self.env.flush_all()
        return stay

    def test_leave_that_was_granted_and_not_taken_is_charged_from_today_on_only(self):
        self.new_plan(amount=310, absence_rule="free")
        with self.on(1):
            self.new_leave(3, 10, "approved")
            self.env.flush_all()
        for day, amount in ((2, 240), (5, 260), (20, 310)):
            with self.subTest(day=day), self.on(day), self.cr.savepoint() as savepoint:
                self.assertEqual(self.charge(self.stay), amount)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_whoever_moves_while_on_leave_loses_no_night_and_the_nights_in_a_row_go_on(self):
        self.new_plan(amount=310, absence_rule="free", absence_after=5)
        with self.on(3):
            self.new_leave(3, 12, "away")
            self.env.flush_all()
        with self.on(8):
            after = self.move()
        with self.on(12):
            after.away_leave_id.action_sign_in()
            self.env.flush_all()
        self.assertEqual(self.count(self.stay | after), [5, 4])
        self.assertEqual(self.charge(self.stay | after), 270)

    def test_leave_that_is_over_follows_a_move_written_down_later(self):
        self.new_plan(amount=310, absence_rule="free")
        with self.on(14):
            across, later, before = (
                self.new_leave(*days, "returned", contact_name="Demo aunt") for days in ((5, 9), (10, 12), (2, 4))
            )
            self.env.flush_all()
        with self.on(15):
            after = self.move("2026-03-07")
        self.assertEqual((across.stay_id, later.stay_id, before.stay_id), (self.stay, after, self.stay))
        [rest] = after.leave_ids - later
        self.assertEqual(
            (rest.state, rest.left_at, rest.returned, rest.contact_name),
            ("returned", across.returned, datetime(2026, 3, 9, 12), "Demo aunt"),
        )
        self.assertEqual(self.count(self.stay | after), [4, 4])
        self.assertEqual(self.charge(self.stay | after), 230)

    def test_a_move_taken_back_takes_its_leave_back(self):
        self.new_plan(amount=310, absence_rule="free", absence_after=5)
        with self.on(8):
            self.new_leave(3, 12, "away")
            after = self.move()
            after.action_undo_move()
            self.env.flush_all()
        with self.on(12):
            self.stay.away_leave_id.action_sign_in()
            self.env.flush_all()
        self.assertFalse(after.leave_ids)
        self.assertEqual((self.count(self.stay), self.charge(self.stay)), ([9], 270))
