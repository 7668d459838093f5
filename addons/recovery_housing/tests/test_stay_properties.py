from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HousingCase

DAYS = st.integers(-12, 4)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "in", "move", "extend", "out", "cancel", "undo"]), st.integers(0, 2), st.integers(0, 2),
        DAYS, st.integers(1, 9),
    ),
    min_size=4, max_size=14,
)


@tagged("post_install", "-at_install")
class TestStayProperties(HousingCase):
    """Whatever sequence of steps is tried: no bed and no person twice on a night, and the nights add up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls.client, *(cls.new_client(cls.own, nickname=f"Demo {number}") for number in range(2))]
        cls.beds = [cls.bed_a, cls.bed_b, cls.bed_c]

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_any_sequence_of_steps_keeps_the_invariants(self, steps):
        with self.cr.savepoint() as savepoint:
            for step in steps:
                self.try_step(*step)
            self.check_nights()
            savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def try_step(self, what, person, bed, day, length):
        """One step of a member of staff; what the program refuses changes nothing."""
        Stay = self.env["recovery.stay"].with_user(self.manager)
        stay = Stay.search([
            ("client_id", "=", self.people[person].id), ("state", "in", ("reserved", "in", "out")),
        ], order="date_from desc", limit=1)
        steps = {
            "reserve": lambda: self.new_stay(
                self.beds[bed], self.people[person], day, day + length if length < 8 else None, user=self.manager,
            ),
            "in": lambda: stay.action_check_in(), "move": lambda: stay.action_move(self.beds[bed].id, self.day(day)),
            "extend": lambda: stay.write({"date_to": self.day(day + length)}),
            "out": lambda: stay.action_check_out("left", "unknown", self.day(day)),
            "cancel": lambda: stay.action_cancel("error"), "undo": lambda: stay.action_undo_check_out(),
        }
        if what != "reserve" and not stay:
            return
        try:
            with self.cr.savepoint():
                steps[what]()
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all(flush=False)

    def check_nights(self):
        """Count the nights on a calendar of plain rows, one by one."""
        self.env.flush_all()
        self.cr.execute(
            "SELECT id, bed_id, client_id, date_from, date_to, state FROM recovery_stay WHERE state <> 'cancelled'"
            " AND client_id IN %s", [tuple(client.id for client in self.people)],
        )
        rows = self.cr.fetchall()
        held_beds, held_people, slept = [], [], {}
        for stay_id, bed, person, start, stop, state in rows:
            self.assertTrue(stop is None or stop > start)
            day = start
            while day < (stop or self.day(30)):
                held_beds.append((bed, day))
                held_people.append((person, day))
                if state in ("in", "out") and day < self.today:
                    slept[stay_id] = slept.get(stay_id, 0) + 1
                day = self.next_day(day)
        self.assertEqual(len(held_beds), len(set(held_beds)))
        self.assertEqual(len(held_people), len(set(held_people)))
        stays = self.env["recovery.stay"].browse(row[0] for row in rows)
        stays.invalidate_recordset()
        self.assertEqual({stay.id: stay.nights for stay in stays if stay.nights}, slept)

    @staticmethod
    def next_day(day):
        return day.fromordinal(day.toordinal() + 1)
