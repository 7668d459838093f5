"""What happens in the association, drawn from a seed: people, nights on the street, the warming room, the day centre."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

# The grant's time; the association worked before and goes on afterwards.
START, END = date(2020, 12, 1), date(2022, 6, 30)
FIRST_DAY, LAST_DAY = date(2020, 10, 6), date(2022, 8, 31)
SUPPORTED = 60
# How far people come: met on the street; in the warming room; in the day centre; sent on from there.
DEPTHS = (0,) * 23 + (1,) * 17 + (2,) * 13 + (3,) * 7
NICKNAMES = (
    "Wróbel", "Bocian", "Sójka", "Kret", "Borsuk", "Wilga", "Szpak", "Żuraw", "Kos", "Łoś", "Ryś", "Dudek", "Czapla",
    "Jeżyk", "Lisek", "Żbik", "Kruk", "Mewa", "Pliszka", "Rudzik", "Sikora", "Sowa", "Szczygieł", "Trznadel", "Zięba",
    "Bóbr", "Chomik", "Foka", "Gronostaj", "Karp", "Leszcz", "Łasica", "Norka", "Okoń", "Pstrąg", "Sandacz", "Sum",
    "Szczupak", "Tchórz", "Węgorz", "Wydra", "Zając", "Bażant", "Cietrzew", "Głuszec", "Gołąb", "Jaskółka", "Kaczor",
    "Kawka", "Kukułka", "Kurka", "Orlik", "Puchacz", "Remiz", "Sokół", "Świstak", "Turkawka", "Wrona", "Zimorodek",
    "Żołna", "Suseł", "Kuna", "Jenot", "Nutria", "Perkoz", "Bielik", "Krogul",
)
STOPS = (
    ("Station, main hall", "szmulowizna"), ("Bazaar, back gate", "stara_praga"), ("Park by the river", "nowa_praga"),
    ("Allotments", "szmulowizna"),
)
SANITARY = ("HYG", "FOOD", "CLOTHES", "LAUNDRY", "AID", "SWAP")


@dataclass
class Client:
    """One invented person: when the association meets whom, and how far the person goes along."""

    nickname: str
    gender: str
    birth_year: int
    depth: int
    first: date
    last: date
    counted: bool = True
    episode_from: date = None
    episode_to: date = None


@dataclass
class Visit:
    """One encounter: of a client or of ``headcount`` unnamed people; ``stop`` is the number of a stop of its shift."""

    when: datetime
    program: str
    staff: str
    services: tuple
    client: Client = None
    headcount: int = 0
    stop: int = None
    state: str = "done"
    supplies: list = field(default_factory=list)


@dataclass
class Shift:
    """One evening on the street."""

    start: datetime
    volunteers: tuple
    state: str = "done"
    visits: list = field(default_factory=list)
    finds: list = field(default_factory=list)


class AssociationPlan:
    """Draws everything in one order, so that the same seed gives the same association."""

    def __init__(self):
        self.rng = Random(1948)
        self.clients = self._draw_clients()
        self.shifts = [self._draw_shift(number, day) for number, day in enumerate(self._days((1, 4)))]
        self.visits = [*self._draw_warming_room(), *self._draw_sanitary_point(), *self._draw_day_centre()]
        self._meet_everybody()

    def _days(self, weekdays, first=FIRST_DAY, last=LAST_DAY):
        days = ((last - first).days + 1)
        return [day for day in (first + timedelta(days=number) for number in range(days)) if day.weekday() in weekdays]

    def _draw_clients(self):
        clients = []
        for number, nickname in enumerate(NICKNAMES):
            # After the sixty: two known only before the grant, two only after it, three who never came.
            extra = number - SUPPORTED
            depth = DEPTHS[number] if extra < 0 else 0
            first = START + timedelta(days=self.rng.randrange(0, 500)) if extra < 0 else START
            if number < 9:
                first = FIRST_DAY + timedelta(days=number * 5)
            last = min(first + timedelta(days=self.rng.randrange(40, 420) + 60 * depth), LAST_DAY)
            if extra in (0, 1):
                first, last = FIRST_DAY, START - timedelta(days=3)
            elif extra in (2, 3):
                first, last = END + timedelta(days=5), LAST_DAY
            clients.append(Client(
                f"Demo {nickname}", ("male", "male", "female")[number % 3], 1958 + self.rng.randrange(42), depth, first,
                max(last, min(START + timedelta(days=60), LAST_DAY)) if extra < 0 else last, counted=extra < 0,
            ))
        for client in clients:
            if client.depth >= 2:
                client.episode_from = max(client.first, START) + timedelta(days=self.rng.randrange(10, 60))
                ended = client.episode_from + timedelta(days=self.rng.randrange(90, 330))
                client.episode_to = ended if ended < END and self.rng.random() < 0.6 else None
                client.last = client.episode_to or LAST_DAY
        return clients

    def _present(self, day, share, depth=0):
        """Return the people around on ``day``, each with the probability ``share``."""
        return [
            client for client in self.clients[:SUPPORTED + 4]
            if client.depth >= depth and client.first <= day <= client.last and self.rng.random() < share
        ]

    def _draw_shift(self, number, day):
        start = datetime.combine(day, time(17, 30))
        shift = Shift(start, (1 + number % 4,), state="cancelled" if number % 29 == 17 else "done")
        if shift.state == "cancelled":
            return shift
        for stop, _place in enumerate(STOPS):
            arrived = start + timedelta(minutes=10 + 55 * stop)
            if self.rng.random() < 0.55:
                shift.visits.append(self._street_visit(arrived, stop, headcount=self.rng.randint(1, 6)))
            if self.rng.random() < 0.22:
                kind = self.rng.choice(("syringe", "syringe", "needle"))
                shift.finds.append((stop, kind, self.rng.randint(1, 14)))
        for client in self._present(day, 0.09):
            stop = self.rng.randrange(len(STOPS))
            arrived = start + timedelta(minutes=15 + 55 * stop + self.rng.randrange(35))
            shift.visits.append(self._street_visit(arrived, stop, client=client))
        return shift

    def _street_visit(self, when, stop, client=None, headcount=0):
        food, exchange = self.rng.random() < 0.4, self.rng.random() < 0.5
        services = ("STREET", *(("FOOD",) if food else ()), *(("SWAP",) if exchange else ()))
        visit = Visit(when, "street", "streetworker", services, client, headcount, stop)
        if "SWAP" in services:
            visit.supplies = self._draw_supplies()
        return visit

    def _draw_supplies(self):
        """Return [(number of the material, out, back)]."""
        issued = self.rng.choice((5, 10, 10, 15, 20))
        rows = [(self.rng.choice((0, 0, 1)), issued, int(issued * self.rng.choice((0, 0.4, 0.8, 1))))]
        return [*rows, (self.rng.randint(2, 7), self.rng.choice((2, 5, 10)), 0)]

    def _draw_warming_room(self):
        """Every night from November to March: so many people, nobody is asked who."""
        for day in self._days(range(7)):
            if day.month in (11, 12, 1, 2, 3):
                people = self.rng.randint(6, 14) + (4 if day.month in (12, 1, 2) else 0)
                when = datetime.combine(day, time(19, 0))
                yield Visit(when, "warm", "streetworker_2", ("WARM", "FOOD"), headcount=people)

    def _draw_sanitary_point(self):
        for day in self._days((0, 2, 5)):
            for number, client in enumerate(self._present(day, 0.08, depth=1)):
                services = tuple(sorted(self.rng.sample(SANITARY, self.rng.choice((1, 2, 2))), key=SANITARY.index))
                visit = Visit(
                    datetime.combine(day, time(11 + number % 6, 10 * self.rng.randrange(6))), "warm", "streetworker_2",
                    services, client, state="cancelled" if self.rng.random() < 0.02 else "done",
                )
                if "SWAP" in services:
                    visit.supplies = self._draw_supplies()
                yield visit

    def _draw_day_centre(self):
        """Therapy, law, offices, and for those who go furthest a place elsewhere."""
        for client in self.clients:
            if not client.episode_from:
                continue
            day, until = client.episode_from, client.episode_to or LAST_DAY
            plan = ["THERAPY", "DAY", "THERAPY", "LEGAL", "THERAPY", "ESCORT", "DAY", "THERAPY"]
            if client.depth == 3:
                plan.insert(4, "SEND")
            number = 0
            while day <= until:
                code = plan[number % len(plan)]
                staff = "lawyer" if code == "LEGAL" else "therapist"
                state = self.rng.choices(("done", "no_show", "cancelled"), (86, 11, 3))[0]
                if day.weekday() < 5:
                    when = datetime.combine(day, time(9 + self.rng.randrange(8), 15 * self.rng.randrange(4)))
                    yield Visit(when, "day", staff, (code,), client, state=state)
                    number += 1
                day += timedelta(days=self.rng.randrange(6, 16))

    def _meet_everybody(self):
        """Who is counted was met within the grant's time at least once; three made appointments and never came."""
        done = [visit for shift in self.shifts for visit in shift.visits] + self.visits
        met = {id(visit.client) for visit in done if visit.state == "done" and START <= visit.when.date() <= END}
        by_day = {shift.start.date(): shift for shift in self.shifts if shift.state == "done"}
        for client in self.clients:
            if client.counted and id(client) not in met:
                day = next(day for day in sorted(by_day) if day >= max(client.first, START))
                start = by_day[day].start + timedelta(minutes=200)
                by_day[day].visits.append(self._street_visit(start, 3, client=client))
        for number, client in enumerate(self.clients[SUPPORTED + 4:]):
            for state, day in (("no_show", 20), ("no_show", 34), ("cancelled", 48)):
                when = datetime.combine(START + timedelta(days=day + 90 * number), time(10, 0))
                self.visits.append(Visit(when, "day", "therapist", ("THERAPY",), client, state=state))
