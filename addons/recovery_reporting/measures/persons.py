from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select

_lt = LazyTranslate(__name__)


class PersonsSupported(Measure):
    """Distinct clients with a counted delivery, and with the minimum of hours where one is asked."""

    code = "persons_supported"
    label = _lt("People supported")
    unit = "people"
    model = "recovery.client"
    grain = "visit"

    def get_grain(self, scope):
        return self.grain if not scope.min_minutes else None

    def grain_value(self, amount):
        return SQL("COUNT(DISTINCT v.client_id)")

    def is_additive(self, scope, dimension):
        """A person comes in March and in April, to the centre and to the street, but has one gender."""
        return dimension == "gender"

    def rows(self, scope):
        columns = select(
            ref_id=SQL("p.client_id"), client_id=SQL("p.client_id"), date=SQL("p.date"), hours=SQL("p.hours"),
            amount=SQL("1"),
        )
        return SQL("%s FROM (%s) p WHERE %s", columns, scope.persons(), self._condition(scope))

    def _condition(self, scope):
        return SQL("TRUE")


class PersonsNew(PersonsSupported):
    """Those of the people supported whose first done delivery in the company lies in the period."""

    code = "persons_new"
    label = _lt("New people")
    grain = None

    def _condition(self, scope):
        return scope.is_new(SQL("p.client_id"))
