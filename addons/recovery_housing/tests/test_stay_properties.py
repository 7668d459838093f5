from collections import Counter
from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.exceptions import UserError
from odoo.tests import tagged

from .night_case import NightCase

DAYS = st.integers(-12, 4)
STAY_STEPS = ["reserve", "in", "move", "move", "move", "extend", "leave", "leave", "out", "out", "cancel", "undo"]
LIFE_STEPS = [
    "reserve", "in", "move", "out", "undo", "leave", "leave", "leave", "go", "go", "back", "back", "guest", "guest",
    "mistake",
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(STAY_STEPS), st.integers(0, 2), st.integers(0, 2),
        DAYS, st.integers(1, 9),
    ),
    min_size=4, max_size=14,
)
LIFE = st.lists(
    st.tuples(st.sampled_from(LIFE_STEPS), st.integers(0, 2), st.integers(0, 2), DAYS, st.integers(1, 5)),
    min_size=8, max_size=22,
)


@tagged("post_install", "-at_install")
class TestStayProperties(NightCase):
    """Whatever sequence of steps is tried: no bed and no person twice on a night, and the nights add up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls.client, *(cls.new_client(cls.own, nickname=f"Demo {number}") for number in range(2))]
        cls.beds = [cls.bed_a, cls.bed_b, cls.bed_c]
        cls.done = Counter()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.tuples(st.integers(-12, -2), DAYS), STEPS)
    def try_stays(self, days, steps):
        """When the steps begin one person is in and another one has reserved, so that there is something to take them on."""
        with self.cr.savepoint() as savepoint:
            reserved = [("reserve", number, number, day, 8 - number) for number, day in enumerate(days)]
            for step in (*reserved, ("in", 0, 0, 0, 1), *steps):
                self.try_step(*step)
            self.check_nights()
            self.check_leaves()
            savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_any_sequence_of_steps_keeps_the_invariants(self):
        """Every step succeeds at some time: what is refused each time would prove nothing."""
        self.done.clear()
        self.try_stays()
        self.assertEqual(set(STAY_STEPS) - set(self.done), set())

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.integers(-12, -2), LIFE)
    def try_life(self, first, steps):
        """Two people have lived in a bed since different days when the steps begin; the third one comes and goes."""
        with self.cr.savepoint() as savepoint:
            for number in range(2):
                self.new_stay(self.beds[number], self.people[number], first - number, state="in", user=self.manager)
            for step in steps:
                self.try_step(*step)
            self.check_nights()
            self.check_register()
            self.check_leaves()
            savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_leave_and_register_nights_keep_the_invariants_too(self):
        """Stays in beds of a shelter, of which the register gives away the same ones; every step succeeds at some time."""
        self.beds = [self.bed1, self.bed2, self.bed3]
        self.done.clear()
        self.try_life()
        self.assertEqual(set(LIFE_STEPS) - set(self.done), set())

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
            "leave": lambda: self.env["recovery.stay.leave"].with_user(self.manager).create({
                "stay_id": stay.id, "state": "approved", "start": self.noon(day), "stop": self.noon(day + length),
            }),
            "go": lambda: self.sign_out(self.find_leave(stay, "approved"), bed),
            "back": lambda: self.sign_in(self.find_leave(stay, "away"), length),
            "guest": lambda: self.new_guest(
                self.find_night(min(day, 0)), self.people[person], self.beds[bed], user=self.manager,
            ),
            "mistake": lambda: self.find_guest(self.people[person]).write({"state": "cancelled"}),
        }
        if what not in ("reserve", "guest", "mistake") and not stay:
            return
        try:
            with self.cr.savepoint():
                steps[what]()
                self.env.flush_all()
            self.done[what] += 1
        except (UserError, LookupError):
            self.env.invalidate_all(flush=False)

    def noon(self, day):
        return datetime.combine(self.day(day), time(12))

    def find_leave(self, stay, state):
        leaves = self.env["recovery.stay.leave"].with_user(self.manager).search(
            [("stay_id", "=", stay.id), ("state", "=", state)], order="start, id", limit=1,
        )
        return leaves or self.nothing()

    def sign_out(self, leave, late):
        """Sign out as planned, or so many hours later."""
        leave.action_sign_out(leave.start + timedelta(hours=late))

    def sign_in(self, leave, nights):
        """Sign in after so many nights, whatever was planned."""
        leave.action_sign_in(leave.left_at + timedelta(days=nights))

    def find_guest(self, client):
        guests = self.env["recovery.night.guest"].with_user(self.manager).search(
            [("client_id", "=", client.id), ("state", "!=", "cancelled")], order="date desc, id desc", limit=1,
        )
        return guests or self.nothing()

    def find_night(self, day):
        nights = self.env["recovery.night"].search(
            [("house_id", "=", self.shelter.id), ("date", "=", self.tonight + timedelta(days=day))],
        )
        return nights or self.new_night(days=day)

    @staticmethod
    def nothing():
        """Raise LookupError: there is nothing to take this step on."""
        raise LookupError

    def rows(self, query):
        self.env.flush_all()
        self.cr.execute(query, [tuple(client.id for client in self.people)])
        return self.cr.fetchall()

    def check_register(self):
        """Nobody sleeps in a stay and in the register, or in a bed that the other one holds."""
        guests = self.rows(
            "SELECT bed_id, client_id, date FROM recovery_night_guest WHERE state <> 'cancelled' AND place <> 'none'"
            " AND client_id IN %s",
        )
        stays = self.rows(
            "SELECT bed_id, client_id, date_from, date_to, state FROM recovery_stay WHERE state <> 'cancelled'"
            " AND client_id IN %s",
        )
        self.assertEqual(len({(bed, day) for bed, _client, day in guests}), len(guests))
        self.assertEqual(len({(client, day) for _bed, client, day in guests}), len(guests))
        for bed, client, day in guests:
            for stay_bed, stay_client, start, stop, state in stays:
                if start <= day and (stop is None or day < stop):
                    self.assertNotEqual(bed, stay_bed)
                    self.assertFalse(client == stay_client and state != "reserved")

    def check_leaves(self):
        """Nights away lie within the stay, none counts twice, and whoever is away lives here."""
        leaves = self.rows(
            "SELECT leave.id, stay.client_id, leave.state, leave.date_from, leave.date_to, leave.nights, stay.state,"
            " stay.date_from, stay.date_to FROM recovery_stay_leave leave JOIN recovery_stay stay ON stay.id = leave.stay_id"
            " WHERE leave.state NOT IN ('cancelled', 'refused', 'requested') AND stay.client_id IN %s",
        )
        away = []
        for _leave, client, state, start, stop, nights, stay_state, begins, ends in leaves:
            self.assertGreaterEqual(start, begins)
            self.assertTrue(ends is None or stop <= ends, (start, stop, begins, ends, state))
            slept_elsewhere = []
            while start < stop:
                slept_elsewhere.append((client, start))
                start = self.next_day(start)
            self.assertEqual(nights, len(slept_elsewhere))
            away += slept_elsewhere
            self.assertFalse(state == "away" and stay_state != "in")
        self.assertEqual(len(away), len(set(away)))

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
