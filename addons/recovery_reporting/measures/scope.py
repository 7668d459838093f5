from dataclasses import dataclass, field, replace
from datetime import date

from odoo.tools import SQL

from .activity_conditions import get_value_conditions
from .dimensions import PERIODS, SUBJECTS, get_span

# Filters that the columns of recovery_supply answer by themselves.
_SUPPLY_FILTERS = {"program_ids", "place", "measure", "min_hours", "min_change", "unit", "sign"}


@dataclass(frozen=True)
class Scope:
    """What a measure looks at: the claims of one grant in one period that pass the filters.

    Without a grant, all services in the programmes. Counted in the whole company whoever asks;
    lists opened from a figure are filtered by the rules of the reader afterwards.

    :param grant_id: id of a grant, or None for whatever was done in ``program_ids``
    :param states: of the services that count; a grant claims only what was done
    :param within: ((dimension, value), ...): only this part of a breakdown
    :param house_ids: houses of the grant, whose beds count as available; None for all houses of the programmes
    :param new_since: first day of the period in which people of the filter ``new_only`` are new, unless ``date_from``
    """

    grant_id: int | None
    company_id: int
    program_ids: tuple
    date_from: date
    date_to: date
    today: date
    filters: dict = field(default_factory=dict)
    states: tuple = ("done",)
    within: tuple = ()
    new_since: date | None = None
    house_ids: tuple | None = None

    def narrow(self, dimension, key):
        """Return the Scope of one part of a breakdown.

        :param key: the first day of a stretch of time, an id, a value of a selection, or None for what is not known
        """
        if dimension in PERIODS:
            first, last = get_span(dimension, key)
            return replace(
                self, date_from=max(self.date_from, first), date_to=min(self.date_to, last),
                new_since=self.new_since or self.date_from,
            )
        programs = tuple({key} & set(self.program_ids)) if dimension == "program" else self.program_ids
        return replace(self, program_ids=programs, within=(*self.within, (dimension, key)))

    @property
    def min_minutes(self):
        """The threshold of the filter ``min_hours`` in minutes, 0 for none."""
        return (self.filters.get("min_hours") or 0) * 60

    @property
    def episode_program_ids(self):
        """Programmes whose episodes count, narrowed by the programme filter; never empty."""
        wanted = set(self.filters.get("program_ids") or self.program_ids)
        return tuple(sorted(wanted & set(self.program_ids))) or (0,)

    def deliveries(self):
        """Return SQL of the counted deliveries.

        Columns: delivery_id, client_id (may be NULL), encounter_id, service_id, program_id, date, minutes, headcount,
        state, place, district_id (of the encounter, else of the client), gender ("unknown" for unnamed people),
        identity (NULL for them), kind, is_intervention, is_indirect. What a query does not use costs it no join.
        """
        source = SQL("recovery_attribution a JOIN recovery_delivery d ON d.id = a.delivery_id")
        return SQL(
            """
            SELECT d.id AS delivery_id, d.client_id, d.encounter_id, d.service_id, d.program_id, d.date, d.minutes,
                   d.headcount, d.state, e.place, %s AS district_id, %s AS gender, c.identity, s.kind,
                   s.is_intervention, s.is_indirect
              FROM %s
         LEFT JOIN recovery_encounter e ON e.id = d.encounter_id
         LEFT JOIN recovery_service s ON s.id = d.service_id
         LEFT JOIN recovery_client c ON c.id = d.client_id
         LEFT JOIN recovery_episode ep ON ep.id = d.episode_id
             WHERE %s
            """,
            SUBJECTS["district"], SUBJECTS["gender"], source if self.grant_id else SQL("recovery_delivery d"),
            SQL(" AND ").join(self._conditions()),
        )

    def _conditions(self):
        if self.grant_id:
            yield SQL("a.grant_id = %s AND a.state = 'claimed'", self.grant_id)
        else:
            yield SQL("d.program_id IN %s", self.program_ids or (0,))
        if self.states == ("done",):
            # In these words the planner knows the partial indexes.
            yield SQL("d.state = 'done'")
        else:
            yield SQL("d.state IN %s", self.states)
        yield SQL("d.company_id = %s", self.company_id)
        yield SQL("d.date BETWEEN %s AND %s", self.date_from, self.date_to)
        yield from get_value_conditions(self.filters)
        for dimension, value in self.within:
            yield SQL("%s IS NOT DISTINCT FROM %s", SUBJECTS[dimension], value)
        if self.filters.get("new_only"):
            yield self._is_new_since(SQL("d.client_id"), self.new_since or self.date_from)

    def supplies(self):
        """Return SQL of the material that went with counted deliveries.

        Columns: supply_id, delivery_id, client_id, program_id, date, place, district_id, gender, material_kind, issued,
        returned. Where no filter asks for anything that the line of material does not know, it is read alone.
        """
        asked = {name for name, value in self.filters.items() if value}
        if self.grant_id or asked - _SUPPLY_FILTERS or self.states != ("done",):
            return SQL(
                """
                SELECT x.id AS supply_id, d.delivery_id, d.client_id, d.program_id, d.date, d.place, d.district_id,
                       d.gender, x.material_kind, x.issued, x.returned
                  FROM (%s) d
                  JOIN recovery_supply x ON x.delivery_id = d.delivery_id
                """,
                self.deliveries(),
            )
        conditions = [
            SQL("d.state = 'done' AND d.company_id = %s", self.company_id),
            SQL("d.program_id IN %s", self.program_ids or (0,)),
            SQL("d.date BETWEEN %s AND %s", self.date_from, self.date_to),
        ]
        if self.filters.get("program_ids"):
            conditions.append(SQL("d.program_id IN %s", tuple(self.filters["program_ids"])))
        if self.filters.get("place"):
            conditions.append(SQL("d.place = %s", self.filters["place"]))
        own = {"place": SQL("d.place"), "district": SQL("COALESCE(d.district_id, c.district_id)")}
        conditions += [
            SQL("%s IS NOT DISTINCT FROM %s", own.get(dimension, SUBJECTS[dimension]), value)
            for dimension, value in self.within
        ]
        return SQL(
            """
            SELECT d.id AS supply_id, d.delivery_id, d.client_id, d.program_id, d.date, d.place, %s AS district_id,
                   %s AS gender, d.material_kind, d.issued, d.returned
              FROM recovery_supply d
         LEFT JOIN recovery_client c ON c.id = d.client_id
             WHERE %s
            """,
            own["district"], SUBJECTS["gender"], SQL(" AND ").join(conditions),
        )

    def is_new(self, client):
        """Return SQL that is true for a client without any done delivery in the company before the period."""
        return self._is_new_since(client, self.date_from)

    def _is_new_since(self, client, day):
        return SQL(
            "%(client)s IS NOT NULL AND NOT EXISTS (SELECT FROM recovery_delivery earlier"
            " WHERE earlier.client_id = %(client)s AND earlier.company_id = %(company)s"
            " AND earlier.state = 'done' AND earlier.date < %(day)s)",
            client=client, company=self.company_id, day=day,
        )

    def persons(self):
        """Return SQL with one row a person: client_id, date of the first counted delivery, hours."""
        return SQL(
            """
            SELECT d.client_id, MIN(d.date) AS date, SUM(d.minutes) / 60.0 AS hours
              FROM (%s) d
             WHERE d.client_id IS NOT NULL
          GROUP BY d.client_id
            HAVING SUM(d.minutes) >= %s
            """,
            self.deliveries(), self.min_minutes,
        )

    @property
    def reference_day(self):
        """The day on which a state, such as a filled post, is looked at: the end of the period, at most today."""
        return min(self.date_to, self.today)
