"""Two years of four partner organisations that run six small houses: who lives where, and who comes to talk."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

START, LAST_DAY = date(2024, 11, 1), date(2026, 10, 31)
PARTNERS = ("ljubljana", "maribor", "koper", "novo_mesto")
USERS = 82
HOURS = 1400
# Sessions are counted in half-hours.
UNIT = 30

# Partner, code, name, kind, for whom, children welcome, rooms with their beds.
HOUSES = (
    ("ljubljana", "RIV", "Community at the river", "community", "men", False, {"Room 1": "AB", "Room 2": "A"}),
    ("ljubljana", "VIL", "Community in the village", "community", "women", True, {"Room 1": "A", "Room 2": "AB"}),
    ("maribor", "HILL", "Community on the hill", "community", "any", False, {"Room 1": "AB", "Room 2": "A"}),
    ("maribor", "STA", "Household, Station street", "accompanied_household", "any", False, {"Flat": "AB"}),
    ("koper", "SEA", "Community by the sea", "community", "any", True, {"Room 1": "A", "Room 2": "AB"}),
    ("novo_mesto", "MILL", "Household at the mill", "accompanied_household", "any", False, {"Flat": "AB"}),
)
# Of each resident: partner, gender, year of birth, stretches (house, room, bed, from, until, reason, destination).
RESIDENTS = (
    ("ljubljana", "male", 1979, (("RIV", "Room 1", "A", date(2024, 11, 4), None, None, None),)),
    ("ljubljana", "male", 1988, (("RIV", "Room 1", "B", date(2024, 11, 18), date(2025, 9, 12), "completed", "own_home"),)),
    ("ljubljana", "male", 1991, (("RIV", "Room 1", "B", date(2025, 10, 6), date(2026, 3, 2), "left", "street"),)),
    ("ljubljana", "male", 1973, (
        ("RIV", "Room 2", "A", date(2025, 1, 13), date(2026, 3, 20), "moved", "ours"),
        ("RIV", "Room 1", "B", date(2026, 3, 20), None, None, None),
    )),
    ("ljubljana", "female", 1990, (("VIL", "Room 1", "A", date(2024, 12, 2), None, None, None),)),
    ("ljubljana", "female", 1984, (
        ("VIL", "Room 2", "A", date(2025, 2, 17), date(2026, 5, 29), "completed", "shared_home"),
    )),
    ("ljubljana", "female", 1996, (("VIL", "Room 2", "B", date(2026, 2, 9), None, None, None),)),
    ("maribor", "male", 1969, (
        ("HILL", "Room 1", "A", date(2024, 11, 11), date(2025, 11, 17), "transfer", "ours"),
        ("STA", "Flat", "A", date(2025, 11, 17), date(2026, 9, 30), "completed", "own_home"),
    )),
    ("maribor", "female", 1982, (("HILL", "Room 2", "A", date(2025, 3, 3), None, None, None),)),
    ("maribor", "male", 1994, (("HILL", "Room 1", "B", date(2025, 6, 16), date(2025, 8, 20), "excluded", "friends"),)),
    ("maribor", "male", 1986, (
        ("HILL", "Room 1", "A", date(2025, 12, 8), date(2026, 8, 3), "transfer", "ours"),
        ("STA", "Flat", "B", date(2026, 8, 3), None, None, None),
    )),
    ("koper", "female", 1977, (("SEA", "Room 1", "A", date(2024, 11, 25), date(2026, 1, 30), "completed", "family"),)),
    ("koper", "male", 1981, (("SEA", "Room 2", "A", date(2025, 5, 5), None, None, None),)),
    ("novo_mesto", "male", 1975, (("MILL", "Flat", "A", date(2025, 9, 15), None, None, None),)),
    ("novo_mesto", "female", 1989, (("MILL", "Flat", "B", date(2026, 1, 19), date(2026, 10, 9), "agreed", "supported"),)),
)
# Children who live with the fifth resident or visit the thirteenth: (number of the resident, year of birth).
CHILDREN = ((4, 2016), (4, 2019), (12, 2014))
TRAININGS = (
    ("ljubljana", "Motivational interviewing, part 1", 8), ("ljubljana", "Motivational interviewing, part 2", 8),
    ("maribor", "First aid at an overdose", 4), ("koper", "Living with rules: agreements in a house", 6),
    ("novo_mesto", "Debts and personal bankruptcy", 5), ("ljubljana", "Trauma and addiction", 8),
    ("maribor", "Gambling and gaming", 6), ("ljubljana", "Conflict in small groups", 8),
    ("koper", "Children of dependent parents", 6), ("maribor", "Rights of tenants", 4),
    ("novo_mesto", "Looking for work after treatment", 6), ("ljubljana", "Supervision in teams", 6),
    ("maribor", "Writing an individual plan", 5), ("ljubljana", "What we measure and why", 4),
)


@dataclass
class Person:
    """Somebody who comes to talk: a resident, a relative of one, or a person in no programme."""

    partner: str
    gender: str
    birth_year: int
    first: date
    last: date
    resident: int = None
    relative_of: int = None
    minutes: int = 0


@dataclass
class Session:
    person: Person
    when: datetime
    minutes: int
    state: str = "done"


class ConsortiumPlan:
    """Draws everything in one order, so that the same seed gives the same consortium."""

    def __init__(self):
        self.rng = Random(1400)
        self.people = [*self._residents(), *self._others()]
        self._share_minutes()
        self.sessions = [session for person in self.people for session in self._draw_sessions(person)]

    def _residents(self):
        for number, (partner, gender, year, stretches) in enumerate(RESIDENTS):
            yield Person(partner, gender, year, stretches[0][3], stretches[-1][4] or LAST_DAY, resident=number)

    def _others(self):
        """Relatives of every resident but three, and those who need no bed."""
        for number in range(USERS - len(RESIDENTS)):
            relative_of = number if number < 12 else None
            first = START + timedelta(days=self.rng.randrange(0, 560))
            if relative_of is not None:
                first = RESIDENTS[relative_of][3][0][3] + timedelta(days=self.rng.randrange(10, 60))
            last = min(first + timedelta(days=self.rng.randrange(120, 460)), LAST_DAY)
            partner = RESIDENTS[relative_of][0] if relative_of is not None else self.rng.choices(PARTNERS, (4, 3, 2, 2))[0]
            yield Person(
                partner, self.rng.choice(("female", "male")), 1950 + self.rng.randrange(54), first, last,
                relative_of=relative_of,
            )

    def _share_minutes(self):
        """Spread exactly the hours of the two years; whoever lives in a house gets more of them."""
        weights = [self.rng.uniform(1, 3) * (2.4 if person.resident is not None else 1) for person in self.people]
        units, total = HOURS * 60 // UNIT, sum(weights)
        for person, weight in zip(self.people, weights, strict=True):
            person.minutes = int(units * weight / total) * UNIT
        for number in range(units - sum(person.minutes for person in self.people) // UNIT):
            self.people[number % USERS].minutes += UNIT

    def _draw_sessions(self, person):
        """Yield the sessions of a person: their minutes exactly, on workdays between the first and the last day."""
        lengths = []
        while sum(lengths) < person.minutes:
            lengths.append(min(self.rng.choice((60, 60, 90)), person.minutes - sum(lengths)))
        span = max((person.last - person.first).days, len(lengths))
        for number, minutes in enumerate(lengths):
            day = person.first + timedelta(days=span * number // len(lengths))
            while day.weekday() > 4:
                day -= timedelta(days=1)
            day = max(day, START)
            begins = time(8 + self.rng.randrange(9), self.rng.choice((0, 30)))
            yield Session(person, datetime.combine(day, begins), minutes)
            if self.rng.random() < 0.06:
                yield Session(
                    person, datetime.combine(day + timedelta(days=1), time(9)), 60,
                    self.rng.choice(("no_show", "cancelled")),
                )
