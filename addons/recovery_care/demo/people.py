"""Invented people: names that say that they are invented, phones that nobody can dial."""

from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_NAMES = {
    "female": (
        "Adéla", "Alžběta", "Barbora", "Blanka", "Dagmar", "Daniela", "Eliška", "Gabriela", "Helena", "Irena",
        "Jarmila", "Kateřina", "Klára", "Lenka", "Magdaléna", "Miriam", "Nikola", "Renata", "Simona", "Šárka",
    ),
    "male": (
        "Aleš", "Bohumil", "Čeněk", "David", "Dominik", "Erik", "František", "Hynek", "Ivan", "Jiří",
        "Kamil", "Libor", "Matěj", "Norbert", "Ondřej", "Přemysl", "René", "Šimon", "Tadeáš", "Vojtěch",
    ),
}
# “Trial”, “test”, “model”, “made up”, “nobody” …: no family bears such names.
LAST_NAMES = {
    "female": (
        "Demo", "Testová", "Vzorná", "Zkušební", "Ukázková", "Smyšlená", "Vymyšlená", "Příkladná", "Nereálná",
        "Pokusná", "Cvičná", "Modelová", "Fiktivní", "Neexistující", "Bezejmenná", "Nikdová",
    ),
    "male": (
        "Demo", "Test", "Vzorný", "Zkušební", "Ukázkový", "Smyšlený", "Vymyšlený", "Příkladný", "Nereálný",
        "Pokusný", "Cvičný", "Modelový", "Fiktivní", "Neexistující", "Bezejmenný", "Nikdo",
    ),
}
NICKNAMES = (
    "Demo Sova", "Demo Vrabec", "Demo Kulíšek", "Demo Medvěd", "Demo Rys", "Demo Čáp", "Demo Jezevec", "Demo Kos",
    "Demo Lasička", "Demo Datel", "Demo Sokol", "Demo Ježek", "Demo Křeček", "Demo Zubr", "Demo Kamzík", "Demo Volavka",
)
DISTRICTS = (
    "moravska_ostrava", "privoz", "marianske_hory", "poruba", "zabreh", "hrabuvka", "dubina", "vyskovice",
    "vitkovice", "slezska_ostrava", "michalkovice", "radvanice",
)
# Share of clients in a hundred: substance, route, and whether people inject it.
SUBSTANCES = (
    (33, "32", "sniff", True), (30, "alcohol", "eat_drink", False), (17, "gambling", None, False),
    (8, "71", "smoke", False), (4, "gaming", None, False), (3, "11", "smoke", True), (3, "42", "eat_drink", False),
    (2, "13", "sniff", True),
)
BEHAVIOURS = ("gambling", "gaming")


@dataclass
class Person:
    """What is known about one invented person before anything happens with them."""

    gender: str
    identity: str
    birthdate: date
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    phone: str = ""
    email: str = ""
    district: str = ""
    knows_birthdate: bool = True
    substances: list = field(default_factory=list)
    relations: list = field(default_factory=list)


class Population:
    """Hands out people, each name and phone number once."""

    def __init__(self, rng, first_phone):
        self.rng = rng
        self.names = {}
        self.nicknames = 0
        self.next_phone = first_phone

    def draw(self, entry, male_share=0.68, identity="", substances=True):
        """Return a new person as of the day ``entry``."""
        rng = self.rng
        gender = "male" if rng.random() < male_share else "female"
        identity = identity or ("identified" if rng.random() < 0.84 else "pseudonymous")
        age = min(max(rng.gauss(35, 11), 16), 68)
        person = Person(gender, identity, entry - timedelta(days=round(age * 365.25)))
        person.district = rng.choice(DISTRICTS) if rng.random() < 0.85 else ""
        if identity == "identified":
            person.first_name, person.last_name = self._draw_name(gender)
            person.knows_birthdate = rng.random() < 0.85
            if rng.random() < 0.65:
                person.phone = self.draw_phone()
            if rng.random() < 0.15:
                person.email = f"client{self.next_phone}@demo.example"
        elif identity == "pseudonymous":
            self.nicknames += 1
            person.nickname = f"{NICKNAMES[self.nicknames % len(NICKNAMES)]} {self.nicknames}"
            person.knows_birthdate = False
        if substances:
            person.substances = self._draw_substances(entry, age)
            person.relations = self._draw_relations()
        return person

    def draw_phone(self):
        """A number that has all its digits but lies in a range that was never given out."""
        self.next_phone += 1
        return f"+420 199 {self.next_phone // 1000:03d} {self.next_phone % 1000:03d}"

    def _draw_name(self, gender):
        """Every pair of a first and a last name comes once before any comes again, in random order."""
        if not self.names.get(gender):
            pairs = [(first, last) for first in FIRST_NAMES[gender] for last in LAST_NAMES[gender]]
            self.rng.shuffle(pairs)
            self.names[gender] = pairs
        return self.names[gender].pop()

    def _draw_substances(self, entry, age):
        rng = self.rng
        shares = [share for share, *_what in SUBSTANCES]
        primary = rng.choices(SUBSTANCES, shares)[0]
        chosen = [primary]
        for _second in range(rng.choices((0, 1, 2), (45, 40, 15))[0]):
            other = rng.choices(SUBSTANCES, shares)[0]
            if other not in chosen:
                chosen.append(other)
        rows = []
        for _share, code, route, injectable in chosen:
            row = {
                "code": code, "is_primary": code == primary[1],
                "frequency": rng.choices(("daily", "4_6_week", "2_3_week", "1_week", "none"), (25, 20, 20, 15, 20))[0],
                "age_first_use": min(round(rng.uniform(13, 24)), int(age)),
                "date_last_use": entry - timedelta(days=round(rng.expovariate(1 / 25))),
            }
            if route:
                injects = injectable and rng.random() < 0.4
                row["route"] = "inject" if injects else route
                row["injecting"] = "current" if injects else rng.choice(("never", "ever")) if injectable else "never"
            rows.append(row)
        return rows

    def _draw_relations(self):
        rng = self.rng
        rows = []
        count = rng.choices((0, 1, 2), (50, 38, 12))[0]
        for kind in rng.sample(("parent", "partner", "sibling", "child", "friend"), count):
            first, last = rng.choice(FIRST_NAMES["female"]), rng.choice(LAST_NAMES["female"])
            rows.append({
                "kind": kind, "related_name": f"{first} {last}", "related_phone": self.draw_phone(),
                "is_emergency_contact": not rows, "shares_household": rng.random() < 0.4,
                "contact_allowed": rng.random() < 0.6, "is_dependent": kind == "child",
            })
        return rows
