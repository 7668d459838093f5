from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# The nights that the rules of one grant claim or want, as pieces of stays: stay_id, rule_id, program_id, state, nights.
# The first rule in their order names a night. What was decided by hand is left out; what another exclusive grant
# claims already is wanted and not claimed.
PIECES = """
WITH found AS (
    SELECT s.id AS stay_id, r.id AS rule_id, r.sequence, h.program_id,
           DATERANGE(s.date_from, s.date_to) * DATERANGE(g.date_start, g.date_end, '[]')
           * DATERANGE(r.date_from, r.date_to, '[]') AS nights
      FROM recovery_grant g
      JOIN recovery_grant_house_rel gh ON gh.grant_id = g.id
      JOIN recovery_house h ON h.id = gh.house_id
      JOIN recovery_stay s ON s.house_id = h.id AND s.state IN ('in', 'out') AND s.company_id = g.company_id
      JOIN recovery_grant_rule r ON r.grant_id = g.id AND r.active
     WHERE g.id = %(grant)s AND %(match)s
),
own AS (
    SELECT f.stay_id, f.rule_id, f.program_id, DATEMULTIRANGE(f.nights) - COALESCE(RANGE_AGG(f.nights) OVER (
               PARTITION BY f.stay_id ORDER BY f.sequence, f.rule_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), '{}') AS nights
      FROM found f
     WHERE NOT ISEMPTY(f.nights)
),
decided AS (
    SELECT a.stay_id, RANGE_AGG(DATERANGE(a.date_from, a.date_to)) AS nights
      FROM recovery_attribution a
     WHERE a.grant_id = %(grant)s AND a.stay_id IS NOT NULL AND a.origin = 'manual'
  GROUP BY a.stay_id
),
held AS (
    SELECT o.stay_id, RANGE_AGG(DATERANGE(o.date_from, o.date_to)) AS nights
      FROM recovery_attribution o
     WHERE o.grant_id <> %(grant)s AND o.stay_id IN (SELECT stay_id FROM own) AND o.exclusive AND o.state = 'claimed'
           AND %(exclusive)s
  GROUP BY o.stay_id
),
wanted AS (
    SELECT w.stay_id, w.rule_id, w.program_id, w.nights - COALESCE(d.nights, '{}') AS nights,
           COALESCE(h.nights, '{}') AS held
      FROM own w
 LEFT JOIN decided d ON d.stay_id = w.stay_id
 LEFT JOIN held h ON h.stay_id = w.stay_id
)
SELECT stay_id, rule_id, program_id, 'claimed' AS state, UNNEST(nights - held) AS nights FROM wanted
UNION ALL SELECT stay_id, rule_id, program_id, 'conflict', UNNEST(nights * held) FROM wanted
"""
DROP = """
DELETE FROM recovery_attribution a
 WHERE a.grant_id = %(grant)s AND a.origin = 'rule' AND a.stay_id IS NOT NULL
   AND (a.stay_id, COALESCE(a.rule_id, 0), a.state, DATERANGE(a.date_from, a.date_to)) NOT IN (
       SELECT p.stay_id, p.rule_id, p.state, p.nights FROM (%(pieces)s) p)
RETURNING a.id
"""
ADD = """
INSERT INTO recovery_attribution (
    grant_id, stay_id, date_from, date_to, state, origin, rule_id, exclusive, date, program_id, company_id,
    create_uid, create_date, write_uid, write_date)
SELECT %(grant)s, p.stay_id, LOWER(p.nights), UPPER(p.nights), p.state, 'rule', p.rule_id, %(exclusive)s,
       LOWER(p.nights), p.program_id, %(company)s, %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
  FROM (%(pieces)s) p
 WHERE (p.stay_id, DATERANGE(LOWER(p.nights), UPPER(p.nights))) NOT IN (
       SELECT a.stay_id, DATERANGE(a.date_from, a.date_to)
         FROM recovery_attribution a
        WHERE a.grant_id = %(grant)s AND a.stay_id IS NOT NULL)
ON CONFLICT DO NOTHING
RETURNING state
"""


class GrantNights(models.Model):
    """Deciding which nights of stays belong to a grant: by its rules, corrected by hand."""

    _inherit = "recovery.grant"

    def _apply_rules(self):
        """Add the nights: one statement drops what no rule gives any more, one adds what is new."""
        claimed, conflict, dropped = super()._apply_rules()
        words = {"grant": self.id, "exclusive": self.exclusive, "company": self.company_id.id, "uid": self.env.uid}
        words["pieces"] = SQL(
            PIECES, grant=self.id, exclusive=self.exclusive, match=self.env["recovery.grant.rule"]._get_stay_match(),
        )
        gone = self.env.execute_query(SQL(DROP, grant=self.id, pieces=words["pieces"]))
        added = [state for (state,) in self.env.execute_query(SQL(ADD, **words))]
        return claimed + added.count("claimed"), conflict + added.count("conflict"), dropped + len(gone)

    def claim_stays(self, stay_ids, reason, date_from=None, date_to=None):
        """Claim nights of stays for one grant by hand, whatever its rules say.

        :param stay_ids: list of ids of recovery.stay, begun or over
        :param str reason: why; kept with the claim
        :param date_from: date of the first night, the first of the stay and grant when empty
        :param date_to: the first date whose night is not meant any more, the end of the stay and grant when empty
        :raises UserError: for a stay without a night in the grant and these dates, or claimed by another exclusive grant
        """
        stays, reason = self._check_stay_decision(stay_ids, reason)
        grant = self.sudo()
        pieces = [(stay, *grant._get_own_nights(stay, date_from, date_to)) for stay in stays]
        held = grant.exclusive and grant._find_holders(pieces)
        if held:
            raise UserError(self.env._(
                "Stay: nights of %(stays)s are claimed by the exclusive grant %(grant)s. Exclude them there first.",
                stays=", ".join(held[:5].stay_id.mapped("display_name")), grant=held[0].grant_id.code,
            ))
        grant._decide_nights(pieces, "claimed", reason)

    def exclude_stays(self, stay_ids, reason, date_from=None, date_to=None):
        """Take nights of stays out of one grant by hand; the rules will not bring them back.

        :param stay_ids: list of ids of recovery.stay
        :param str reason: why; kept with the decision
        :param date_from: see ``claim_stays``
        :param date_to: see ``claim_stays``
        """
        stays, reason = self._check_stay_decision(stay_ids, reason)
        grant = self.sudo()
        grant._decide_nights(
            [(stay, *grant._get_own_nights(stay, date_from, date_to)) for stay in stays], "excluded", reason,
        )

    def _check_stay_decision(self, stay_ids, reason):
        """Return (stays as superuser, reason) once the user may decide about them; locks the grants."""
        reason = self._check_may_decide(reason)
        stays = self.env["recovery.stay"].browse(getattr(stay_ids, "ids", stay_ids))
        stays.check_access("read")
        stays = stays.sudo()
        if stays.company_id - self.company_id:
            raise UserError(self.env._("Stay: it belongs to another company than the grant."))
        self.sudo()._lock_competing(stays.program_id)
        return stays, reason

    def _get_own_nights(self, stay, date_from, date_to):
        """Return (first night, first night that is not) of one stay within one grant and the dates given."""
        beyond = self.date_end + timedelta(days=1)
        start = max(filter(None, (stay.date_from, self.date_start, fields.Date.to_date(date_from))))
        stop = min(filter(None, (stay.date_to, beyond, fields.Date.to_date(date_to))))
        if start >= stop or stay.state not in ("in", "out"):
            raise UserError(self.env._(
                "Stay: %s has no nights within the grant and these dates.", stay.display_name,
            ))
        return start, stop

    def _find_holders(self, pieces):
        """Return the claims of other exclusive grants on nights of ``pieces``, [(stay, start, stop)]."""
        rows = self.env["recovery.attribution"].search([
            ("stay_id", "in", [stay.id for stay, _start, _stop in pieces]), ("grant_id", "not in", self.ids),
            ("state", "=", "claimed"), ("exclusive", "=", True),
        ])
        return rows.filtered(lambda row: any(
            row.stay_id == stay and row.date_from < stop and row.date_to > start for stay, start, stop in pieces
        ))

    def _decide_nights(self, pieces, state, reason):
        """Write a decision by hand about nights of stays; what was there before keeps the nights around them.

        :param pieces: [(stay, first night, first night that is not)], each stay once
        """
        self.ensure_one()
        Attribution = self.env["recovery.attribution"]
        meant = {stay: (start, stop) for stay, start, stop in pieces}
        cut = Attribution.search([
            ("grant_id", "=", self.id), ("stay_id", "in", [stay.id for stay in meant]),
        ]).filtered(lambda row: row.date_from < meant[row.stay_id][1] and row.date_to > meant[row.stay_id][0])
        rest = [vals for row in cut for vals in row._get_rest(*meant[row.stay_id])]
        cut.unlink()
        Attribution.create(rest + [
            {
                "grant_id": self.id, "stay_id": stay.id, "date_from": start, "date_to": stop, "state": state,
                "origin": "manual", "reason": reason,
            }
            for stay, start, stop in pieces
        ])
        Attribution.flush_model()
