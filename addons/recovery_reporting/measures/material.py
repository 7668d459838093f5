from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dimensions import DIMENSIONS
from .measure import Measure, select
from .persons import PersonsSupported

_lt = LazyTranslate(__name__)


class SuppliesIssued(Measure):
    """Pieces of harm-reduction material handed out with a counted delivery, of every kind."""

    code = "supplies_issued"
    label = _lt("Material handed out")
    unit = "pieces"
    model = "recovery.supply"

    grain = "supply"
    grouped_by = DIMENSIONS
    # The column of recovery.supply that is added up.
    column = "issued"

    def grain_value(self, amount):
        return SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", SQL.identifier("v", self.column), self._condition())

    def rows(self, scope):
        columns = select(
            ref_id=SQL("v.supply_id"), client_id=SQL("v.client_id"), date=SQL("v.date"), place=SQL("v.place"),
            program_id=SQL("v.program_id"), district_id=SQL("v.district_id"), gender=SQL("v.gender"),
            amount=SQL.identifier("v", self.column), base=self._base(),
        )
        return SQL("%s FROM (%s) v WHERE %s", columns, scope.supplies(), self._condition())

    def _base(self):
        return SQL("NULL::numeric")

    def _condition(self):
        return SQL("TRUE")


class SyringesIssued(SuppliesIssued):
    """Pieces of the kind "syringe" handed out."""

    code = "syringes_issued"
    label = _lt("Syringes handed out")

    def _condition(self):
        return SQL("v.material_kind = 'syringe'")


class SyringesReturned(SyringesIssued):
    """Used syringes taken back, however they were counted."""

    code = "syringes_returned"
    label = _lt("Syringes taken back")
    column = "returned"


class ReturnRate(SyringesReturned):
    """Syringes taken back as a percentage of the syringes handed out; 0 when none were."""

    code = "return_rate"
    label = _lt("Return rate of syringes")
    unit = "percent"
    cumulative = False

    def grain_value(self, amount):
        counted = self._condition()
        return SQL(
            "COALESCE(100.0 * SUM(v.returned) FILTER (WHERE %s) / NULLIF(SUM(v.issued) FILTER (WHERE %s), 0), 0)",
            counted, counted,
        )

    def is_additive(self, scope, dimension):
        return False

    def _base(self):
        return SQL("v.issued")

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(SUM(r.base), 0), 0)")

    def counted_rows(self, scope):
        """What went out and never came back is evidence too."""
        return self.rows(scope)


class PersonsInHarmReduction(PersonsSupported):
    """Those of the people supported who had a service of the kind "exchange", or material out or back."""

    code = "persons_in_harm_reduction"
    label = _lt("People in harm reduction")
    grain = None

    def _condition(self, scope):
        return SQL(
            """
            p.client_id IN (
                SELECT d.client_id
                  FROM (%s) d
                  JOIN recovery_service kind ON kind.id = d.service_id
                 WHERE kind.kind = 'exchange' OR EXISTS (
                       SELECT FROM recovery_supply x WHERE x.delivery_id = d.delivery_id)
            )
            """,
            scope.deliveries(),
        )
