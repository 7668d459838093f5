from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select

_lt = LazyTranslate(__name__)


class PersonsImprovedOrs(Measure):
    """People supported whose last valid ORS total lies at least ``min_change`` above the first.

    Within one episode in the programmes of the grant; ratings up to the end of the period count,
    also those from before it. Of several episodes the one with the greatest rise is taken.
    """

    code = "persons_improved_ors"
    label = _lt("People improved (ORS)")
    unit = "people"
    model = "recovery.client"

    def is_additive(self, scope, dimension):
        """A person has one gender; where a rating stands depends on the end of the period and the programmes."""
        return dimension == "gender"

    def rows(self, scope):
        return SQL(
            """
            WITH person AS (%(persons)s),
            course AS (
                SELECT ep.client_id, ep.id AS episode_id, COUNT(*) AS rated,
                       (ARRAY_AGG(o.total ORDER BY o.date, o.id))[1] AS first,
                       (ARRAY_AGG(o.total ORDER BY o.date DESC, o.id DESC))[1] AS last
                  FROM person
                  JOIN recovery_episode ep ON ep.client_id = person.client_id
                  JOIN recovery_ors o ON o.episode_id = ep.id
                 WHERE ep.program_id IN %(programs)s AND ep.company_id = %(company)s AND %(role)s
                   AND o.state = 'valid' AND o.total IS NOT NULL AND o.date <= %(to)s
              GROUP BY ep.client_id, ep.id
            ),
            best AS (
                SELECT DISTINCT ON (client_id) *
                  FROM course
              ORDER BY client_id, (rated > 1) DESC, (last - first) DESC, episode_id
            )
            %(columns)s
              FROM person p
         LEFT JOIN best b ON b.client_id = p.client_id
            """,
            persons=scope.persons(), programs=scope.episode_program_ids, company=scope.company_id,
            role=SQL("ep.role = %s", scope.filters["role"]) if scope.filters.get("role") else SQL("TRUE"),
            to=scope.date_to, columns=self._columns(scope.filters.get("min_change") or 5.0),
        )

    def _columns(self, min_change):
        return select(
            ref_id=SQL("p.client_id"), client_id=SQL("p.client_id"), date=SQL("p.date"), hours=SQL("p.hours"),
            rated=SQL("COALESCE(b.rated, 0)::int"), first=SQL("b.first"),
            last=SQL("CASE WHEN b.rated > 1 THEN b.last END"),
            change=SQL("CASE WHEN b.rated > 1 THEN b.last - b.first END"),
            amount=SQL("CASE WHEN b.rated > 1 AND b.last - b.first >= %s THEN 1 ELSE 0 END", min_change),
        )

    def detail(self, env, figure):
        if not (figure.rated_once or figure.not_rated):
            return env._("of %(count)s", count=figure.count)
        return env._(
            "of %(count)s; %(once)s rated once, %(never)s not rated",
            count=figure.count, once=figure.rated_once, never=figure.not_rated,
        )


class ShareImprovedOrs(PersonsImprovedOrs):
    """People improved as a percentage of the people supported, rated or not; 0 when there are none."""

    code = "share_improved_ors"
    label = _lt("Share improved (ORS)")
    unit = "percent"
    cumulative = False

    def is_additive(self, scope, dimension):
        return False

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(COUNT(*), 0), 0)")

    def counted_rows(self, scope):
        """The whole denominator is the evidence of a share."""
        return self.rows(scope)
