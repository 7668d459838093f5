from dataclasses import dataclass, field
from datetime import date

from odoo.tools import SQL

from .activity_conditions import get_value_conditions


@dataclass(frozen=True)
class Scope:
    """What a measure looks at: the claims of one grant in one period that pass the filters.

    Counted in the whole company of the grant whoever asks; lists opened from a figure are
    filtered by the rules of the reader afterwards.
    """

    grant_id: int
    company_id: int
    program_ids: tuple
    date_from: date
    date_to: date
    today: date
    filters: dict = field(default_factory=dict)

    @property
    def min_minutes(self):
        """The threshold of the filter ``min_hours`` in minutes, 0 for none."""
        return (self.filters.get("min_hours") or 0) * 60

    @property
    def episode_program_ids(self):
        """Programmes of the grant whose episodes count, narrowed by the programme filter; never empty."""
        wanted = set(self.filters.get("program_ids") or self.program_ids)
        return tuple(sorted(wanted & set(self.program_ids))) or (0,)

    def deliveries(self):
        """Return SQL of the counted deliveries.

        Columns: delivery_id, client_id (may be NULL), encounter_id, service_id, date, minutes,
        headcount, place, is_intervention.
        """
        return SQL(
            """
            SELECT d.id AS delivery_id, d.client_id, d.encounter_id, d.service_id, d.date, d.minutes,
                   d.headcount, e.place, s.is_intervention
              FROM recovery_attribution a
              JOIN recovery_delivery d ON d.id = a.delivery_id
              JOIN recovery_encounter e ON e.id = d.encounter_id
              JOIN recovery_service s ON s.id = d.service_id
         LEFT JOIN recovery_client c ON c.id = d.client_id
         LEFT JOIN recovery_episode ep ON ep.id = d.episode_id
             WHERE %s
            """,
            SQL(" AND ").join(self._conditions()),
        )

    def _conditions(self):
        yield SQL("a.grant_id = %s AND a.state = 'claimed'", self.grant_id)
        yield SQL("d.state = 'done' AND d.company_id = %s", self.company_id)
        yield SQL("d.date BETWEEN %s AND %s", self.date_from, self.date_to)
        yield from get_value_conditions(self.filters)
        if self.filters.get("new_only"):
            yield self.is_new(SQL("d.client_id"))

    def is_new(self, client):
        """Return SQL that is true for a client without any done delivery in the company before the period."""
        return SQL(
            "%(client)s IS NOT NULL AND NOT EXISTS (SELECT FROM recovery_delivery earlier"
            " WHERE earlier.client_id = %(client)s AND earlier.company_id = %(company)s"
            " AND earlier.state = 'done' AND earlier.date < %(day)s)",
            client=client, company=self.company_id, day=self.date_from,
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
