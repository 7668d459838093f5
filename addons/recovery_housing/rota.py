"""Who does which task of a house on which day: a fair share of the work, found without the database.

Fair means: the weighted minutes that somebody does are in proportion to the nights that they were there. Each place on
the rota goes to whoever would then have the fewest weighted minutes a night; among equals that is whoever has done
least, so that between people of the same presence the difference never grows beyond the largest task.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Slot:
    """A task on a day.

    :param int task: its id
    :param int load: weighted minutes for each person
    :param int people: how many are wanted
    :param frozenset barred: people who cannot do it
    :param frozenset taken: people who have it already
    """

    day: date
    task: int
    load: int
    people: int = 1
    barred: frozenset = frozenset()
    taken: frozenset = frozenset()


@dataclass(frozen=True)
class Choice:
    """A place on the rota with the figures that decided.

    :param int load: weighted minutes of the person before
    :param int nights: nights that the person was there, that day's included
    :param int candidates: how many could have done it
    """

    slot: Slot
    person: int
    load: int
    nights: int
    candidates: int


def share(slots, present, loads=None, last_done=None, duties=()):
    """Return a list of Choice: who does what; the same for the same input, in whatever order it is given.

    :param slots: iterable of Slot, each (day, task) once
    :param dict present: {person: the days on which the person is or was there}, those of the weeks that count included
    :param dict loads: {person: weighted minutes so far}
    :param dict last_done: {(person, task): the last day on which they had it}
    :param duties: iterable of (person, day) that stand already
    """
    loads, last_done = Counter(loads or {}), dict(last_done or {})
    busy = Counter(duties)
    present = {person: (sorted(days), set(days)) for person, days in present.items()}
    choices = []
    for slot in sorted(slots, key=lambda slot: (slot.day, -slot.load, slot.task)):
        there = {
            person: bisect_right(ordered, slot.day) for person, (ordered, days) in present.items() if slot.day in days
        }
        candidates = [person for person in there if person not in slot.barred and person not in slot.taken]

        def rank(person, slot=slot, there=there):
            return (
                Fraction(loads[person] + slot.load, there[person]), loads[person], busy[person, slot.day],
                last_done.get((person, slot.task), date.min), person,
            )

        for person in sorted(candidates, key=rank)[:max(slot.people - len(slot.taken), 0)]:
            choices.append(Choice(slot, person, loads[person], there[person], len(candidates)))
            loads[person] += slot.load
            busy[person, slot.day] += 1
            last_done[person, slot.task] = slot.day
    return choices
