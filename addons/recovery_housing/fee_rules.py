"""How a month of living somewhere becomes money: plain functions over dates and exact fractions.

Amounts are Fractions until the end, where they are rounded to the smallest unit of the currency by largest
remainder: what is rounded separately still adds up to what was owed.
"""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction


def exact(value):
    """Return a number as the Fraction that it is written as: 0.1 is one tenth."""
    return value if isinstance(value, Fraction) else Fraction(str(value or 0))


def get_month(period):
    """Return (first day, first day of the next month) of the month in which a day lies."""
    first = period.replace(day=1)
    return first, first + timedelta(days=monthrange(first.year, first.month)[1])


def list_nights(start, stop):
    """Return the nights from ``start`` to ``stop`` (exclusive), each as the date of its evening."""
    return [start + timedelta(days=number) for number in range(max((stop - start).days, 0))]


def prorate(rule, nights):
    """Return the part of a month that is charged for the nights of one person in that month.

    :param str rule: ``nights``: nights slept of the nights of the month; ``days``: days present, that of leaving
        included, of the days of the month; ``none``: the whole month once a night was slept; ``half``: a half for
        each half of the month (1st to 15th, 16th to the end) in which a night was slept
    :param list nights: dates, all of one month
    """
    if not nights:
        return Fraction(0)
    first, stop = get_month(nights[0])
    length = (stop - first).days
    if rule == "nights":
        return Fraction(len(set(nights)), length)
    if rule == "days":
        present = {day for night in nights for day in (night, night + timedelta(days=1)) if day < stop}
        return Fraction(len(present), length)
    if rule == "half":
        return Fraction(len({night.day > 15 for night in nights}), 2)
    return Fraction(1)


def weigh(nights, absences, after=0, percent=100):
    """Return how many nights are charged, those of an absence by ``percent`` once ``after`` nights in a row are over.

    :param list absences: [(first night away, first night back)]; an absence may begin in an earlier month, and its
        nights there count as over
    """
    away = {}
    for start, stop in absences:
        for night in nights:
            if start <= night < stop:
                away[night] = min(away.get(night, (night - start).days), (night - start).days)
    reduced = sum(number >= after for number in away.values())
    return len(nights) - reduced + reduced * exact(percent) / 100


def clamp(value, floor=0, ceiling=0):
    """Return a value between floor and ceiling; zero is no ceiling."""
    value = max(value, exact(floor))
    return min(value, exact(ceiling)) if ceiling else value


def count_units(amount, unit):
    """Return how many units (such as 0.01) an amount is, rounded half away from zero."""
    number = exact(amount) / exact(unit)
    sign = -1 if number < 0 else 1
    return sign * int(abs(number) + Fraction(1, 2))


def allot(parts, unit, total=None):
    """Round parts so that they add up to the rounded total, which is that of their sum unless it is given.

    :param list parts: Fractions, none negative
    :param unit: smallest unit of the currency
    :return: list of Fractions, each a multiple of ``unit``
    """
    unit = exact(unit)
    units = count_units(sum(parts) if total is None else total, unit)
    whole = [int(part // unit) for part in parts]
    order = sorted(range(len(parts)), key=lambda number: (whole[number] - parts[number] / unit, number))
    for number in order[:max(units - sum(whole), 0)]:
        whole[number] += 1
    return [number * unit for number in whole]


def share_out(amount, ratio, payers, unit):
    """Return what each payer pays of an amount, and last what remains for the resident.

    :param amount: what is owed, a multiple of ``unit``
    :param ratio: the part of a month (or number of nights) charged, by which fixed amounts and caps are reduced
    :param list payers: [(method, value, cap)] in the order of paying; method is ``percent`` (of the amount), ``fixed``
        or ``rest``; a cap of zero is none. Nobody pays more than those before have left.
    :param unit: smallest unit of the currency
    :return: list of Fractions, one longer than ``payers``, that adds up to ``amount``
    """
    return allot(split(amount, ratio, payers), unit, total=amount)


def split(amount, ratio, payers):
    """Return the same as ``share_out``, not rounded."""
    left, parts = exact(amount), []
    for method, value, cap in payers:
        wanted = {
            "percent": exact(amount) * exact(value) / 100, "fixed": exact(value) * ratio, "rest": left,
        }[method]
        part = min(wanted, exact(cap) * ratio) if cap else wanted
        parts.append(min(part, left))
        left -= parts[-1]
    return [*parts, left]


def share_stretches(amount, ratio, stretches, unit):
    """Return {key: what it pays}, in their order, where payers change within a month; they add up to ``amount``.

    :param amount: what is owed, a multiple of ``unit``
    :param ratio: see ``share_out``
    :param list stretches: [(part of the nights, [(key, method, value, cap)] in the order of paying, key of whom the rest
        is left to)]; the parts add up to one
    :param unit: smallest unit of the currency
    """
    amount, paid = exact(amount), {}
    for part, payers, last in stretches:
        parts = split(amount * part, ratio * part, [payer[1:] for payer in payers])
        for key, value in zip([*(payer[0] for payer in payers), last], parts, strict=True):
            paid[key] = paid.get(key, 0) + value
    return dict(zip(paid, allot(list(paid.values()), unit, total=amount), strict=True))


def charge_stays(stays, unit):
    """Return [(amount, part of a month or nights charged)] of the stays of one person in one month.

    Who moves in the middle of a month pays it once: the month is charged by all nights together, and each stay bears
    the part of its own. Of stays with the same terms the amounts are rounded together.

    :param list stays: [{"basis": "month" or "night", "rate", "prorata", "nights": [dates], "weight": nights charged,
        "terms": what is the same for stays that are rounded together}]
    """
    every = [night for stay in stays for night in stay["nights"]]
    ratios = []
    for stay in stays:
        weight = exact(stay["weight"])
        if stay["basis"] == "night" or not every:
            ratios.append(weight)
        else:
            ratios.append(prorate(stay["prorata"], every) * weight / len(every))
    owed = [exact(stay["rate"]) * ratio for stay, ratio in zip(stays, ratios, strict=True)]
    amounts = [None] * len(stays)
    for terms in Counter(stay["terms"] for stay in stays):
        same = [number for number, stay in enumerate(stays) if stay["terms"] == terms]
        for number, amount in zip(same, allot([owed[number] for number in same], unit), strict=True):
            amounts[number] = amount
    return list(zip(amounts, ratios, strict=True))


def spread(amount, count, unit):
    """Return ``count`` instalments that add up to an amount and differ by one unit at most, the larger first."""
    return allot([exact(amount) / count] * count, unit, total=amount)


def add_months(day, count):
    """Return the same day ``count`` months later, or the last day of that month."""
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
