"""The invented people of a contact centre: known by a code, most of them rarely, a few daily."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .people import FIRST_NAMES, LAST_NAMES

# How many people come how often: visits a week, from and to.
FREQUENCIES = ((20, 2.0, 4.2), (72, 0.6, 1.4), (130, 0.15, 0.45), (178, 0.03, 0.11))
# Weeks that somebody keeps coming: of a hundred people, at least and at most.
STAYS = ((35, 53, 60), (30, 20, 52), (35, 4, 20))
DISTRICTS = ("stred", "zabrdovice", "zidenice", "husovice", "starebrno", "komarov")
ANIMALS = (
    "Liška", "Kuna", "Havran", "Jestřáb", "Slepýš", "Mlok", "Štika", "Candát", "Krtek", "Tchoř", "Puštík", "Špaček",
    "Konipas", "Hlemýžď", "Čmelák", "Střevlík", "Mravenec", "Plch", "Netopýr", "Ropucha",
)


@dataclass
class Guest:
    """Somebody known by a code, and how they use the centre."""

    number: int
    gender: str
    birthdate: date
    weekly: float
    first: date
    last: date
    nickname: str = ""
    district: str = ""
    injects: bool = True
    pieces: int = 10
    brings_back: float = 0.9
    collects_for: int = 0
    on_the_street: bool = False
    told: dict = field(default_factory=dict)

    def comes(self, day):
        return self.first <= day <= self.last


def draw_guests(rng, start, stop):
    """Return the people who come between two days; a third of them came before."""
    guests = []
    for count, low, high in FREQUENCIES:
        for _number in range(count):
            guests.append(_draw_guest(rng, len(guests), rng.uniform(low, high), start, stop))
    return guests


def _draw_guest(rng, number, weekly, start, stop):
    _share, least, most = rng.choices(STAYS, [share for share, *_weeks in STAYS])[0]
    weeks = rng.randint(least, most) if weekly < 2 else most
    first = start + timedelta(days=max(rng.randint(-30, (stop - start).days - 14 * (weekly < 2) - 1), 0))
    if weekly >= 2 or rng.random() < 0.33:
        first = start
    gender = "male" if rng.random() < 0.7 else "female"
    age = min(max(rng.gauss(36, 8), 18), 64)
    injects = rng.random() < 0.74
    guest = Guest(
        number, gender, start - timedelta(days=round(age * 365.25)), weekly, first,
        min(first + timedelta(weeks=weeks), stop), injects=injects,
        pieces=rng.choice((5, 10, 10, 10, 15, 20, 20, 30)), brings_back=rng.choice((0.4, 0.85, 0.95, 1, 1, 1, 1.05, 1.15)),
        collects_for=rng.choice((1, 2, 2, 3, 4)) if injects and rng.random() < 0.1 else 0,
        on_the_street=rng.random() < 0.3,
    )
    if rng.random() < 0.6:
        guest.nickname = f"Demo {ANIMALS[number % len(ANIMALS)]} {number}"
    if rng.random() < 0.5:
        guest.district = rng.choice(DISTRICTS)
    guest.told = {
        "first_name": rng.choice(FIRST_NAMES[gender]), "last_name": rng.choice(LAST_NAMES[gender]),
        "birth_day": guest.birthdate.day, "birth_month": guest.birthdate.month, "birth_year": guest.birthdate.year,
        "gender": gender,
    }
    return guest
