"""Courses of the outcome rating as people really give it: noisy, in tenths of a point."""

import math
from dataclasses import dataclass


@dataclass
class Rating:
    """Four answers in tenths of a point, 0–100 each; None where somebody left a line out."""

    items: tuple = ()
    skipped: str = ""
    cancelled: str = ""


def split(rng, total):
    """Return four answers in tenths that add up to ``total`` tenths (0–400)."""
    items = [min(max(round(total / 4 + rng.gauss(0, 9)), 0), 100) for _item in range(4)]
    while sum(items) != total:
        step = 1 if sum(items) < total else -1
        index = rng.randrange(4)
        if 0 <= items[index] + step <= 100:
            items[index] += step
    return tuple(items)


def draw_totals(rng, outcome, count):
    """Return ``count`` totals in tenths whose last minus first is what ``outcome`` means.

    Reliable change is 5.0 points either way. People improve fast at first and slower later;
    between the first and the last rating anything may happen.
    """
    first, change = _draw_ends(rng, outcome)
    totals = []
    for index in range(count):
        passed = index / (count - 1) if count > 1 else 0
        expected = first + change * (1 - math.exp(-2.2 * passed)) / (1 - math.exp(-2.2))
        noise = rng.gauss(0, 20) if 0 < index < count - 1 else 0
        totals.append(min(max(round(expected + noise), 4), 396))
    if count > 1:
        totals[-1] = first + change
    return totals


def _draw_ends(rng, outcome):
    if outcome == "improved":
        first = min(max(round(rng.gauss(165, 45)), 55), 290)
        # One in ten just reaches the 5 points.
        change = 50 if rng.random() < 0.1 else 50 + round(rng.gammavariate(2.2, 24))
        return first, min(change, 392 - first)
    if outcome == "worse":
        first = min(max(round(rng.gauss(205, 40)), 140), 300)
        return first, max(-50 - round(rng.gammavariate(1.6, 16)), 10 - first)
    first = min(max(round(rng.gauss(195, 60)), 70), 330)
    # One in eight misses the 5 points by a tenth.
    return first, 49 if rng.random() < 0.12 else round(rng.uniform(-44, 46))
