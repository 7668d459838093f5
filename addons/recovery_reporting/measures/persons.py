from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure

_lt = LazyTranslate(__name__)


class PersonsSupported(Measure):
    """Distinct clients with a counted delivery, and with the minimum of hours where one is asked."""

    code = "persons_supported"
    label = _lt("People supported")
    unit = "people"
    model = "recovery.client"

    def rows(self, scope):
        return SQL(
            """
            SELECT p.client_id AS ref_id, p.client_id, p.date, p.hours, NULL::int AS rated,
                   NULL::numeric AS first, NULL::numeric AS last, NULL::numeric AS change,
                   1 AS amount, NULL::varchar AS place
              FROM (%s) p
             WHERE %s
            """,
            scope.persons(), self._condition(scope),
        )

    def _condition(self, scope):
        return SQL("TRUE")


class PersonsNew(PersonsSupported):
    """Those of the people supported whose first done delivery in the company lies in the period."""

    code = "persons_new"
    label = _lt("New people")

    def _condition(self, scope):
        return scope.is_new(SQL("p.client_id"))
