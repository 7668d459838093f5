from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure

_lt = LazyTranslate(__name__)


class Contacts(Measure):
    """One contact a client and encounter; of unnamed people the headcount, once an encounter."""

    code = "contacts"
    label = _lt("Contacts")
    unit = "contacts"
    model = "recovery.encounter"

    def rows(self, scope):
        return SQL(
            """
            SELECT d.encounter_id AS ref_id, d.client_id, MIN(d.date) AS date, SUM(d.minutes) / 60.0 AS hours,
                   NULL::int AS rated, NULL::numeric AS first, NULL::numeric AS last, NULL::numeric AS change,
                   CASE WHEN d.client_id IS NULL THEN MAX(d.headcount) ELSE 1 END AS amount, MIN(d.place) AS place
              FROM (%s) d
          GROUP BY d.encounter_id, d.client_id
            """,
            scope.deliveries(),
        )


class Interventions(Measure):
    """Deliveries of services that count as intervention; a service to unnamed people is one."""

    code = "interventions"
    label = _lt("Interventions")
    unit = "interventions"
    model = "recovery.delivery"

    def rows(self, scope):
        return SQL(
            """
            SELECT d.delivery_id AS ref_id, d.client_id, d.date, d.minutes / 60.0 AS hours,
                   NULL::int AS rated, NULL::numeric AS first, NULL::numeric AS last, NULL::numeric AS change,
                   1 AS amount, d.place
              FROM (%s) d
             WHERE d.is_intervention
            """,
            scope.deliveries(),
        )


class Hours(Measure):
    """Hours of direct work: of each service in an encounter the longest delivery, so a group hour counts once."""

    code = "hours"
    label = _lt("Hours of direct work")
    unit = "hours"
    model = "recovery.encounter"

    def rows(self, scope):
        return SQL(
            """
            SELECT d.encounter_id AS ref_id,
                   CASE WHEN COUNT(DISTINCT d.client_id) = 1 AND COUNT(*) = COUNT(d.client_id)
                        THEN MIN(d.client_id) END AS client_id,
                   MIN(d.date) AS date, MAX(d.minutes) / 60.0 AS hours,
                   NULL::int AS rated, NULL::numeric AS first, NULL::numeric AS last, NULL::numeric AS change,
                   MAX(d.minutes) / 60.0 AS amount, MIN(d.place) AS place
              FROM (%s) d
          GROUP BY d.encounter_id, d.service_id
            """,
            scope.deliveries(),
        )
