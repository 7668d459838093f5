from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select

_lt = LazyTranslate(__name__)

TOOK_PART = SQL("p.state IN ('attended', 'completed')")


def named_for(scope, alias, relation, column):
    """Return SQL that is true for a record of the grant's programmes that names no grant, or this one.

    :param str alias: of the record's table in the query
    :param str relation: table of the record's ``grant_ids``
    :param str column: its column of the record
    """
    named = SQL(
        "SELECT FROM %s x WHERE x.%s = %s", SQL.identifier(relation), SQL.identifier(column), SQL.identifier(alias, "id"),
    )
    return SQL(
        "%(program)s IN %(programs)s AND %(company)s = %(own)s AND %(date)s BETWEEN %(from)s AND %(to)s"
        " AND (NOT EXISTS (%(named)s) OR EXISTS (%(named)s AND x.grant_id = %(grant)s))",
        program=SQL.identifier(alias, "program_id"), programs=scope.episode_program_ids,
        company=SQL.identifier(alias, "company_id"), own=scope.company_id, date=SQL.identifier(alias, "date"),
        named=named, grant=scope.grant_id, **{"from": scope.date_from, "to": scope.date_to},
    )


class EventsHeld(Measure):
    """Done events of the grant's programmes that begin in the period."""

    code = "events_held"
    label = _lt("Events held")
    unit = "events"
    model = "recovery.event"

    def rows(self, scope):
        columns = select(
            ref_id=SQL("e.id"), date=SQL("e.date"), hours=SQL("e.hours::numeric"), place=SQL("e.place"), amount=SQL("1"),
        )
        return SQL("%s FROM recovery_event e WHERE %s", columns, self._condition(scope))

    def _condition(self, scope):
        """Return SQL of the counted events, called e."""
        conditions = [
            SQL("e.state = 'done'"), named_for(scope, "e", "recovery_event_grant_rel", "event_id"),
            *(
                SQL("e.%s = %s", SQL.identifier(column), scope.filters[name])
                for name, column in (("event_kind", "kind"), ("place", "place")) if scope.filters.get(name)
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
                ref_id=SQL("e.id"), client_id=SQL("p.client_id"), date=SQL("e.date"), hours=SQL("p.hours::numeric"),
                place=SQL("e.place"), amount=SQL("1"),
            ),
            self._condition(scope), TOOK_PART, SQL("p.role = %s", role) if role else SQL("TRUE"),
            SQL("c.gender = %s", gender) if gender else SQL("TRUE"),
        )
        if role or gender:
            return named
        unnamed = SQL(
            "%s FROM recovery_event e WHERE %s AND e.headcount > 0",
            select(
                ref_id=SQL("e.id"), date=SQL("e.date"), hours=SQL("e.hours::numeric"), place=SQL("e.place"),
                amount=SQL("e.headcount"),
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

    def rows(self, scope):
        role, gender = scope.filters.get("participant_role"), scope.filters.get("gender")
        return SQL(
            "%s FROM recovery_event e JOIN recovery_event_participant p ON p.event_id = e.id"
            " LEFT JOIN recovery_client c ON c.id = p.client_id"
            " WHERE %s AND e.kind IN ('training', 'self_advocacy') AND p.state = 'completed'"
            " AND p.role IN ('volunteer', 'self_advocate') AND %s AND %s GROUP BY p.client_id, p.employee_id",
            select(
                ref_id=SQL("MIN(p.id)"), client_id=SQL("p.client_id"), date=SQL("MIN(e.date)"),
                hours=SQL("SUM(p.hours)::numeric"), amount=SQL("1"),
            ),
            self._condition(scope), SQL("p.role = %s", role) if role else SQL("TRUE"),
            SQL("c.gender = %s", gender) if gender else SQL("TRUE"),
        )


class Publications(Measure):
    """What was published in the period in the grant's programmes and is not withdrawn."""

    code = "publications"
    label = _lt("Publications")
    unit = "publications"
    model = "recovery.publication"

    def rows(self, scope):
        return SQL(
            "%s FROM recovery_publication e WHERE e.state = 'published' AND %s",
            select(ref_id=SQL("e.id"), date=SQL("e.date"), amount=SQL("1")),
            named_for(scope, "e", "recovery_publication_grant_rel", "publication_id"),
        )
