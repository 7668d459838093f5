from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class GrantConflicts(models.Model):
    """Deliveries and nights that two exclusive grants want."""

    _inherit = "recovery.grant"

    conflict_count = fields.Integer(string="In conflict", compute="_compute_conflict_count")

    def _get_conflict_domain(self):
        """Return the domain of undecided rows that concern these grants, as the one that wants or the one that holds."""
        return Domain("state", "=", "conflict") & (
            Domain("grant_id", "in", self.ids) | Domain("claimed_by_id", "in", self.ids)
        )

    @api.depends_context("uid")
    def _compute_conflict_count(self):
        """Conflicts that the user may see and decide, on either side of them."""
        Attribution = self.env["recovery.attribution"]
        rows = Attribution._search(self._get_conflict_domain())
        self.env.flush_all()
        counts = dict(self.env.execute_query(SQL(
            """
            SELECT side.grant_id, COUNT(DISTINCT (c.delivery_id, c.stay_id, c.date_from))
              FROM recovery_attribution c
              JOIN (SELECT id AS conflict_id, grant_id FROM recovery_attribution WHERE state = 'conflict'
                    UNION SELECT h.conflict_id, h.holder_id FROM (%s) h) side ON side.conflict_id = c.id
             WHERE side.grant_id IN %s AND c.id IN %s
          GROUP BY 1
            """,
            Attribution._get_holders_sql(), tuple(self.ids) or (0,), rows.subselect(),
        )))
        for grant in self:
            grant.conflict_count = counts.get(grant.id, 0)

    def _get_blocking_conflicts(self, date_from, date_to):
        """Return the undecided rows (superuser) of one grant in a period that must be decided before freezing.

        Those about restricted people stand with whoever claimed first: nobody who decides may see them.
        """
        inside = Domain("stay_id", "=", False) & Domain("date", ">=", date_from) | Domain("date_to", ">", date_from)
        not_restricted = [
            Domain(subject, "not any", [("client_id", "any", [("restricted", "=", True)])])
            for subject in ("delivery_id", "stay_id")
        ]
        return self.env["recovery.attribution"].sudo().search(
            self._get_conflict_domain() & Domain("date", "<=", date_to) & inside & Domain.AND(not_restricted),
        )

    def action_open_conflicts(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.attribution", "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": self.env._("In conflict"),
            "domain": list(self._get_conflict_domain()), "context": {"create": False},
        }

    def _prepare_exclusive(self, exclusive):
        """Turn claims that would clash into conflicts before grants become exclusive."""
        if not self or not exclusive:
            return
        grants = self.sudo()
        self.env.flush_all()
        grants.env.execute_query(SQL(
            "SELECT id FROM recovery_grant WHERE company_id IN %s ORDER BY id FOR NO KEY UPDATE",
            tuple(grants.company_id.ids),
        ))
        self.env.cr.execute(SQL(
            """
            UPDATE recovery_attribution a SET state = 'conflict', origin = 'rule'
             WHERE a.grant_id IN %(grants)s AND a.state = 'claimed' AND EXISTS (
                   SELECT FROM recovery_attribution o
                    WHERE o.delivery_id = a.delivery_id AND o.id <> a.id AND o.state = 'claimed'
                      AND (o.exclusive OR (o.grant_id IN %(grants)s AND o.id < a.id)))
            """,
            grants=tuple(grants.ids),
        ))
        self.env["recovery.attribution"].invalidate_model()
        grants._prepare_exclusive_nights()

    def _prepare_exclusive_nights(self):
        """Turn the claimed nights that would clash into conflicts; the nights around them stay claimed."""
        Attribution = self.env["recovery.attribution"]
        pieces = self.env.execute_query(SQL(
            """
            WITH clash AS (
                SELECT a.id, DATEMULTIRANGE(DATERANGE(a.date_from, a.date_to)) AS nights,
                       RANGE_AGG(DATERANGE(o.date_from, o.date_to)) AS held
                  FROM recovery_attribution a
                  JOIN recovery_attribution o ON o.stay_id = a.stay_id AND o.id <> a.id AND o.state = 'claimed'
                       AND o.date_from < a.date_to AND o.date_to > a.date_from
                       AND (o.exclusive OR (o.grant_id IN %(grants)s AND o.id < a.id))
                 WHERE a.grant_id IN %(grants)s AND a.state = 'claimed'
              GROUP BY a.id
            ),
            piece AS (
                SELECT id, 'conflict' AS state, UNNEST(nights * held) AS nights FROM clash
                UNION ALL SELECT id, 'claimed', UNNEST(nights - held) FROM clash
            )
            SELECT id, state, LOWER(nights), UPPER(nights) FROM piece
            """,
            grants=tuple(self.ids),
        ))
        rows = Attribution.browse({row_id for row_id, *_piece in pieces})
        values = [
            {
                **Attribution.browse(row_id)._get_values(), "date_from": start, "date_to": stop,
                **({"state": "conflict", "origin": "rule"} if state == "conflict" else {}),
            }
            for row_id, state, start, stop in pieces
        ]
        rows.unlink()
        Attribution.create(values)
        Attribution.flush_model()
