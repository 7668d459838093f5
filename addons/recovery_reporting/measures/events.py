from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dimensions import DIMENSIONS, PERIODS
from .measure import Measure, select

_lt = LazyTranslate(__name__)

TOOK_PART = SQL("p.state IN ('attended', 'completed')")
# Of what has no person, and of somebody whose gender nobody wrote.
NO_GENDER = SQL("'unknown'")
GENDER = SQL("COALESCE(c.gender, 'unknown')")


def named_for(scope, alias, relation, column):
    """Return SQL that is true for a record of the scope's programmes and days that names no grant, or this one.

    Without a grant whatever it names counts: then the whole of the programmes is looked at.

    :param str alias: of the record's table in the query
    :param str relation: table of the record's ``grant_ids``
    :param str column: its column of the record
    """
    named = SQL(
        "SELECT FROM %s x WHERE x.%s = %s", SQL.identifier(relation), SQL.identifier(column), SQL.identifier(alias, "id"),
    )
    of_grant = SQL("(NOT EXISTS (%s) OR EXISTS (%s AND x.grant_id = %s))", named, named, scope.grant_id)
    return SQL(
        "%(program)s IN %(programs)s AND %(company)s = %(own)s AND %(date)s BETWEEN %(from)s AND %(to)s AND %(of_grant)s",
        program=SQL.identifier(alias, "program_id"), programs=scope.episode_program_ids,
        company=SQL.identifier(alias, "company_id"), own=scope.company_id, date=SQL.identifier(alias, "date"),
        of_grant=of_grant if scope.grant_id else SQL("TRUE"), **{"from": scope.date_from, "to": scope.date_to},
    )


def in_part(scope, **subjects):
    """Return [SQL] that ask for the part of a breakdown to which ``scope`` is narrowed.

    :param subjects: {dimension: SQL}; a dimension that is not given is not known of any record
    """
    return [
        SQL("%s IS NOT DISTINCT FROM %s", subjects.get(dimension, SQL("NULL")), value) for dimension, value in scope.within
    ]


class EventsHeld(Measure):
    """Done events of the grant's programmes that begin in the period."""

    code = "events_held"
    label = _lt("Events held")
    unit = "events"
    model = "recovery.event"
    grouped_by = DIMENSIONS

    def located(self, scope):
        return self.rows(scope)

    def rows(self, scope):
        columns = select(
            ref_id=SQL("e.id"), amount=SQL("1"), **self._columns(SQL("e.hours::numeric"), NO_GENDER),
        )
        return SQL("%s FROM recovery_event e WHERE %s", columns, self._condition(scope))

    def _columns(self, hours, gender):
        """Return what every row says of its event, called e."""
        return {
            "date": SQL("e.date"), "hours": hours, "place": SQL("e.place"), "program_id": SQL("e.program_id"),
            "district_id": SQL("e.district_id"), "gender": gender,
        }

    def _condition(self, scope, gender=NO_GENDER):
        """Return SQL of the counted events, called e.

        :param gender: SQL of the gender of whoever a row counts
        """
        conditions = [
            SQL("e.state = 'done'"), named_for(scope, "e", "recovery_event_grant_rel", "event_id"),
            *(
                SQL("e.%s = %s", SQL.identifier(column), scope.filters[name])
                for name, column in (("event_kind", "kind"), ("place", "place")) if scope.filters.get(name)
            ),
            *in_part(
                scope, place=SQL("e.place"), district=SQL("e.district_id"), program=SQL("e.program_id"), gender=gender,
            ),
        ]
        if scope.filters.get("district_ids"):
            conditions.append(SQL("e.district_id IN %s", tuple(scope.filters["district_ids"])))
        return SQL(" AND ").join(conditions)


class Participants(EventsHeld):
    """Participations in done events: everybody who took part, and the unnamed ones of each event.

    Unnamed people have neither role nor gender, so that a filter on one of these leaves them out.
    """

    code = "participants"
    label = _lt("Participants of events")
    unit = "participants"

    def rows(self, scope):
        role, gender = scope.filters.get("participant_role"), scope.filters.get("gender")
        named = SQL(
            "%s FROM recovery_event e JOIN recovery_event_participant p ON p.event_id = e.id"
            " LEFT JOIN recovery_client c ON c.id = p.client_id WHERE %s AND %s AND %s AND %s",
            select(
                ref_id=SQL("e.id"), client_id=SQL("p.client_id"), amount=SQL("1"),
                **self._columns(SQL("p.hours::numeric"), GENDER),
            ),
            self._condition(scope, GENDER), TOOK_PART, SQL("p.role = %s", role) if role else SQL("TRUE"),
            SQL("c.gender = %s", gender) if gender else SQL("TRUE"),
        )
        if role or gender:
            return named
        unnamed = SQL(
            "%s FROM recovery_event e WHERE %s AND e.headcount > 0",
            select(
                ref_id=SQL("e.id"), amount=SQL("e.headcount"), **self._columns(SQL("e.hours::numeric"), NO_GENDER),
            ),
            self._condition(scope),
        )
        return SQL("%s UNION ALL %s", named, unnamed)


class VolunteersTrained(EventsHeld):
    """Distinct people who completed a training or self-advocacy event as volunteer or self-advocate."""

    code = "volunteers_trained"
    label = _lt("Volunteers and self-advocates trained")
    unit = "people"
    model = "recovery.event.participant"
    # Somebody may complete several trainings; gender alone belongs to the person.
    grouped_by = ("gender",)

    def located(self, scope):
        """Where a person was trained stands on the events; the row of a person has room for one of them."""
        return EventsHeld().rows(scope)

    def rows(self, scope):
        role, gender = scope.filters.get("participant_role"), scope.filters.get("gender")
        return SQL(
            "%s FROM recovery_event e JOIN recovery_event_participant p ON p.event_id = e.id"
            " LEFT JOIN recovery_client c ON c.id = p.client_id"
            " WHERE %s AND e.kind IN ('training', 'self_advocacy') AND p.state = 'completed'"
            " AND p.role IN ('volunteer', 'self_advocate') AND %s AND %s GROUP BY p.client_id, p.employee_id, c.gender",
            select(
                ref_id=SQL("MIN(p.id)"), client_id=SQL("p.client_id"), date=SQL("MIN(e.date)"),
                hours=SQL("SUM(p.hours)::numeric"), amount=SQL("1"), gender=GENDER,
            ),
            self._condition(scope, GENDER), SQL("p.role = %s", role) if role else SQL("TRUE"),
            SQL("c.gender = %s", gender) if gender else SQL("TRUE"),
        )


class Publications(Measure):
    """What was published in the period in the grant's programmes and is not withdrawn."""

    code = "publications"
    label = _lt("Publications")
    unit = "publications"
    model = "recovery.publication"
    grouped_by = narrowed_by = (*PERIODS, "program")

    def located(self, scope):
        return self.rows(scope)

    def rows(self, scope):
        conditions = [
            SQL("e.state = 'published'"), named_for(scope, "e", "recovery_publication_grant_rel", "publication_id"),
            *in_part(scope, program=SQL("e.program_id"), gender=NO_GENDER),
        ]
        columns = select(
            ref_id=SQL("e.id"), date=SQL("e.date"), amount=SQL("1"), program_id=SQL("e.program_id"), gender=NO_GENDER,
        )
        return SQL("%s FROM recovery_publication e WHERE %s", columns, SQL(" AND ").join(conditions))
