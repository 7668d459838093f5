from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import SQL


class GrantNightsMissing(models.Model):
    """Nights slept in a grant's houses and period that no grant claims."""

    _inherit = "recovery.grant"

    missing_stay_count = fields.Integer(string="Stays not attributed", compute="_compute_missing_stay_count")

    def _get_missing_nights_sql(self):
        """Return SQL (grant_id, stay_id, nights) of stays with nights that nobody claims and nobody took out by hand.

        Nights are counted once they are over, as in the figures.
        """
        self.env.flush_all()
        return SQL(
            """
            SELECT f.grant_id, f.stay_id, (SELECT SUM(UPPER(p) - LOWER(p)) FROM UNNEST(f.nights - f.settled) p) AS nights
              FROM (
                SELECT g.id AS grant_id, s.id AS stay_id,
                       DATEMULTIRANGE(DATERANGE(s.date_from, s.date_to) * DATERANGE(g.date_start, g.date_end, '[]')
                                      * DATERANGE(NULL, %(today)s)) AS nights,
                       COALESCE((
                           SELECT RANGE_AGG(DATERANGE(a.date_from, a.date_to)) FROM recovery_attribution a
                            WHERE a.stay_id = s.id AND (a.state <> 'excluded' OR a.grant_id = g.id)), '{}') AS settled
                  FROM recovery_grant g
                  JOIN recovery_grant_house_rel gh ON gh.grant_id = g.id
                  JOIN recovery_stay s ON s.house_id = gh.house_id AND s.state IN ('in', 'out')
                       AND s.company_id = g.company_id AND s.date_from <= g.date_end
                       AND COALESCE(s.date_to, g.date_end) >= g.date_start
                 WHERE g.id IN %(grants)s AND g.state <> 'draft'
              ) f
             WHERE NOT ISEMPTY(f.nights - f.settled)
            """,
            today=fields.Date.context_today(self), grants=tuple(self.ids) or (0,),
        )

    def _count_missing_nights(self):
        """Return {id of a grant: (stays, nights)} that the user may see; one query for all grants."""
        visible = self.env["recovery.stay"]._search([("state", "in", ("in", "out"))])
        return {grant: counts for grant, *counts in self.env.execute_query(SQL(
            "SELECT m.grant_id, COUNT(*), SUM(m.nights)::int FROM (%s) m WHERE m.stay_id IN %s GROUP BY 1",
            self._get_missing_nights_sql(), visible.subselect(),
        ))}

    @api.depends_context("uid")
    def _compute_missing_stay_count(self):
        counts = self._count_missing_nights()
        for grant in self:
            grant.missing_stay_count = counts.get(grant.id, (0, 0))[0]

    def action_open_missing_stays(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.stay", "view_mode": "list,form",
            "views": [(self.env.ref("recovery_reporting.stay_view_list_missing").id, "list"), (False, "form")],
            "name": self.env._("Nights not attributed: %s", self.name), "domain": [("missing_in_id", "=", self.id)],
            "context": {"create": False, "grant_id": self.id},
            "help": Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % self.env._("Nothing is left over"),
        }

    @api.readonly
    def get_dashboard(self):
        stays, nights = self._count_missing_nights().get(self.id, (0, 0))
        return {**super().get_dashboard(), "missing_nights": {"stays": stays, "nights": nights}}
