from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dimensions import PERIODS
from .measure import Measure, select

_lt = LazyTranslate(__name__)


class PositionsFilled(Measure):
    """Full-time equivalents of the grant's posts with an employee on the last day of the period, at most today."""

    code = "positions_filled"
    label = _lt("Posts filled")
    unit = "fte"
    model = "recovery.grant.position"
    cumulative = False
    narrowed_by = tuple(PERIODS)

    def rows(self, scope):
        return SQL(
            """
            %(columns)s
              FROM recovery_grant_position p
             WHERE p.grant_id = %(grant)s AND p.employee_id IS NOT NULL
               AND p.date_start <= %(day)s AND COALESCE(p.date_end, %(day)s) >= %(day)s
            """,
            columns=select(ref_id=SQL("p.id"), date=SQL("p.date_start"), amount=SQL("p.fte")),
            grant=scope.grant_id, day=scope.reference_day,
        )
