from markupsafe import Markup
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class GrantMissing(models.Model):
    """Done deliveries in a grant's programmes and period that no grant claims."""

    _inherit = "recovery.grant"

    missing_count = fields.Integer(string="Not attributed", compute="_compute_missing_count")

    def _get_missing_domain(self):
        """Return the domain of deliveries of one grant that nobody claims and that nobody took out of it by hand."""
        self.ensure_one()
        grant = self.sudo()
        return (
            Domain("state", "=", "done") & Domain("program_id", "in", grant.program_ids.ids)
            & Domain("company_id", "=", grant.company_id.id)
            & Domain("date", ">=", grant.date_start) & Domain("date", "<=", grant.date_end)
            & Domain("attribution_ids", "not any", [("state", "in", ["claimed", "conflict"])])
            & Domain("attribution_ids", "not any", [("state", "=", "excluded"), ("grant_id", "=", grant.id)])
        )

    @api.depends_context("uid")
    def _compute_missing_count(self):
        """How many the user may see; one query for all grants."""
        visible = self.env["recovery.delivery"]._search([("state", "=", "done")])
        self.env.flush_all()
        counts = dict(self.env.execute_query(SQL(
            """
            SELECT g.id, COUNT(*)
              FROM recovery_grant g
              JOIN recovery_grant_program_rel gp ON gp.grant_id = g.id
              JOIN recovery_delivery d ON d.program_id = gp.program_id AND d.state = 'done'
                   AND d.company_id = g.company_id AND d.date BETWEEN g.date_start AND g.date_end
             WHERE g.id IN %s AND g.state <> 'draft' AND d.id IN %s
               AND NOT EXISTS (
                   SELECT FROM recovery_attribution a
                    WHERE a.delivery_id = d.id AND (a.state <> 'excluded' OR a.grant_id = g.id))
          GROUP BY g.id
            """,
            tuple(self.ids) or (0,), visible.subselect(),
        )))
        for grant in self:
            grant.missing_count = counts.get(grant.id, 0)

    def _get_missing_breakdown(self):
        """Return [{reason, label, count}] of one grant: why no rule claims them, most frequent first."""
        self.ensure_one()
        Rule = self.env["recovery.grant.rule"]
        missing = self.env["recovery.delivery"]._search(self._get_missing_domain())
        self.env.flush_all()
        failed = SQL(" ").join(
            SQL("WHEN NOT BOOL_OR(%s) THEN %s", test, reason) for reason, test in Rule._get_tests().items()
        )
        rows = self.env.execute_query(SQL(
            """
            SELECT reason, CASE WHEN reason = 'place' THEN place END, COUNT(*)
              FROM (
                SELECT d.id, MIN(e.place) AS place,
                       CASE WHEN BOOL_OR(%(matches)s) THEN 'waiting' %(failed)s ELSE 'rules' END AS reason
                  FROM recovery_delivery d
                  JOIN recovery_encounter e ON e.id = d.encounter_id
                  JOIN recovery_service s ON s.id = d.service_id
             LEFT JOIN recovery_grant_rule r ON r.grant_id = %(grant)s AND r.active
                 WHERE d.id IN %(missing)s
              GROUP BY d.id
              ) why
          GROUP BY 1, 2
          ORDER BY 3 DESC, 1, 2
            """,
            matches=Rule._get_match(), failed=failed, grant=self.id, missing=missing.subselect(),
        ))
        labels = self._get_missing_labels()
        places = dict(Rule._get_choices("place"))
        return [
            {"reason": reason, "label": places[place] if place else labels[reason], "count": count}
            for reason, place, count in rows
        ]

    def _get_missing_labels(self):
        _ = self.env._
        return {
            "program": _("in programmes that no rule names"),
            "dates": _("outside the rules' dates"),
            "service": _("services that no rule names"),
            "staff": _("outside the rules' staff"),
            "place": _("places that no rule names"),
            "house": _("services, where the rules name houses"),
            "waiting": _("match a rule, not attributed yet"),
            "rules": _("no single rule fits"),
        }

    def action_open_missing(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.delivery", "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": self.env._("Not attributed: %s", self.name),
            "domain": list(self._get_missing_domain()),
            "context": {"create": False, "grant_id": self.id, "recovery_missing": True},
            "help": Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % self.env._("Nothing is left over"),
        }

    def action_open_attributions(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.attribution", "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")], "name": self.env._("Attribution: %s", self.name),
            "domain": [("grant_id", "=", self.id)], "context": {"create": False},
        }
