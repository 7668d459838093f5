from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select
from .persons import PersonsSupported

_lt = LazyTranslate(__name__)


class SuppliesIssued(Measure):
    """Pieces of harm-reduction material handed out with a counted delivery, of every kind."""

    code = "supplies_issued"
    label = _lt("Material handed out")
    unit = "pieces"
    model = "recovery.supply"

    def rows(self, scope):
        columns = select(
            ref_id=SQL("x.id"), client_id=SQL("d.client_id"), date=SQL("d.date"), place=SQL("d.place"),
            amount=self._amount(), base=self._base(),
        )
        return SQL(
            "%s FROM (%s) d JOIN recovery_supply x ON x.delivery_id = d.delivery_id WHERE %s",
            columns, scope.deliveries(), self._condition(),
        )

    def _amount(self):
        return SQL("x.issued")

    def _base(self):
        return SQL("NULL::numeric")

    def _condition(self):
        return SQL("TRUE")


class SyringesIssued(SuppliesIssued):
    """Pieces of the kind "syringe" handed out."""

    code = "syringes_issued"
    label = _lt("Syringes handed out")

    def _condition(self):
        return SQL("x.material_kind = 'syringe'")


class SyringesReturned(SyringesIssued):
    """Used syringes taken back, however they were counted."""

    code = "syringes_returned"
    label = _lt("Syringes taken back")

    def _amount(self):
        return SQL("x.returned")


class ReturnRate(SyringesReturned):
    """Syringes taken back as a percentage of the syringes handed out; 0 when none were."""

    code = "return_rate"
    label = _lt("Return rate of syringes")
    unit = "percent"
    cumulative = False

    def _base(self):
        return SQL("x.issued")

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(SUM(r.base), 0), 0)")

    def counted_rows(self, scope):
        """What went out and never came back is evidence too."""
        return self.rows(scope)


class PersonsInHarmReduction(PersonsSupported):
    """Those of the people supported who had a service of the kind "exchange", or material out or back."""

    code = "persons_in_harm_reduction"
    label = _lt("People in harm reduction")

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
