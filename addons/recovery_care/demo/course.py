"""One person's way through the programmes: stretches, contacts and ratings, planned without a database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

# The grant's time.
START, END = date(2023, 9, 1), date(2026, 8, 31)
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17), (12, 24), (12, 25), (12, 26)}
SLOTS = (time(8), time(9, 30), time(11), time(13), time(14, 30), time(16))
WEEKDAYS = {"prison": (1, 3)}


@dataclass
class Contact:
    """One appointment. ``services`` are (service, minutes); ``ratings`` were given in it."""

    when: datetime
    program: str
    staff: str
    services: tuple
    state: str = "done"
    place: str = ""
    ratings: list = field(default_factory=list)


@dataclass
class Stretch:
    """What becomes an episode."""

    program: str
    applied: date
    start: date = None
    end: date = None
    state: str = "closed"
    reason: str = ""
    role: str = "client"
    keyworker: str = ""


@dataclass
class Course:
    """A person with everything planned for them."""

    person: object
    outcome: str
    stretches: list
    contacts: list
    relative_of: object = None
    intake: str = ""

    def done(self):
        return [contact for contact in self.contacts if contact.state == "done"]


class Diary:
    """The staff's calendar: nobody is in two meetings at once."""

    def __init__(self, rng):
        self.rng = rng
        self.taken = set()

    def book(self, staff, day, program):
        """Return the first free start for ``staff`` from ``day`` on, on a day on which the programme works."""
        while True:
            if day.weekday() in WEEKDAYS.get(program, range(5)) and (day.month, day.day) not in HOLIDAYS:
                free = [slot for slot in SLOTS if (staff, day, slot) not in self.taken]
                if free:
                    slot = self.rng.choice(free)
                    self.taken.add((staff, day, slot))
                    return datetime.combine(day, slot)
            day += timedelta(days=1)


class Scheduler:
    """Plans contacts: weekly at first, then every two weeks, later monthly, with failures in between."""

    KEYWORKERS = {
        "centre": (("counsellor", "social_worker"), (53, 47)),
        "prison": (("social_worker", "counsellor"), (72, 28)),
        "relatives": (("psychologist", "manager"), (85, 15)),
    }
    SERVICES = {
        "centre": (("individual", "social", "remote", "family", "legal", "crisis"), (66, 14, 7, 6, 4, 3)),
        "prison": (("individual", "social", "legal"), (72, 22, 6)),
        "relatives": (("relatives", "family", "remote"), (75, 15, 10)),
    }
    MINUTES = {
        "assessment": 60, "individual": 50, "social": 40, "remote": 20, "family": 80, "legal": 40, "crisis": 45,
        "relatives": 50,
    }

    def __init__(self, rng):
        self.rng = rng
        self.diary = Diary(rng)

    def draw_keyworker(self, program):
        people, shares = self.KEYWORKERS[program]
        return self.rng.choices(people, shares)[0]

    def plan(self, program, keyworker, start, end, dropout=False):
        """Return the contacts from ``start`` to ``end``; who drops out misses the last one or two."""
        contacts, day, week = [], start, 0
        while day <= end:
            contact = self._contact(program, keyworker, day, first=not contacts)
            if contact.when.date() > end:
                break
            contacts.append(contact)
            week = (contact.when.date() - start).days / 7
            gap = 7 if week < 8 else 14 if week < 26 else 28
            day = contact.when.date() + timedelta(days=max(gap + self.rng.randint(-2, 3), 2))
        if dropout and len(contacts) > 2:
            for contact in contacts[-self.rng.choice((1, 1, 2)):]:
                contact.state, contact.ratings = "no_show", []
        return contacts

    def _contact(self, program, keyworker, day, first):
        rng = self.rng
        staff = keyworker
        services, shares = self.SERVICES[program]
        service = rng.choices(services, shares)[0]
        if first:
            service = "relatives" if program == "relatives" else "assessment"
        elif service == "legal" and program == "centre":
            staff = "lawyer"
        elif service in ("family", "crisis") and rng.random() < 0.6:
            staff = "psychologist"
        elif rng.random() < 0.1:
            staff = self.draw_keyworker(program)
        rows = [(service, self._minutes(service))]
        if service == "individual" and rng.random() < 0.14:
            rows.append(("social", 20))
        state = rng.choices(("done", "no_show", "cancelled"), (92, 5, 3) if first else (82, 11, 7))[0]
        place = rng.choice(("phone", "phone", "online")) if service == "remote" else ""
        return Contact(self.diary.book(staff, day, program), program, staff, tuple(rows), state, place)

    def _minutes(self, service):
        """Sessions rarely last what was planned; staff write quarters and tens."""
        usual = self.MINUTES[service]
        return min(max(usual + self.rng.choice((-20, -10, 0, 0, 0, 0, 0, 10, 15)), 15), 90)


def ensure_done(contacts, count):
    """Let at least ``count`` contacts have taken place, the earliest first."""
    missing = count - sum(contact.state == "done" for contact in contacts)
    for contact in contacts:
        if missing > 0 and contact.state != "done":
            contact.state = "done"
            missing -= 1
