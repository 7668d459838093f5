"""The nights that a scope looks at, as SQL: of people, of beds, of houses; and the ends of stays.

A night is known by the day on which it begins, and counts once it is over: nights up to yesterday. ``start`` is the
first night of a row, ``stop`` the first one that does not belong to it any more.
"""

from datetime import timedelta

from odoo.tools import SQL

from .dimensions import PERIODS
from .events import in_part

# By what a figure of nights can be broken down; it is not known where in the town somebody sleeps.
NIGHT_DIMENSIONS = (*PERIODS, "district", "gender", "program", "house")
GENDER = SQL("COALESCE(c.gender, 'unknown')")
# What belongs to nobody, such as an empty bed.
NO_GENDER = SQL("'unknown'")
NO_NIGHTS = SQL("'{}'::datemultirange")


def get_stop(scope):
    """Return the day after the last night that is over."""
    return min(scope.date_to + timedelta(days=1), scope.today)


def _of_house(scope, gender, alias="h", house="id"):
    """Yield SQL that asks of a house h, and of the ``gender`` of whoever a row is about, what the scope asks.

    :param str alias: of the table that has company, programme and house itself, so that h may not be needed
    :param str house: its column of the house
    """
    program, house = SQL.identifier(alias, "program_id"), SQL.identifier(alias, house)
    yield SQL("%s = %s", SQL.identifier(alias, "company_id"), scope.company_id)
    yield SQL("%s IN %s", program, scope.episode_program_ids)
    for name, subject in (
        ("house_ids", house), ("house_kind_ids", SQL("h.kind_id")), ("district_ids", SQL("h.district_id")),
    ):
        if scope.filters.get(name):
            yield SQL("%s IN %s", subject, tuple(scope.filters[name]))
    yield from in_part(scope, district=SQL("h.district_id"), program=program, gender=gender, house=house)


def _of_person(scope, alias, gender=GENDER):
    yield from _of_house(scope, gender, alias, "house_id")
    if scope.filters.get("gender"):
        yield SQL("%s = %s", gender, scope.filters["gender"])


def _of_place(scope):
    yield from _of_house(scope, NO_GENDER)
    if scope.house_ids is not None:
        yield SQL("h.id IN %s", scope.house_ids or (0,))


def get_stays(scope):
    """Return SQL of the nights slept in stays, clipped to the period and, for a grant, to what it claims.

    Columns: model, ref_id, client_id, house_id, program_id, district_id, gender, start, stop, people (1), bed_id,
    in_bed (false on a mat). What a query does not use costs it no join.
    """
    start, stop = [SQL("s.date_from"), SQL("%s", scope.date_from)], [SQL("s.date_to"), SQL("%s", get_stop(scope))]
    conditions = [SQL("s.state IN ('in', 'out')"), *_of_person(scope, "s")]
    source = SQL("recovery_stay s")
    if scope.grant_id:
        source = SQL("recovery_attribution a JOIN recovery_stay s ON s.id = a.stay_id")
        conditions.append(SQL("a.grant_id = %s AND a.state = 'claimed'", scope.grant_id))
        start.append(SQL("a.date_from"))
        stop.append(SQL("a.date_to"))
    start, stop = SQL("GREATEST(%s)", SQL(", ").join(start)), SQL("LEAST(%s)", SQL(", ").join(stop))
    return SQL(
        """
        SELECT 'recovery.stay' AS model, s.id AS ref_id, s.client_id, s.house_id, s.program_id, h.district_id,
               %(gender)s AS gender, %(start)s AS start, %(stop)s AS stop, 1 AS people,
               s.bed_id, b.kind <> 'mat' AS in_bed
          FROM %(source)s
     LEFT JOIN recovery_house h ON h.id = s.house_id
     LEFT JOIN recovery_bed b ON b.id = s.bed_id
     LEFT JOIN recovery_client c ON c.id = s.client_id
         WHERE %(start)s < %(stop)s AND %(conditions)s
        """,
        gender=GENDER, start=start, stop=stop, source=source, conditions=SQL(" AND ").join(conditions),
    )


def _of_register(scope, alias):
    """Yield SQL that asks of a row of a night's register what the scope asks.

    Nobody attributes a register row by row: a night of a house belongs to the grants that pay for the house, and of
    exclusive ones to the first in their order.
    """
    yield from _of_person(scope, alias, SQL.identifier(alias, "gender"))
    if scope.house_ids is not None:
        yield SQL("h.id IN %s", scope.house_ids or (0,))
    if scope.grant_id:
        yield SQL(
            "NOT EXISTS (SELECT FROM recovery_grant own JOIN recovery_grant o ON own.exclusive AND o.exclusive"
            " AND (o.sequence, o.date_start, o.id) < (own.sequence, own.date_start, own.id)"
            " JOIN recovery_grant_house_rel oh ON oh.grant_id = o.id AND oh.house_id = h.id"
            " WHERE own.id = %s AND o.state <> 'draft' AND %s BETWEEN o.date_start AND o.date_end)",
            scope.grant_id, SQL.identifier(alias, "date"),
        )


def get_guests(scope):
    """Return SQL of the bed nights in the registers of shelters, in the form of ``get_stays``; people may be several."""
    return SQL(
        """
        SELECT 'recovery.night.guest' AS model, n.id AS ref_id, n.client_id, n.house_id, h.program_id, h.district_id,
               n.gender, n.date AS start, n.date + 1 AS stop, n.bed_nights AS people, n.bed_id,
               COALESCE(b.kind <> 'mat', FALSE) AS in_bed
          FROM recovery_night_guest n
          JOIN recovery_house h ON h.id = n.house_id
     LEFT JOIN recovery_bed b ON b.id = n.bed_id
         WHERE n.bed_nights > 0 AND n.state <> 'cancelled' AND n.date >= %s AND n.date < %s AND %s
        """,
        scope.date_from, get_stop(scope), SQL(" AND ").join(_of_register(scope, "n")),
    )


def get_people(scope):
    """Return SQL of all nights that people slept, in stays and in registers, in the form of ``get_stays``."""
    return SQL("%s UNION ALL %s", get_stays(scope), get_guests(scope))


def get_refusals(scope):
    """Return SQL of who was turned away: ref_id, client_id, house_id, program_id, district_id, gender, date, people."""
    return SQL(
        """
        SELECT n.id AS ref_id, n.client_id, n.house_id, h.program_id, h.district_id, n.gender, n.date, n.persons AS people
          FROM recovery_night_refusal n
          JOIN recovery_house h ON h.id = n.house_id
         WHERE n.state = 'done' AND n.date BETWEEN %s AND %s AND %s
        """,
        scope.date_from, scope.date_to, SQL(" AND ").join(_of_register(scope, "n")),
    )


def get_beds(scope):
    """Return SQL of the nights on which a bed could be slept in: in use, its house open, and not a mat.

    A night out of service is not available, unless somebody slept in the bed after all or the filter
    ``count_out_of_service`` asks for it. A bed that was archived without a date ended with its last stay, or after its
    last night in a register.

    Columns: ref_id, house_id, program_id, district_id, gender ("unknown"), start, stop.
    """
    used = SQL(
        """
        SELECT b.id AS ref_id, h.id AS house_id, h.program_id, h.district_id,
               GREATEST(h.date_open, b.date_from, %(first)s) AS start,
               LEAST(h.date_close, CASE WHEN b.active OR b.date_to IS NOT NULL THEN b.date_to ELSE COALESCE(GREATEST(
                   (SELECT MAX(s.date_to) FROM recovery_stay s WHERE s.bed_id = b.id AND s.state = 'out'),
                   (SELECT MAX(n.date) + 1 FROM recovery_night_guest n WHERE n.bed_id = b.id AND n.state <> 'cancelled')
               ), '-infinity') END, %(stop)s) AS stop
          FROM recovery_bed b
          JOIN recovery_house h ON h.id = b.house_id
         WHERE b.kind <> 'mat' AND %(conditions)s
        """,
        first=scope.date_from, stop=get_stop(scope), conditions=SQL(" AND ").join(_of_place(scope)),
    )
    columns = SQL("u.ref_id, u.house_id, u.program_id, u.district_id, %s AS gender", NO_GENDER)
    if scope.filters.get("count_out_of_service"):
        return SQL("SELECT %s, u.start, u.stop FROM (%s) u WHERE u.start < u.stop", columns, used)
    return SQL(
        """
        SELECT %(columns)s, LOWER(part) AS start, UPPER(part) AS stop
          FROM (%(used)s) u
     LEFT JOIN (%(gone)s) o ON o.bed_id = u.ref_id
    CROSS JOIN LATERAL UNNEST(DATEMULTIRANGE(DATERANGE(u.start, u.stop)) - COALESCE(o.nights, %(none)s)) part
         WHERE u.start < u.stop
        """,
        columns=columns, used=used, none=NO_NIGHTS, gone=_get_outages(scope),
    )


def _get_outages(scope):
    """Return SQL (bed_id, nights) of the nights on which beds were out of service and nobody slept in them."""
    return SQL(
        """
        SELECT o.bed_id, RANGE_AGG(DATERANGE(o.date_from, o.date_to))
                         - COALESCE(RANGE_AGG(DATERANGE(s.date_from, s.date_to)) FILTER (WHERE s.id IS NOT NULL), %(none)s)
                         AS nights
          FROM recovery_bed_outage o
     LEFT JOIN recovery_stay s ON s.bed_id = o.bed_id AND s.state IN ('in', 'out')
               AND (o.date_to IS NULL OR s.date_from < o.date_to) AND (s.date_to IS NULL OR s.date_to > o.date_from)
         WHERE o.company_id = %(company)s AND o.date_from < %(stop)s
           AND (o.date_to IS NULL OR o.date_to > %(first)s)
      GROUP BY o.bed_id
        """,
        none=NO_NIGHTS, company=scope.company_id, first=scope.date_from, stop=get_stop(scope),
    )


def get_houses(scope):
    """Return SQL of the nights on which houses were open; columns as of ``get_beds``, ref_id is the house."""
    return SQL(
        """
        SELECT u.*
          FROM (
            SELECT h.id AS ref_id, h.id AS house_id, h.program_id, h.district_id, %(gender)s AS gender,
                   GREATEST(h.date_open, %(first)s) AS start, LEAST(h.date_close, %(stop)s) AS stop
              FROM recovery_house h
             WHERE %(conditions)s
          ) u
         WHERE u.start < u.stop
        """,
        gender=NO_GENDER, first=scope.date_from, stop=get_stop(scope), conditions=SQL(" AND ").join(_of_place(scope)),
    )


def get_exits(scope):
    """Return SQL of the stays that ended in the period and that no other stay continues: who moved did not leave.

    Who moved to another organisation did. Of a grant those whose last night it claims; leaving on the day after its end
    counts on its last day.

    Columns: ref_id, origin_id (the first stay of the chain), client_id, house_id, program_id, district_id, gender, date,
    exit_destination.
    """
    day = SQL("s.date_to")
    source = SQL("recovery_stay s")
    conditions = [
        SQL("s.state = 'out'"), *_of_person(scope, "s"),
        SQL("NOT EXISTS (SELECT FROM recovery_stay n WHERE n.previous_id = s.id AND n.state <> 'cancelled'"
            " AND n.company_id = s.company_id)"),
    ]
    if scope.grant_id:
        day = SQL("LEAST(s.date_to, g.date_end)")
        source = SQL(
            "recovery_attribution a JOIN recovery_grant g ON g.id = a.grant_id JOIN recovery_stay s ON s.id = a.stay_id",
        )
        conditions.append(SQL(
            "a.grant_id = %s AND a.state = 'claimed' AND s.date_to > a.date_from AND s.date_to <= a.date_to", scope.grant_id,
        ))
    return SQL(
        """
        SELECT s.id AS ref_id, COALESCE(s.origin_id, s.id) AS origin_id, s.client_id, s.house_id, h.program_id,
               h.district_id, %(gender)s AS gender, %(day)s AS date, s.exit_destination
          FROM %(source)s
          JOIN recovery_house h ON h.id = s.house_id
     LEFT JOIN recovery_client c ON c.id = s.client_id
         WHERE %(day)s BETWEEN %(first)s AND %(last)s AND %(conditions)s
        """,
        gender=GENDER, day=day, source=source, first=scope.date_from, last=scope.date_to,
        conditions=SQL(" AND ").join(conditions),
    )
