from odoo import api, fields, models
from odoo.tools import SQL


class AttributionStay(models.Model):
    """Nights of a stay: those from ``date_from`` to the one before ``date_to``, within the period of the grant.

    A stay may have several rows of one grant, where only some of its nights are claimed, wanted or excluded.
    """

    _inherit = "recovery.attribution"

    stay_id = fields.Many2one(
        "recovery.stay", readonly=True, ondelete="restrict", index="btree_not_null", check_company=True,
    )
    date_from = fields.Date(string="First night", readonly=True)
    date_to = fields.Date(string="Until", readonly=True, help="The first night that is not meant any more.")
    nights = fields.Integer(compute="_compute_nights", help="Of the stay, slept until today.")
    house_id = fields.Many2one(related="stay_id.house_id")

    _one_subject = models.Constraint(
        "CHECK((delivery_id IS NULL) <> (stay_id IS NULL))", "An attribution is about a delivery or about nights of a stay.",
    )
    _nights = models.Constraint(
        "CHECK(stay_id IS NULL OR COALESCE(date_to > date_from, FALSE))", "Nights: say which nights of the stay are meant.",
    )
    _nights_once = models.Constraint(
        "EXCLUDE USING gist (int4range(grant_id, grant_id, '[]') WITH &&, int4range(stay_id, stay_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[)') WITH &&) WHERE (stay_id IS NOT NULL)",
        "Stay: the grant has a row about some of these nights already.",
    )
    _exclusive_nights = models.Constraint(
        "EXCLUDE USING gist (int4range(stay_id, stay_id, '[]') WITH &&, daterange(date_from, date_to, '[)') WITH &&)"
        " WHERE (stay_id IS NOT NULL AND exclusive AND state = 'claimed')",
        "Stay: another exclusive grant claims some of these nights. Decide the conflict first.",
    )

    @api.depends("date_from", "date_to", "stay_id.date_from", "stay_id.date_to", "stay_id.state")
    def _compute_nights(self):
        today = fields.Date.context_today(self)
        for attribution in self:
            stay = attribution.sudo().stay_id
            if stay.state not in ("in", "out"):
                attribution.nights = 0
                continue
            start = max(attribution.date_from, stay.date_from)
            attribution.nights = max((min(filter(None, (attribution.date_to, stay.date_to, today))) - start).days, 0)

    @api.depends("date_from")
    def _compute_date(self):
        nights = self.filtered("stay_id")
        for attribution in nights:
            attribution.date = attribution.date_from
        super(AttributionStay, self - nights)._compute_date()

    @api.depends("stay_id.program_id")
    def _compute_program_id(self):
        nights = self.filtered("stay_id")
        for attribution in nights:
            attribution.program_id = attribution.sudo().stay_id.program_id
        super(AttributionStay, self - nights)._compute_program_id()

    @api.depends("stay_id")
    def _compute_display_name(self):
        return super()._compute_display_name()

    def _get_subject_name(self):
        return self.sudo().stay_id.display_name or super()._get_subject_name()

    def _get_logged_clients(self):
        return super()._get_logged_clients() | self.sudo().stay_id.client_id

    @api.model
    def _get_holders_sql(self):
        return SQL(
            "%s AND a.delivery_id IS NOT NULL UNION ALL SELECT a.id, o.grant_id FROM recovery_attribution a"
            " JOIN recovery_attribution o ON o.stay_id = a.stay_id AND o.date_from < a.date_to AND o.date_to > a.date_from"
            " WHERE o.exclusive AND o.state = 'claimed' AND o.id <> a.id", super()._get_holders_sql(),
        )

    def _get_values(self):
        """Return the values of one row about nights, which ones apart."""
        self.ensure_one()
        return {
            "grant_id": self.grant_id.id, "stay_id": self.stay_id.id, "state": self.state, "origin": self.origin,
            "rule_id": self.rule_id.id, "reason": self.reason,
        }

    def _get_rest(self, start, stop):
        """Return the values of what is left of one row before ``start`` and from ``stop`` on."""
        pieces = ((self.date_from, min(self.date_to, start)), (max(self.date_from, stop), self.date_to))
        return [
            {**self._get_values(), "date_from": first, "date_to": beyond} for first, beyond in pieces if first < beyond
        ]

    def _take(self):
        """Give nights in conflict to the grant that wants them; the others keep the nights around them."""
        if not self.stay_id:
            super()._take()
            return
        row = self.sudo()
        pieces = [(row.stay_id, row.date_from, row.date_to)]
        taken = row.grant_id._find_holders(pieces)
        words = self._get_taken_words(taken)
        for held in taken:
            nights = [(row.stay_id, max(row.date_from, held.date_from), min(row.date_to, held.date_to))]
            held.grant_id._decide_nights(nights, "excluded", self.env._("Handed over to %s", row.grant_id.code))
        row._decide("claimed", words)

    def _get_wizard_defaults(self):
        stays = self.stay_id
        defaults = {**super()._get_wizard_defaults(), "default_stay_ids": stays.ids}
        if len(self) == 1 and stays:
            defaults.update(default_date_from=self.date_from, default_date_to=self.date_to)
        return defaults

    def _exclude_from(self, grant, reason):
        super()._exclude_from(grant, reason)
        for row in self.filtered("stay_id"):
            grant.exclude_stays(row.stay_id.ids, reason, row.date_from, row.date_to)
