from odoo.addons.recovery_care.situation_signs import get_rank_sql
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select

_lt = LazyTranslate(__name__)


class ShareSituationImproved(Measure):
    """People supported whose situation is better in one sign, as a percentage of those who can be compared.

    Compared are the first and the last valid snapshot of one programme in which the sign has a value that
    can be better or worse, up to the end of the period, also those from before it. Of several programmes
    one that shows an improvement is taken.
    """

    code = "share_situation_improved"
    label = _lt("Share whose situation improved")
    unit = "percent"
    model = "recovery.client"
    cumulative = False

    def rows(self, scope):
        rank = get_rank_sql(scope.filters["sign"], "x")
        return SQL(
            """
            WITH person AS (%(persons)s),
            snapshot AS (
                SELECT x.client_id, x.program_id, x.date, x.id, %(rank)s AS rank
                  FROM person
                  JOIN recovery_situation x ON x.client_id = person.client_id
                 WHERE x.program_id IN %(programs)s AND x.company_id = %(company)s AND x.state = 'valid'
                   AND x.date <= %(to)s
            ),
            course AS (
                SELECT client_id, program_id, COUNT(*) AS rated,
                       (ARRAY_AGG(rank ORDER BY date, id))[1] AS first,
                       (ARRAY_AGG(rank ORDER BY date DESC, id DESC))[1] AS last
                  FROM snapshot
                 WHERE rank IS NOT NULL
              GROUP BY client_id, program_id
            ),
            best AS (
                SELECT DISTINCT ON (client_id) *
                  FROM course
              ORDER BY client_id, (rated > 1) DESC, (last > first) DESC, program_id
            )
            %(columns)s
              FROM person p
         LEFT JOIN best b ON b.client_id = p.client_id
            """,
            persons=scope.persons(), rank=rank, programs=scope.episode_program_ids, company=scope.company_id,
            to=scope.date_to, columns=select(
                ref_id=SQL("p.client_id"), client_id=SQL("p.client_id"), date=SQL("p.date"), hours=SQL("p.hours"),
                rated=SQL("COALESCE(b.rated, 0)::int"),
                amount=SQL("CASE WHEN b.rated > 1 AND b.last > b.first THEN 1 ELSE 0 END"),
                base=SQL("CASE WHEN b.rated > 1 THEN 1 ELSE 0 END"),
            ),
        )

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(SUM(r.base), 0), 0)")

    def counted_rows(self, scope):
        """The whole denominator is the evidence of a share."""
        return SQL("SELECT r.* FROM (%s) r WHERE r.base > 0", self.rows(scope))

    def detail(self, env, figure):
        return env._(
            "of %(count)s compared; %(once)s with one snapshot that says it, %(never)s with none",
            count=figure.count - figure.rated_once - figure.not_rated, once=figure.rated_once, never=figure.not_rated,
        )

    def get_remedy(self, env):
        return env._("ask them")
