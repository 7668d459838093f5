"""How minutes become a funder's units, such as the Czech “kontakt” and “intervence”.

Written twice, for Python, which shows what one encounter counts as, and for SQL, by which a
measure counts millions of services; a test compares both over random rows. What is rounded is the
sum of the counted minutes of one person in one encounter. Where minutes are accumulated they add
up from one encounter of the person to the next within the period asked, and each encounter gets
the units that it made full.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from fractions import Fraction

from odoo.tools import SQL

REMOTE_PLACES = ("phone", "online")
IDENTITIES = ("identified", "pseudonymous", "anonymous")


@dataclass(frozen=True)
class UnitRule:
    """What a unit asks; its values are fit for JSON, so that a frozen report can keep them.

    :param int minutes: of one unit, at least 1
    :param str rounding: ``none``, ``up``, ``half_up`` or ``accumulate``
    :param str counted_per: ``person``, or ``encounter``: a group counts once, as long as whoever was there longest
    :param str services: ``all``, ``intervention`` or ``chosen`` (one of ``service_ids``, or of ``service_kind``)
    :param identities: values of a client's ``identity`` that count
    :param str unnamed: ``none``, ``once`` (however many) or ``each``
    """

    minutes: int
    rounding: str = "none"
    counted_per: str = "person"
    services: str = "all"
    service_ids: tuple = ()
    service_kind: str | bool = False
    identities: tuple = IDENTITIES
    unnamed: str = "none"
    remote: bool = True
    no_show: bool = False
    indirect: bool = False

    @classmethod
    def from_values(cls, values):
        """Return the rule of ``values`` as :meth:`to_values` gave them, also after JSON."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})

    def to_values(self):
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def states(self):
        """States of a service that count."""
        return ("done", "no_show") if self.no_show else ("done",)


def is_counted(rule, row):
    """Return whether the minutes of one service count.

    :param dict row: state, place, client_id, identity, service_id, kind, is_intervention, is_indirect
    """
    if row["state"] not in rule.states or not rule.remote and row["place"] in REMOTE_PLACES:
        return False
    if row["is_indirect"] and not rule.indirect:
        return False
    if rule.services == "intervention" and not row["is_intervention"]:
        return False
    chosen = row["service_id"] in rule.service_ids or bool(rule.service_kind) and row["kind"] == rule.service_kind
    if rule.services == "chosen" and not chosen:
        return False
    return row["identity"] in rule.identities if row["client_id"] else rule.unnamed != "none"


def count_units(rule, rows):
    """Return {(encounter id, client id or None): Fraction of units}; where a group counts once, no client is named.

    :param rows: dicts as for :func:`is_counted` with encounter_id, date, minutes and headcount besides
    """
    minutes, heads, longest, before = defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(int)
    for row in filter(lambda row: is_counted(rule, row), rows):
        visit = (row["date"], row["encounter_id"], row["client_id"] or None)
        minutes[visit] += row["minutes"]
        heads[visit] = max(heads[visit], row["headcount"])
    if rule.counted_per == "encounter":
        for (_date, encounter, _client), total in minutes.items():
            longest[encounter] = max(longest[encounter], total)
        return {(encounter, None): round_minutes(rule, total) for encounter, total in longest.items()}
    units = {}
    for visit in sorted(minutes, key=lambda visit: visit[:2]):
        _date, encounter, client = visit
        if client and rule.rounding == "accumulate":
            after = before[client] + minutes[visit]
            units[encounter, client] = round_minutes(rule, after) - round_minutes(rule, before[client])
            before[client] = after
        else:
            many = heads[visit] if not client and rule.unnamed == "each" else 1
            units[encounter, client] = round_minutes(rule, minutes[visit]) * many
    return units


def round_minutes(rule, minutes):
    """Return the units of ``minutes`` as a Fraction; where they accumulate, those that are full."""
    if rule.rounding == "up":
        return Fraction(-(-minutes // rule.minutes))
    if rule.rounding == "half_up":
        return Fraction((2 * minutes + rule.minutes) // (2 * rule.minutes))
    if rule.rounding == "accumulate":
        return Fraction(minutes // rule.minutes)
    return Fraction(minutes, rule.minutes)


def get_condition_sql(rule, alias):
    """Return the SQL form of :func:`is_counted` for rows called ``alias`` with the columns of its keys."""
    conditions = [SQL("%s IN %s", SQL.identifier(alias, "state"), rule.states)]
    if not rule.remote:
        conditions.append(SQL("%s NOT IN %s", SQL.identifier(alias, "place"), REMOTE_PLACES))
    if not rule.indirect:
        conditions.append(SQL("%s IS NOT TRUE", SQL.identifier(alias, "is_indirect")))
    if rule.services == "intervention":
        conditions.append(SQL("%s", SQL.identifier(alias, "is_intervention")))
    elif rule.services == "chosen":
        conditions.append(SQL(
            "(%s IN %s OR %s = %s)", SQL.identifier(alias, "service_id"), rule.service_ids or (0,),
            SQL.identifier(alias, "kind"), rule.service_kind or "",
        ))
    client = SQL.identifier(alias, "client_id")
    named = SQL("%s IN %s", SQL.identifier(alias, "identity"), rule.identities or ("",))
    conditions.append(SQL(
        "CASE WHEN %s IS NULL THEN %s ELSE %s END", client, SQL("TRUE" if rule.unnamed != "none" else "FALSE"), named,
    ))
    return SQL(" AND ").join(conditions)


def get_rounded_sql(rule, minutes):
    """Return the SQL form of :func:`round_minutes` for an expression of whole minutes."""
    if rule.rounding == "none":
        return SQL("(%s)::numeric / %s", minutes, rule.minutes)
    more = {"up": rule.minutes - 1, "accumulate": 0}.get(rule.rounding)
    if more is None:
        return SQL("(2 * (%s)::bigint + %s) / %s", minutes, rule.minutes, 2 * rule.minutes)
    return SQL("((%s)::bigint + %s) / %s", minutes, more, rule.minutes)


def get_visit_sql(rule, alias):
    """Return the SQL aggregate that gives the units of one person in one encounter, or of its unnamed people.

    For rules that count persons and do not accumulate: nothing but the rows of the group decides.
    """
    counted = get_condition_sql(rule, alias)
    units = get_rounded_sql(rule, SQL("SUM(%s) FILTER (WHERE %s)", SQL.identifier(alias, "minutes"), counted))
    if rule.unnamed == "each":
        units = SQL(
            "(%s) * CASE WHEN %s IS NULL THEN MAX(%s) FILTER (WHERE %s) ELSE 1 END",
            units, SQL.identifier(alias, "client_id"), SQL.identifier(alias, "headcount"), counted,
        )
    return SQL("COALESCE(%s, 0)", units)


def get_units_sql(rule, deliveries):
    """Return the SQL form of :func:`count_units`: encounter_id, client_id, units, minutes, date, and what ``deliveries``
    says of the place, programme, district and gender.

    :param deliveries: SQL with the columns of the rows of :func:`count_units`, program_id, district_id and gender
    """
    visits = SQL(
        """
        SELECT d.encounter_id, d.client_id, MIN(d.date) AS date, MIN(d.place) AS place, MIN(d.program_id) AS program_id,
               MIN(d.district_id) AS district_id, MIN(d.gender) AS gender, SUM(d.minutes) AS minutes,
               MAX(d.headcount) AS headcount
          FROM (%s) d
         WHERE %s
      GROUP BY d.encounter_id, d.client_id
        """,
        deliveries, get_condition_sql(rule, "d"),
    )
    if rule.counted_per == "encounter":
        return SQL(
            """
            SELECT v.encounter_id, NULL::int4 AS client_id, %s AS units, MAX(v.minutes) AS minutes, MIN(v.date) AS date,
                   MIN(v.place) AS place, MIN(v.program_id) AS program_id, NULL::int4 AS district_id,
                   NULL::varchar AS gender
              FROM (%s) v
          GROUP BY v.encounter_id
            """,
            get_rounded_sql(rule, SQL("MAX(v.minutes)")), visits,
        )
    many = SQL("CASE WHEN v.client_id IS NULL THEN v.headcount ELSE 1 END" if rule.unnamed == "each" else "1")
    units = SQL("(%s) * %s", get_rounded_sql(rule, SQL("v.minutes")), many)
    if rule.rounding == "accumulate":
        after = SQL("SUM(v.minutes) OVER (PARTITION BY v.client_id ORDER BY v.date, v.encounter_id)")
        units = SQL(
            "CASE WHEN v.client_id IS NULL THEN %s ELSE %s - %s END", units, get_rounded_sql(rule, after),
            get_rounded_sql(rule, SQL("%s - v.minutes", after)),
        )
    return SQL(
        """
        SELECT v.encounter_id, v.client_id, %s AS units, v.minutes, v.date, v.place, v.program_id, v.district_id, v.gender
          FROM (%s) v
        """,
        units, visits,
    )
