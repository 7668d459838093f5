from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure

_lt = LazyTranslate(__name__)


class PositionsFilled(Measure):
    """Full-time equivalents of the grant's posts with an employee on the last day of the period, at most today."""

    code = "positions_filled"
    label = _lt("Posts filled")
    unit = "fte"
    model = "recovery.grant.position"
    cumulative = False

    def rows(self, scope):
        return SQL(
            """
            SELECT p.id AS ref_id, NULL::int AS client_id, p.date_start AS date, NULL::numeric AS hours,
                   NULL::int AS rated, NULL::numeric AS first, NULL::numeric AS last, NULL::numeric AS change,
                   p.fte AS amount, NULL::varchar AS place
              FROM recovery_grant_position p
             WHERE p.grant_id = %(grant)s AND p.employee_id IS NOT NULL
               AND p.date_start <= %(day)s AND COALESCE(p.date_end, %(day)s) >= %(day)s
            """,
            grant=scope.grant_id, day=scope.reference_day,
        )
