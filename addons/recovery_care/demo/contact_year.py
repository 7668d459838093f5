"""A year of a contact centre's counter and of its street work, drawn from a seed for the day of loading."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from .contact_people import DISTRICTS, Guest, draw_guests

# More comes to the counter in spring and summer, and around the first frost for a warm meal.
SEASON = (0.86, 0.88, 0.98, 1.04, 1.08, 1.08, 1.05, 1.02, 1.02, 1.04, 1.0, 0.9)
WEEKDAYS = (1.18, 0.98, 0.92, 0.96, 1.16)
STREET_DAYS = (1, 3)
CLOSED = {(1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17), (12, 24), (12, 25), (12, 26), (12, 31)}
# Beside the exchange: service, share of the visits in summer and in winter, minutes.
SERVICES = (
    ("FOOD", 0.30, 0.46, 10), ("HYG", 0.20, 0.26, 20), ("TALK", 0.10, 0.10, 30), ("SOC", 0.06, 0.07, 30),
    ("AID", 0.055, 0.05, 20), ("CLOTHES", 0.02, 0.06, 10), ("LAUNDRY", 0.04, 0.03, 10), ("SEND", 0.014, 0.014, 15),
    ("LEGAL", 0.008, 0.008, 45), ("ESCORT", 0.006, 0.006, 90), ("TEST", 0.008, 0.008, 30), ("CRISIS", 0.006, 0.008, 60),
)
STREET_SERVICES = ("AID", "TALK", "SEND", "FOOD", "CRISIS")
# What goes out with syringes: material, share of the exchanges, pieces.
EXTRAS = (("water", 0.42, (5, 10)), ("filter", 0.32, (10, 10, 20)), ("needle", 0.12, (10, 20)), ("condom", 0.05, (3, 6)))
RARE = (("naloxone", 0.012, (1,)), ("foil", 0.25, (5, 10)), ("capsule", 0.15, (10, 20)))
METHODS = ("counted",) * 15 + ("estimated",) * 4 + ("weighed",)
STAFF = {"counter": ("outreach", "worker", "nurse", "counsellor"), "street": ("outreach", "street")}


@dataclass
class Visit:
    """One visit at the counter or meeting on the street, of one person or of unnamed people."""

    when: datetime
    program: str
    guest: Guest | None
    headcount: int
    staff: str
    district: str = ""
    services: list = field(default_factory=list)
    supplies: list = field(default_factory=list)
    state: str = "done"
    late_days: int = 0
    collects_for: int = 0
    without: str = ""

    @property
    def minutes(self):
        return sum(minutes for _service, minutes in self.services)


class ContactYear:
    """Plans twelve whole months and the days of this one until ``now``; nothing lies after it."""

    def __init__(self, now):
        self.rng = Random(4)
        self.now, self.today = now, now.date()
        self.start = self.today.replace(day=1) - relativedelta(months=12)
        self.guests = draw_guests(self.rng, self.start, self.today)

    def plan(self):
        """Return the visits in the order in which they took place."""
        days = [self.start + timedelta(days=number) for number in range((self.today - self.start).days + 1)]
        visits = [visit for day in days if self.is_open(day) for visit in self._plan_day(day)]
        return sorted((visit for visit in visits if visit.when <= self.now), key=lambda visit: visit.when)

    @staticmethod
    def is_open(day):
        return day.weekday() < 5 and (day.month, day.day) not in CLOSED

    def _plan_day(self, day):
        rng, factor = self.rng, SEASON[day.month - 1] * WEEKDAYS[day.weekday()] / 4.9
        street = day.weekday() in STREET_DAYS
        visits = []
        for guest in self.guests:
            if guest.comes(day) and rng.random() < guest.weekly * factor:
                outside = street and guest.on_the_street and rng.random() < 0.6
                visits.append(self._plan_visit(day, guest, 0, "street" if outside else "counter"))
        visits += [self._plan_visit(day, None, rng.randint(1, 3), "counter") for _visit in range(rng.choice((0, 0, 1, 2)))]
        if street:
            visits.append(self._plan_visit(day, None, rng.randint(2, 9), "street"))
        return visits

    def _plan_visit(self, day, guest, headcount, program):
        rng = self.rng
        hours, span = (17, 210) if program == "street" else (13, 330)
        when = datetime.combine(day, time(hours)) + timedelta(minutes=rng.randrange(span))
        visit = Visit(when, program, guest, headcount, rng.choice(STAFF[program]))
        if program == "street":
            visit.district = rng.choice(DISTRICTS)
        self._add_exchange(visit)
        self._add_services(visit)
        if rng.random() < 0.012:
            visit.state = "cancelled"
        elif len(visit.services) > 1 and rng.random() < 0.012:
            visit.without = visit.services[-1][0]
        if rng.random() < 0.04:
            visit.late_days = min(rng.randint(3, 6), (self.today - day).days)
        return visit

    def _add_exchange(self, visit):
        rng, guest = self.rng, visit.guest
        if guest and guest.injects and rng.random() < 0.8 or not guest and rng.random() < 0.5:
            pieces = guest.pieces if guest else 5 * visit.headcount
            if guest and guest.collects_for and rng.random() < 0.7:
                visit.collects_for = guest.collects_for
                pieces *= 1 + visit.collects_for
            pieces = max(5, pieces + rng.choice((-5, 0, 0, 5)))
            self._add_syringes(visit, pieces, guest.brings_back if guest else 0.8)
            self._add_material(visit, EXTRAS)
            if rng.random() < RARE[0][1]:
                self._add_material(visit, (("naloxone", 1, (1,)),))
        elif guest and not guest.injects and rng.random() < 0.4:
            self._add_material(visit, RARE[1:])
        if visit.supplies:
            visit.services.append(("SWAP", 10))

    def _add_syringes(self, visit, pieces, brings_back):
        rng = self.rng
        back = round(pieces * brings_back * rng.choice((0.8, 0.95, 1, 1, 1.05, 1.2)))
        method = rng.choice(METHODS) if back else "counted"
        if rng.random() < 0.04:
            # Came back with used ones alone.
            visit.supplies.append(("syringe_1", 0, max(back, 5), method))
        else:
            visit.supplies.append((rng.choice(("syringe_1", "syringe_1", "syringe_1", "syringe_2")), pieces, back, method))

    def _add_material(self, visit, rows):
        for material, share, pieces in rows:
            if self.rng.random() < share:
                visit.supplies.append((material, self.rng.choice(pieces), 0, "counted"))

    def _add_services(self, visit):
        rng, winter = self.rng, visit.when.month in (11, 12, 1, 2, 3)
        for code, summer, in_winter, minutes in SERVICES:
            offered = visit.program == "counter" or code in STREET_SERVICES
            for_unnamed = visit.guest or code in ("FOOD", "AID", "CLOTHES", "HYG")
            if offered and for_unnamed and rng.random() < (in_winter if winter else summer):
                visit.services.append((code, minutes))
        if any(code == "TEST" for code, _minutes in visit.services):
            visit.supplies.append(("test", 1, 0, "counted"))
        if not visit.services:
            visit.services.append(("FOOD", 10) if visit.guest and visit.program == "counter" else ("INF", 5))

    def plan_stays(self, visits):
        """Return [(guest, first day, last day or None)] of those who came often enough to be worked with in an episode."""
        days = {}
        for visit in visits:
            if visit.guest and visit.state == "done":
                days.setdefault(visit.guest.number, []).append(visit.when.date())
        return [
            (guest, min(found), max(found) if max(found) < self.today - timedelta(days=75) else None)
            for guest in self.guests if len(found := days.get(guest.number, ())) >= 6
        ]


def plan_snapshot_days(rng, first, last, today):
    """Return [(moment, day)] of the situations recorded in a stay: at entry, every half year, at exit."""
    rows, day = [("entry", first)], first + relativedelta(months=6) + timedelta(days=rng.randint(-8, 20))
    while day < (last or today):
        rows.append(("review", day))
        day += relativedelta(months=6) + timedelta(days=rng.randint(-8, 20))
    if last and last > rows[-1][1]:
        rows.append(("exit", last))
    return rows
