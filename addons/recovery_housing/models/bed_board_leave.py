from odoo import api, fields, models
from odoo.tools import SQL


class BedBoardLeave(models.AbstractModel):
    """Nights on leave stand on the bar of the stay; the bed remains held."""

    _inherit = "recovery.bed.board"

    @api.model
    def _get_bar_queries(self, start, stop, today, house_ids):
        queries = super()._get_bar_queries(start, stop, today, house_ids)
        Leave = self.env["recovery.stay.leave"]
        if not Leave.has_access("read"):
            return queries
        Leave.flush_model()
        late = SQL("(l.state = 'away' AND l.stop < %s)", fields.Datetime.now())
        return [*queries, SQL(
            "SELECT s.bed_id, CASE WHEN %(late)s THEN 'late' ELSE 'leave' END, s.id, l.date_from - %(start)s,"
            " CASE WHEN %(late)s THEN GREATEST(l.date_to, %(today)s + 1) ELSE l.date_to END - %(start)s, NULL, NULL"
            " FROM recovery_stay_leave l JOIN recovery_stay s ON s.id = l.stay_id"
            " WHERE s.house_id IN %(houses)s AND s.id IN %(stays)s AND l.id IN %(leaves)s AND s.state <> 'cancelled'"
            " AND l.state IN ('approved', 'away', 'returned', 'ended')"
            " AND (daterange(l.date_from, l.date_to) && daterange(%(start)s, %(stop)s)"
            " OR daterange(l.date_from, l.date_to) @> %(today)s::date OR %(late)s)",
            late=late, start=start, stop=stop, today=today, houses=tuple(house_ids),
            stays=self.env["recovery.stay"]._search([]).subselect(), leaves=Leave._search([]).subselect(),
        )]

