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

    @api.depends("stay_ids.state", "stay_ids.date_from", "stay_ids.date_to", "outage_ids.date_from", "outage_ids.date_to")
    def _compute_state(self):
        states = self._get_states(self.ids)
        for bed in self:
            bed.state = states.get(bed._origin.id, "free")

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        known = [state for state in value if state in dict(self._fields["state"].selection)]
        self.flush_model(["house_id"])
        return Domain("id", "in", SQL(
            "(SELECT b.id FROM recovery_bed b LEFT JOIN (%s) s ON s.bed_id = b.id WHERE COALESCE(s.state, 'free') IN %s)",
            self._get_state_query(), tuple(known) or ("",),
        ))

    @api.model
    def _get_states(self, bed_ids):
        """Return {id of a bed: "occupied", "reserved" or "out_of_service"} tonight; who holds it is not told."""
        if not bed_ids:
            return {}
        return dict(self.env.execute_query(SQL(
            "SELECT s.bed_id, s.state FROM (%s) s WHERE s.bed_id IN %s", self._get_state_query(), tuple(bed_ids),
        )))

    @api.model
    def _count_states(self, houses):
        """Return {id of a house: {state tonight: number of its beds}}, without mats; one query."""
        if not houses:
            return {}
        self.flush_model(["house_id", "active", "kind", "date_from", "date_to"])
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(SQL(
            "SELECT b.house_id, COALESCE(s.state, 'free'), count(*) FROM recovery_bed b"
            " LEFT JOIN (%s) s ON s.bed_id = b.id"
            " WHERE b.house_id IN %s AND b.active AND b.kind <> 'mat'"
            " AND daterange(b.date_from, b.date_to) @> %s GROUP BY 1, 2",
            self._get_state_query(), tuple(houses.ids), today,
        ))
        counts = {}
        for house_id, state, number in rows:
            counts.setdefault(house_id, {})[state] = number
        return counts

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
        kept = Domain("date_to", "=", False)
        if stop:
            kept |= Domain("date_to", ">=", stop)
        return self.search(
            Domain("company_id", "=", company.id) & Domain("id", "not in", held) & in_use & kept
            & Domain("house_id.date_open", "<=", start)
            & (Domain("house_id.date_close", "=", False) | Domain("house_id.date_close", ">=", stop or start)),
        )
