from odoo import api, models
from odoo.tools import SQL


class BedBoardNight(models.AbstractModel):
    """Beds and mats that the registers of nights give away; nights in a row of one guest are one bar."""

    _inherit = "recovery.bed.board"

    @api.model
    def _get_bar_queries(self, start, stop, today, house_ids):
        Guest = self.env["recovery.night.guest"]
        Guest.flush_model()
        seen = SQL("g.id IN %s", Guest._search([]).subselect()) if Guest.has_access("read") else SQL("FALSE")
        return [*super()._get_bar_queries(start, stop, today, house_ids), SQL(
            "SELECT bed_id, CASE WHEN seen THEN 'guest' ELSE 'taken' END,"
            " CASE WHEN seen THEN (array_agg(id ORDER BY date))[1] ELSE 0 END,"
            " min(date) - %(start)s, max(date) + 1 - %(start)s, client_id, NULL FROM ("
            " SELECT *, date - row_number() OVER (PARTITION BY bed_id, seen, client_id ORDER BY date)::integer AS run FROM ("
            "  SELECT g.id, g.bed_id, g.date, %(seen)s AS seen, CASE WHEN %(seen)s THEN g.client_id END AS client_id"
            "  FROM recovery_night_guest g"
            "  WHERE g.house_id IN %(houses)s AND g.bed_id IS NOT NULL AND g.state <> 'cancelled'"
            "  AND (g.date >= %(start)s AND g.date < %(stop)s OR g.date = %(today)s)"
            " ) nights) runs GROUP BY bed_id, seen, client_id, run",
            seen=seen, start=start, stop=stop, today=today, houses=tuple(house_ids),
        )]
