from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class BedState(models.Model):
    """What a bed is tonight; nothing of it is stored, as it changes at midnight."""

    _inherit = "recovery.bed"

    state = fields.Selection(
        [("free", "Free"), ("occupied", "Occupied"), ("reserved", "Reserved"), ("out_of_service", "Out of service")],
        string="Tonight", compute="_compute_state", search="_search_state",
    )

    @api.depends(
        "stay_ids.state", "stay_ids.date_from", "stay_ids.date_to", "outage_ids.date_from", "outage_ids.date_to",
        "date_from", "date_to", "house_id.date_open", "house_id.date_close",
    )
    def _compute_state(self):
        states = self._get_states(self.ids)
        for bed in self:
            bed.state = states.get(bed._origin.id, "free")

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        known = [state for state in value if state in dict(self._fields["state"].selection)]
        return Domain("id", "in", SQL(
            "(SELECT t.id FROM (%s) t WHERE t.state IN %s)", self._get_tonight_query(), tuple(known) or ("",),
        ))

    @api.model
    def _get_states(self, bed_ids):
        """Return {id of a bed: what it is tonight}; who holds it is not told."""
        if not bed_ids:
            return {}
        return dict(self.env.execute_query(SQL(
            "SELECT t.id, t.state FROM (%s) t WHERE t.id IN %s", self._get_tonight_query(), tuple(bed_ids),
        )))

    @api.model
    def _count_states(self, houses):
        """Return {id of a house: {state tonight: number of its beds}}, without mats; one query."""
        if not houses.ids:
            return {}
        rows = self.env.execute_query(SQL(
            "SELECT t.house_id, t.state, count(*) FROM (%s) t"
            " WHERE t.house_id IN %s AND t.active AND t.kind <> 'mat' AND t.in_use GROUP BY 1, 2",
            self._get_tonight_query(), tuple(houses.ids),
        ))
        counts = {}
        for house_id, state, number in rows:
            counts.setdefault(house_id, {})[state] = number
        return counts

    @api.model
    def _get_tonight_query(self):
        """Return the SELECT of all beds with their state tonight and whether they are in use; unused ones are not free."""
        self.flush_model(["house_id", "active", "kind", "date_from", "date_to"])
        self.env["recovery.house"].flush_model(["date_open", "date_close"])
        return SQL(
            "SELECT b.*, COALESCE(s.state, CASE WHEN b.in_use THEN 'free' ELSE 'out_of_service' END) AS state FROM ("
            " SELECT b.id, b.house_id, b.active, b.kind, daterange(b.date_from, b.date_to) @> %(today)s"
            " AND daterange(h.date_open, h.date_close) @> %(today)s AS in_use"
            " FROM recovery_bed b JOIN recovery_house h ON h.id = b.house_id"
            ") b LEFT JOIN (%(held)s) s ON s.bed_id = b.id",
            today=fields.Date.context_today(self), held=self._get_state_query(),
        )

    @api.model
    def _get_state_query(self):
        """Return the SELECT of (bed_id, state) of the beds that are not free tonight: in before reserved before out."""
        Stay = self.env["recovery.stay"].sudo()
        Stay.flush_model(["bed_id", "state", "date_from", "date_to"])
        self.env["recovery.bed.outage"].flush_model(["bed_id", "date_from", "date_to"])
        today = fields.Date.context_today(self)
        held = Stay._get_held_domain(today, today + timedelta(days=1)) & Domain("state", "in", ("reserved", "in"))
        return SQL(
            "SELECT DISTINCT ON (bed_id) bed_id, state FROM ("
            " SELECT bed_id, CASE state WHEN 'reserved' THEN 'reserved' ELSE 'occupied' END AS state,"
            " CASE state WHEN 'reserved' THEN 2 ELSE 1 END AS rank FROM recovery_stay WHERE id IN %(held)s"
            " UNION ALL SELECT bed_id, 'out_of_service', 3 FROM recovery_bed_outage"
            " WHERE date_from <= %(today)s AND (date_to IS NULL OR date_to > %(today)s)"
            ") held ORDER BY bed_id, rank", today=today, held=Stay._search(held).subselect(),
        )

    @api.model
    def _find_free(self, company, start, stop):
        """Return the beds of a company that nothing holds from ``start`` to ``stop`` (exclusive, None: open-ended)."""
        Stay = self.env["recovery.stay"].sudo()
        Stay.flush_model(["bed_id", "state", "date_from", "date_to"])
        self.env["recovery.bed.outage"].flush_model(["bed_id", "date_from", "date_to"])
        held = SQL(
            "(SELECT bed_id FROM recovery_stay WHERE id IN %(held)s"
            " UNION SELECT bed_id FROM recovery_bed_outage"
            " WHERE daterange(date_from, date_to) && daterange(%(start)s::date, %(stop)s::date))",
            held=Stay._search(Stay._get_held_domain(start, stop)).subselect(), start=start, stop=stop or None,
        )
        in_use = Domain("date_from", "=", False) | Domain("date_from", "<=", start)
        kept, stays_open = Domain("date_to", "=", False), Domain("house_id.date_close", "=", False)
        if stop:
            kept |= Domain("date_to", ">=", stop)
            stays_open |= Domain("house_id.date_close", ">=", stop)
        return self.search(
            Domain("company_id", "=", company.id) & Domain("id", "not in", held) & in_use & kept
            & Domain("house_id.date_open", "<=", start) & stays_open,
        )
