from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase, tagged

from ..rota import Slot, share

FIRST = date(2026, 3, 2)
SETTINGS = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def day(number):
    return FIRST + timedelta(days=number)


@st.composite
def weeks(draw, whole=False):
    """Slots of some days and people who are there: all of them always where ``whole``."""
    length = draw(st.integers(1, 21))
    people = list(range(1, draw(st.integers(1, 9)) + 1))
    tasks = draw(st.lists(
        st.tuples(st.integers(1, 240), st.integers(1, 3), st.sets(st.integers(0, length - 1), min_size=1)),
        min_size=1, max_size=5,
    ))
    slots = [
        Slot(
            day(number), task, load, wanted,
            barred=frozenset() if whole else frozenset(draw(st.sets(st.sampled_from(people), max_size=2))),
        )
        for task, (load, wanted, days) in enumerate(tasks) for number in sorted(days)
    ]
    present = {
        person: {day(number) for number in (range(length) if whole else draw(st.sets(st.integers(0, length - 1))))}
        for person in people
    }
    return slots, present


@tagged("post_install", "-at_install")
class TestRota(BaseCase):
    """The share of work, whatever tasks, presence and exemptions there are."""

    @SETTINGS
    @given(weeks(whole=True))
    def test_among_equals_nobody_does_more_than_the_largest_task_beyond_another(self, world):
        slots, present = world
        loads = dict.fromkeys(present, 0)
        for choice in share(slots, present):
            loads[choice.person] += choice.slot.load
        self.assertLessEqual(max(loads.values()) - min(loads.values()), max(slot.load for slot in slots))

    @SETTINGS
    @given(weeks(whole=True), st.data())
    def test_what_was_done_before_is_made_good_and_never_grows(self, world, data):
        slots, present = world
        before = {person: data.draw(st.integers(0, 500)) for person in present}
        loads = dict(before)
        for choice in share(slots, present, loads=before):
            loads[choice.person] += choice.slot.load
        gap = max(before.values()) - min(before.values())
        self.assertLessEqual(max(loads.values()) - min(loads.values()), max(gap, *(slot.load for slot in slots)))

    @SETTINGS
    @given(weeks())
    def test_every_place_is_filled_by_somebody_who_can(self, world):
        slots, present = world
        chosen = defaultdict(list)
        for choice in share(slots, present):
            chosen[choice.slot].append(choice.person)
        for slot in slots:
            able = {person for person, days in present.items() if slot.day in days} - slot.barred
            self.assertLessEqual(set(chosen[slot]), able)
            self.assertEqual(len(set(chosen[slot])), len(chosen[slot]))
            self.assertEqual(len(chosen[slot]), min(slot.people, len(able)))

    @SETTINGS
    @given(weeks())
    def test_each_choice_has_the_smallest_share_of_those_who_could(self, world):
        """Recounted from the beginning, without the figures that the rota keeps."""
        slots, present = world
        choices = share(slots, present)
        for number, choice in enumerate(choices):
            def share_of(person, before=choices[:number], slot=choice.slot):
                load = sum(other.slot.load for other in before if other.person == person) + slot.load
                return Fraction(load, sum(one <= slot.day for one in present[person]))
            same = {other.person for other in choices[:number] if other.slot == choice.slot}
            able = {
                person for person, days in present.items() if choice.slot.day in days
            } - choice.slot.barred - same
            self.assertEqual(share_of(choice.person), min(map(share_of, able)))
            self.assertEqual(
                Fraction(choice.load + choice.slot.load, choice.nights), share_of(choice.person),
                "the figures that explain it",
            )

    @SETTINGS
    @given(weeks(), st.randoms(use_true_random=False))
    def test_the_order_of_the_input_does_not_matter(self, world, random):
        slots, present = world
        mixed, people = list(slots), list(present.items())
        random.shuffle(mixed)
        random.shuffle(people)
        self.assertEqual(share(slots, present), share(mixed, dict(people)))

    def test_who_is_there_half_of_the_time_does_half(self):
        slots = [Slot(day(number), 1, 30) for number in range(60)]
        days = {day(number) for number in range(60)}
        present = {1: days, 2: days, 3: {one for one in days if one.toordinal() % 2}}
        loads = defaultdict(int)
        for choice in share(slots, present):
            loads[choice.person] += 30
        self.assertAlmostEqual(loads[3] / loads[1], 0.5, delta=0.1)
        self.assertLessEqual(abs(loads[1] - loads[2]), 30)

    def test_a_newcomer_does_not_pay_for_the_time_before(self):
        """Somebody new does as much a night as the others, not everything until they have caught up."""
        old = {day(number) for number in range(-56, 14)}
        new = {day(number) for number in range(14)}
        slots = [Slot(day(number), 1, 30) for number in range(14)]
        loads = {1: 56 * 10, 2: 56 * 10}
        count = sum(choice.person == 3 for choice in share(slots, {1: old, 2: old, 3: new}, loads=loads))
        self.assertIn(count, (3, 4, 5))

    def test_tasks_of_one_size_go_round(self):
        """Nobody cleans the same room for ever."""
        slots = [Slot(day(number), task, 30) for number in range(8) for task in (1, 2)]
        people = {1: {day(n) for n in range(8)}, 2: {day(n) for n in range(8)}}
        done = {(choice.person, choice.slot.task) for choice in share(slots, people)}
        self.assertEqual(done, {(1, 1), (1, 2), (2, 1), (2, 2)})

    def test_a_place_already_taken_is_not_given_again(self):
        slot = Slot(day(0), 1, 30, 2, taken=frozenset({1}))
        present = {person: {day(0)} for person in (1, 2, 3)}
        self.assertEqual([choice.person for choice in share([slot], present)], [2])

    def test_nobody_there_leaves_it_open(self):
        self.assertEqual(share([Slot(day(0), 1, 30)], {1: {day(1)}}), [])
