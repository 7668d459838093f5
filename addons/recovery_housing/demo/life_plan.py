"""What happens in a house in a few weeks, counted from the day of loading; every organisation gets its share of it.

A moment is a number, so many hours from now, or (days from today, hour on the clock of the company). Residents and houses
are numbered: the plan of an organisation says who they are.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class HousePlan:
    """What a house goes by, and rooms with beds that it got lately: {room: beds}."""

    code: str
    colour: str
    curfew: bool = True
    leave_by: str = "house"
    women: bool = False
    men: bool = False
    abstinent: int = 0
    new_rooms: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Resident:
    """Somebody who moved in so many days ago; ``until`` in days from today is the planned end, -2 is overdue."""

    house: str
    room: str
    bed: str
    gender: str
    year: int
    days: int
    until: int = None
    signed: bool = True


@dataclass(frozen=True)
class Applicant:
    """Somebody who asked so many days ago; ``fate`` is the state that the request has come to, or what came between."""

    house: str
    gender: str
    year: int
    days: int
    fate: str
    referred: str = "treatment"
    homeless: str = "no"
    children: str = "no"
    reason: str = None
    answer_in: int = 3
    last_use: int = 120
    points: int = 0


@dataclass(frozen=True)
class LifePlan:
    """An organisation: the logins of its staff, its houses, who lives there and who would like to."""

    staff: dict
    houses: tuple
    residents: tuple = ()
    applicants: tuple = ()
    transfer: tuple = ()
    # Few people: what happens to one or two of them is enough.
    quiet: bool = False
    # {gender: (first names, last names)}; empty: people are known by nickname.
    names: dict = field(default_factory=dict)
    # A month, in the currency of the company.
    fee: float = 110
    # The last day of what was reported: nobody moves in and no bed is new before it has passed.
    reported_until: date = date(2020, 12, 31)


@dataclass(frozen=True)
class Leave:
    who: int
    kind: str
    reason: str
    state: str
    start: tuple
    stop: tuple = None
    returned: tuple = None
    note: str = None
    refused: str = None


LEAVES = (
    Leave(0, "leave", "family", "away", -5, 31, note="Demonstration: at the sister's, rings in the evening."),
    Leave(1, "leave", "leisure", "away", -28, -3, note="Demonstration: a concert, was to take the last bus."),
    Leave(2, "curfew", "work", "approved", (1, 22), (2, 0.5), note="Demonstration: late shift in the bakery."),
    Leave(3, "leave", "family", "approved", (2, 10), (4, 19), note="Demonstration: the daughter's birthday."),
    Leave(2, "leave", "housing", "requested", (6, 9), (7, 18), note="Demonstration: trial night in a flat on offer."),
    Leave(3, "leave", "leisure", "requested", (9, 10), (10, 18), note="Demonstration: a weekend in the mountains."),
    Leave(0, "leave", "family", "returned", (-9, 10), (-7, 18), (-7, 17.25), "Demonstration: in good spirits."),
    Leave(3, "leave", "work", "returned", (-15, 9), (-14, 18), (-14, 19.5), "Demonstration: the train was late, called."),
    Leave(1, "hospital", "health", "returned", (-20, 14), None, (-18, 11), "Demonstration: knee, back with crutches."),
    Leave(2, "absence", "relapse", "returned", (-12, 23), None, (-11, 7.5), "Demonstration: came by themselves, ashamed."),
    Leave(1, "leave", "leisure", "refused", (-6, 10), (-5, 18), refused="agreement"),
    Leave(0, "leave", "authority", "cancelled", (-4, 8), (-4, 15)),
)
# Where few live: one is out, one asked.
QUIET_LEAVES = (
    Leave(0, "leave", "family", "away", -6, 20, note="Demonstration: with the family."),
    Leave(0, "leave", "work", "requested", (5, 9), (6, 18), note="Demonstration: job interview in another town."),
    Leave(0, "leave", "family", "returned", (-10, 10), (-8, 18), (-8, 17.5)),
)


@dataclass(frozen=True)
class Test:
    """A test that is not one of the many that found nothing."""

    who: int
    kind: str
    occasion: str
    days: int
    state: str
    value: float = 0
    positive: tuple = ()
    result: str = None
    consequence: str = None
    note: str = None
    reason: str = None


CANNABIS, BENZODIAZEPINE, COCAINE = "71", "42", "21"
TESTS = (
    Test(1, "breath", "return", 14, "confirmed", 0.42, consequence="talk", note="Demonstration: said so before blowing."),
    Test(2, "breath", "return", 11, "confirmed", 0.86, consequence="breach", note="Demonstration: slept, wants help."),
    Test(2, "urine", "suspicion", 10, "confirmed", positive=(CANNABIS,), consequence="tests", note="Demonstration: agreed."),
    Test(3, "urine", "random", 24, "confirmed", result="refused", consequence="breach"),
    Test(0, "urine", "random", 31, "confirmed", result="diluted", consequence="tests"),
    Test(0, "urine", "routine", 29, "confirmed"),
    Test(1, "urine", "admission", 34, "confirmed", positive=(BENZODIAZEPINE,), consequence="medical"),
    Test(3, "urine", "suspicion", 4, "sent", positive=(COCAINE,), note="Demonstration: doubted, so the laboratory decides."),
    Test(0, "urine", "random", 7, "reported", positive=(CANNABIS,)),
    Test(2, "urine", "routine", 1, "sealed"),
    Test(1, "saliva", "wish", 0, "taken"),
    Test(0, "breath", "routine", 17, "cancelled", 1.3, reason="person"),
)


@dataclass(frozen=True)
class Step:
    """What follows from an incident; ``until`` and ``done`` are days from today, ``by`` who is responsible."""

    kind: str
    name: str
    until: int = None
    state: str = "planned"
    done: int = None
    by: str = "house"
    result: str = None
    reason: str = None


@dataclass(frozen=True)
class Incident:
    house: int
    days: int
    kind: str
    level: int
    place: str
    state: str
    people: tuple = ()
    told: int = 9
    description: str = ""
    measures: str = ""
    services: tuple = ()
    steps: tuple = ()


INCIDENTS = (
    Incident(
        0, 2, "damage", 2, "common", "open", (("involved", 1),), told=0,
        description="Demonstration: a pane of the kitchen door broke in a quarrel about the radio; nobody was hurt.",
        measures="Demonstration: glass swept up, door covered, both sat down with us in the evening.",
        steps=(
            Step("repair", "Demonstration: glazier for the kitchen door.", 3),
            Step("talk", "Demonstration: who pays for the pane, with the one who threw.", 1, by="counsellor"),
        ),
    ),
    Incident(
        0, 21, "threat", 2, "common", "open", (("involved", 2), ("affected", 0)),
        description="Demonstration: loud words and a raised fist over a borrowed phone.",
        measures="Demonstration: separated, talked to one by one, a joint talk is agreed.",
        steps=(
            Step("talk", "Demonstration: joint talk of the two.", -6, by="counsellor"),
            Step("person", "Demonstration: rooms on different floors.", -18, "done", -19,
                 result="Demonstration: moved the same week, both agreed."),
            Step("house", "Demonstration: phones are lent at the office alone; into the next meeting.", 5),
        ),
    ),
    Incident(
        1, 11, "intoxication", 3, "outside", "followed_up", (("involved", 2), ("witness", 3)),
        description="Demonstration: found asleep on the steps at night, hardly to be woken.",
        measures="Demonstration: recovery position, ambulance, two hours under observation, back in the morning.",
        services=("ambulance",),
        steps=(
            Step("talk", "Demonstration: what happened, and what helps next time.", -9, "done", -10, "counsellor",
                 "Demonstration: a slip after four months; weekly talks for now."),
            Step("support", "Demonstration: the night worker talks it over in supervision.", 2, by="manager"),
        ),
    ),
    Incident(
        0, 46, "theft", 1, "room", "closed", (("affected", 3),),
        description="Demonstration: twenty euros missing from a drawer, found later behind it.",
    ),
    Incident(
        1, 58, "accident", 2, "bathroom", "closed", (("affected", 0),),
        description="Demonstration: slipped on the wet floor, a bruise.", measures="Demonstration: mats bought.",
        steps=(Step("repair", "Demonstration: rail beside the shower.", -51, "done", -52, result="Demonstration: fitted."),),
    ),
    Incident(
        0, 73, "fire", 4, "common", "closed",
        description="Demonstration: a pan caught fire; put out with the blanket before the brigade came. Nobody was hurt.",
        measures="Demonstration: kitchen aired, blankets renewed, fire drill with everybody.", services=("fire_brigade",),
        steps=(
            Step("authority", "Demonstration: report to the fire department of the town.", -70, "done", -72, "manager",
                 "Demonstration: no objections."),
            Step("house", "Demonstration: fire drill.", -66, "done", -67, result="Demonstration: out in three minutes."),
            Step("repair", "Demonstration: a new stove.", -60, "dropped", reason="needless",
                 result="Demonstration: the stove is sound."),
        ),
    ),
    Incident(
        1, 5, "neighbours", 1, "outside", "cancelled", description="Demonstration: it was another house.",
        steps=(Step("talk", "Demonstration: visit the neighbours.", 4),),
    ),
)
# Resident, kind, days ago, rule, state, step where another one than the proposed was chosen, details, conditions.
RULE_EVENTS = (
    (2, "breach", 38, 1, "valid", None, "Demonstration: music after eleven, third night.", None),
    (2, "breach", 22, 2, "valid", None, "Demonstration: missed three duties of the rota without a word.", None),
    (2, "breach", 10, 0, "valid", "written", "Demonstration: came back drunk.",
     "Demonstration: breath test every evening for three weeks; a talk with the counsellor on Tuesdays."),
    (3, "breach", 24, 3, "valid", None, "Demonstration: would not give a sample.", None),
    (1, "breach", 14, 0, "valid", "talk", "Demonstration: one beer at the wedding, told us at once.", None),
    (1, "breach", 1, 2, "draft", None, "Demonstration: kitchen left undone on Saturday.", None),
    (0, "breach", 30, 1, "cancelled", None, "Demonstration: it was the neighbours' music.", None),
    (0, "agreement", 40, None, "valid", None, None, "Demonstration: puts aside 50 a month for a deposit."),
    (3, "agreement", 6, None, "valid", None, None, "Demonstration: may keep the bicycle in the hall, locked."),
)
# Name, what residents are told, with which step a breach begins.
RULES = (
    ("No alcohol or drugs", "Neither in the house nor in the blood. Who slips tells us; that is worth a lot.", "talk"),
    ("Quiet from ten to six", "Headphones, soft doors, kitchen closed.", "talk"),
    ("Everybody does their part", "Duties of the rota, or a swap before the day.", "talk"),
    ("Tests when asked", "A refused test counts as a breach.", "verbal"),
    ("No violence, no threats", "Not against anybody, not in words either.", "written"),
)
# Name, minutes, weight, people, weeks, weekdays (0 is Monday), how.
TASKS = (
    ("Kitchen", 30, 1.0, 1, 1, range(7), "Dishes, table, stove. The cloths go into the wash on Sunday."),
    ("Bathroom", 40, 1.5, 1, 1, (1, 5), "Cleaner is under the sink; leave the window ajar."),
    ("Rubbish", 15, 1.0, 1, 1, (0, 3), "Yellow bag every other Thursday."),
    ("Shopping", 60, 1.0, 1, 1, (5,), "List on the fridge, receipts into the tin."),
    ("Stairs and garden", 60, 1.2, 1, 2, (6,), "Broom and rake are in the shed."),
)
ITEMS = (("Bed linen", 2), ("Towel", 2), ("Blanket", 1), ("Chip for the washing machine", 1))
EQUIPMENT = (
    ("Washing machine", "Demo WM 7"), ("Refrigerator", "Demo R 240"), ("Smoke detector, hall", "Demo SD 1"),
    ("First-aid kit", None), ("Gas boiler", "Demo B 24"),
)
