from dataclasses import replace

from odoo import models
from odoo.tools import SQL

from ..measures.nights import get_people


class ReportNights(models.Model):
    """The list of nights in the file of a report."""

    _inherit = "recovery.report"

    def _get_night_rows(self):
        """Return (rows, bed nights not shown) of the nights that one report claims, by house and client code.

        A row: (house code, house, client code or None, first night, last night, bed nights). A stay is one row for each
        stretch of claimed nights, a register one row for each client. Restricted people are left out and counted.
        """
        self.ensure_one()
        self.env.flush_all()
        scope = self.line_ids[0]._get_scope()
        rows = self.env.execute_query(SQL(
            """
            SELECT h.code, COALESCE(h.name->>%(lang)s, h.name->>'en_US'), c.code, MIN(n.start), MAX(n.stop - 1),
                   SUM((n.stop - n.start) * n.people)::int, COALESCE(c.restricted, FALSE)
              FROM (%(people)s) n
              JOIN recovery_house h ON h.id = n.house_id
         LEFT JOIN recovery_client c ON c.id = n.client_id
          GROUP BY h.id, c.id, CASE WHEN n.model = 'recovery.stay' THEN n.ref_id END,
                   CASE WHEN n.model = 'recovery.stay' THEN n.start END
          ORDER BY h.code, c.code NULLS LAST, 4
            """,
            lang=self.env.lang or "en_US", people=get_people(replace(scope, filters={})),
        ))
        return [row[:6] for row in rows if not row[6]], sum(row[5] for row in rows if row[6])
