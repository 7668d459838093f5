"""By what figures are broken down: stretches of time, and what a service says of place and person."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from odoo.tools import SQL

# The months of a stretch of time; a day has none.
PERIODS = {"day": 0, "month": 1, "quarter": 3, "year": 12}
# What else, as the column of ``Scope.deliveries`` and as the expression over its tables.
SUBJECTS = {
    "place": SQL("e.place"),
    "district": SQL("COALESCE(e.district_id, c.district_id)"),
    "gender": SQL("COALESCE(c.gender, 'unknown')"),
    "program": SQL("d.program_id"),
}
COLUMNS = {"place": "place", "district": "district_id", "gender": "gender", "program": "program_id", "house": "house_id"}
# What differs between the people of one encounter.
PERSONAL = ("gender", "district")
DIMENSIONS = (*PERIODS, *SUBJECTS)
# What some measures know besides: a service is not known by the house in which somebody lives.
ALL_DIMENSIONS = (*DIMENSIONS, "house")


def get_key_sql(dimension, alias):
    """Return the SQL of the part to which a row called ``alias`` belongs.

    A stretch of time is its first day; NULL stands for what is not known.
    """
    if dimension == "day":
        return SQL("%s", SQL.identifier(alias, "date"))
    if dimension in PERIODS:
        return SQL("DATE_TRUNC(%s, %s::timestamp)::date", dimension, SQL.identifier(alias, "date"))
    return SQL("%s", SQL.identifier(alias, COLUMNS[dimension]))


def get_span(dimension, start):
    """Return (first day, last day) of the stretch of time that begins on ``start``."""
    months = PERIODS[dimension]
    return start, start + relativedelta(months=months, days=-1) if months else start


def get_starts(dimension, date_from, date_to):
    """Return the first days of the stretches of time that touch a period, oldest first."""
    months = PERIODS[dimension]
    if not months:
        return [date_from + timedelta(days=number) for number in range((date_to - date_from).days + 1)]
    start = date(date_from.year, (date_from.month - 1) // months * months + 1, 1)
    starts = []
    while start <= date_to:
        starts.append(start)
        start += relativedelta(months=months)
    return starts
