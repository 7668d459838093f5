from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class GrantConflicts(models.Model):
    """Deliveries that two exclusive grants want."""

    _inherit = "recovery.grant"

    conflict_count = fields.Integer(string="In conflict", compute="_compute_conflict_count")

    def _get_conflict_domain(self):
        """Return the domain of undecided rows that concern these grants, as the one that wants or the one that holds."""
        held = [("grant_id", "in", self.ids), ("state", "=", "claimed"), ("exclusive", "=", True)]
        return Domain("state", "=", "conflict") & (
            Domain("grant_id", "in", self.ids) | Domain("delivery_id.attribution_ids", "any", held)
        )

    @api.depends_context("uid")
    def _compute_conflict_count(self):
        """Conflicts that the user may see and decide, on either side of them."""
        rows = self.env["recovery.attribution"]._search(self._get_conflict_domain())
        self.env.flush_all()
        counts = dict(self.env.execute_query(SQL(
            """
            SELECT a.grant_id, COUNT(DISTINCT a.delivery_id)
              FROM recovery_attribution a
             WHERE a.grant_id IN %s AND a.state IN ('claimed', 'conflict')
               AND a.delivery_id IN (SELECT c.delivery_id FROM recovery_attribution c WHERE c.id IN %s)
               AND (a.state = 'conflict' OR a.exclusive)
          GROUP BY a.grant_id
            """,
            tuple(self.ids) or (0,), rows.subselect(),
        )))
        for grant in self:
            grant.conflict_count = counts.get(grant.id, 0)

    def _get_blocking_conflicts(self, date_from, date_to):
        """Return the undecided rows (superuser) of one grant in a period that must be decided before freezing.

        Those about restricted people stand with whoever claimed first: nobody who decides may see them.
        """
        return self.env["recovery.attribution"].sudo().search(
            self._get_conflict_domain() & Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
            & Domain("delivery_id.client_id", "not any", [("restricted", "=", True)]),
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
