from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# Drops what no rule matches any more, changes and adds what one does; what was decided by hand stays.
APPLY_RULES = """
WITH matched AS (%(matches)s),
wanted AS (
    SELECT m.*, CASE WHEN %(exclusive)s AND EXISTS (
               SELECT FROM recovery_attribution o
                WHERE o.delivery_id = m.delivery_id AND o.grant_id <> %(grant)s
                  AND o.exclusive AND o.state = 'claimed'
           ) THEN 'conflict' ELSE 'claimed' END AS state
      FROM matched m
),
dropped AS (
    DELETE FROM recovery_attribution a
     WHERE a.grant_id = %(grant)s AND a.origin = 'rule' AND a.delivery_id IS NOT NULL
       -- A hashed subplan: as a join the planner, who expects one row, would compare all with all.
       AND a.delivery_id NOT IN (SELECT m.delivery_id FROM matched m)
    RETURNING a.id
),
changed AS (
    UPDATE recovery_attribution a
       SET rule_id = w.rule_id, state = w.state, write_uid = %(uid)s, write_date = NOW() AT TIME ZONE 'UTC'
      FROM wanted w
     WHERE a.grant_id = %(grant)s AND a.origin = 'rule' AND a.delivery_id = w.delivery_id
       AND (a.rule_id IS DISTINCT FROM w.rule_id OR a.state <> w.state)
    RETURNING a.id
),
added AS (
    INSERT INTO recovery_attribution (
        grant_id, delivery_id, state, origin, rule_id, exclusive, date, program_id, company_id,
        create_uid, create_date, write_uid, write_date)
    SELECT %(grant)s, w.delivery_id, w.state, 'rule', w.rule_id, %(exclusive)s, w.date, w.program_id,
           %(company)s, %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
      FROM wanted w
     -- Hashed as well: a join would visit every row inserted so far for each new one.
     WHERE w.delivery_id NOT IN (
               SELECT a.delivery_id FROM recovery_attribution a
                WHERE a.grant_id = %(grant)s AND a.delivery_id IS NOT NULL
           )
    ON CONFLICT DO NOTHING
    RETURNING state
)
SELECT (SELECT COUNT(*) FROM added WHERE state = 'claimed'),
       (SELECT COUNT(*) FROM added WHERE state = 'conflict'),
       (SELECT COUNT(*) FROM dropped)
"""
# So many new rows make the planner's statistics worthless.
MANY = 1000


class GrantAttribution(models.Model):
    """Deciding which deliveries belong to a grant: by its rules, corrected by hand."""

    _inherit = "recovery.grant"

    attributed_at = fields.Datetime(string="Attributed at", readonly=True, copy=False)
    claimed_count = fields.Integer(string="Claimed", compute="_compute_claimed_count")

    @api.depends_context("uid")
    def _compute_claimed_count(self):
        counts = dict(self.env["recovery.attribution"]._read_group(
            [("grant_id", "in", self.ids), ("state", "=", "claimed")], ["grant_id"], ["__count"],
        ))
        for grant in self:
            grant.claimed_count = counts.get(grant, 0)

    def action_attribute(self):
        """Let the rules decide about every done delivery and every stay in the period; decisions by hand stay.

        :return: a notification with the counts
        :raises UserError: when a grant is not running
        """
        self.check_access("write")
        if any(grant.state != "running" for grant in self):
            raise UserError(self.env._("State: only a running grant attributes. Start it first."))
        counts = self._attribute()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning" if counts["conflict"] else "success",
                "title": self.env._("Attributed"),
                "message": self.env._(
                    "%(added)s added, %(removed)s removed, %(conflict)s new in conflict.", **counts,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _attribute(self):
        """Apply the rules of the running grants among ``self`` and of those that compete with them.

        Competing grants are decided together, in the order of sequence, start and id, so that the
        outcome does not depend on which button was pressed first. Running it again changes nothing.

        :return: {"added", "removed", "conflict"}: numbers of rows claimed, dropped and newly in conflict
        """
        grants = self.sudo()._lock_competing()
        counts = {"added": 0, "removed": 0, "conflict": 0}
        running = grants.filtered(lambda grant: grant.state == "running")
        for grant in running.sorted(lambda grant: (grant.sequence, grant.date_start, grant.id)):
            added, conflict, removed = grant._apply_rules()
            counts["added"] += added
            counts["conflict"] += conflict
            counts["removed"] += removed
        if counts["added"] + counts["conflict"] > MANY:
            # What follows in this transaction, such as freezing, would be planned for an empty table.
            self.env.cr.execute("ANALYZE recovery_attribution")
        running.write({"attributed_at": fields.Datetime.now()})
        self.env["recovery.attribution"].invalidate_model()
        self.env["recovery.delivery"].invalidate_model(["attribution_ids"])
        self.env["recovery.stay"].invalidate_model(["attribution_ids"])
        self.invalidate_recordset(["attribution_ids"])
        return counts

    def _lock_competing(self, programs=None):
        """Lock and return ``self`` with all exclusive grants that work in the same programmes.

        Two runs over the same grants wait for one another. The second then fails to serialise, and
        the server repeats its call on what the first has left; the user notices nothing.
        """
        programs = (programs or self.env["recovery.program"]) | self.program_ids
        grants = self | self.search([
            ("state", "!=", "draft"), ("exclusive", "=", True), ("program_ids", "in", programs.ids),
        ]) if any(self.mapped("exclusive")) else self
        self.env.flush_all()
        self.env.execute_query(SQL(
            "SELECT id FROM recovery_grant WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(grants.ids) or (0,),
        ))
        return grants

    def _apply_rules(self):
        """Return (claimed, newly in conflict, dropped) after one statement over all deliveries of one grant."""
        self.ensure_one()
        self.env.flush_all()
        [counts] = self.env.execute_query(SQL(
            APPLY_RULES, matches=self._get_matches_sql(), grant=self.id, exclusive=self.exclusive,
            company=self.company_id.id, uid=self.env.uid,
        ))
        return counts

    def _get_matches_sql(self):
        """Return SQL (delivery_id, rule_id, date, program_id) of what the rules of one grant claim.

        The first matching rule, by sequence, is named.
        """
        return SQL(
            """
            SELECT DISTINCT ON (d.id) d.id AS delivery_id, r.id AS rule_id, d.date, d.program_id
              FROM recovery_grant g
              JOIN recovery_grant_program_rel gp ON gp.grant_id = g.id
              JOIN recovery_delivery d ON d.program_id = gp.program_id AND d.state = 'done'
                   AND d.company_id = g.company_id AND d.date BETWEEN g.date_start AND g.date_end
              JOIN recovery_encounter e ON e.id = d.encounter_id
              JOIN recovery_service s ON s.id = d.service_id
              JOIN recovery_grant_rule r ON r.grant_id = g.id AND r.active
             WHERE g.id = %s AND %s
          ORDER BY d.id, r.sequence, r.id
            """,
            self.id, self.env["recovery.grant.rule"]._get_match(),
        )

    def claim(self, delivery_ids, reason):
        """Claim done deliveries for one grant by hand, whatever its rules say.

        :param delivery_ids: list of ids of recovery.delivery, done and within the period of the grant
        :param str reason: why; kept with the claim
        :raises UserError: for a delivery outside the period, not done, or claimed by another exclusive grant
        """
        deliveries, reason = self._check_decision(delivery_ids, reason)
        grant = self.sudo()
        wrong = deliveries.filtered(
            lambda delivery: delivery.state != "done" or not grant.date_start <= delivery.date <= grant.date_end,
        )
        if wrong:
            raise UserError(self.env._(
                "Delivery: %(deliveries)s is not done, or lies outside the period of the grant.",
                deliveries=", ".join(wrong[:5].mapped("display_name")),
            ))
        held = grant.exclusive and self.env["recovery.attribution"].sudo().search([
            ("delivery_id", "in", deliveries.ids), ("grant_id", "!=", self.id),
            ("state", "=", "claimed"), ("exclusive", "=", True),
        ])
        if held:
            raise UserError(self.env._(
                "Delivery: %(deliveries)s is claimed by the exclusive grant %(grant)s. Exclude it there first.",
                deliveries=", ".join(held[:5].delivery_id.mapped("display_name")), grant=held[0].grant_id.code,
            ))
        grant._decide(deliveries, "claimed", reason)

    def exclude(self, delivery_ids, reason):
        """Take deliveries out of one grant by hand; the rules will not bring them back.

        :param delivery_ids: list of ids of recovery.delivery
        :param str reason: why; kept with the decision
        """
        deliveries, reason = self._check_decision(delivery_ids, reason)
        self.sudo()._decide(deliveries, "excluded", reason)

    def _check_decision(self, delivery_ids, reason):
        """Return (deliveries as superuser, reason) once the user may decide about them; locks the grants."""
        reason = self._check_may_decide(reason)
        deliveries = self.env["recovery.delivery"].browse(getattr(delivery_ids, "ids", delivery_ids))
        deliveries.check_access("read")
        deliveries = deliveries.sudo()
        if deliveries.company_id - self.company_id:
            raise UserError(self.env._("Delivery: it belongs to another company than the grant."))
        self.sudo()._lock_competing(deliveries.program_id)
        return deliveries, reason

    def _check_may_decide(self, reason):
        """Return the reason once the user may decide about what belongs to one grant."""
        self.ensure_one()
        self.check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise ValidationError(self.env._("Reason: say why this is decided by hand."))
        if self.state == "draft":
            raise UserError(self.env._("State: a draft grant claims nothing. Start it first."))
        return reason

    def _decide(self, deliveries, state, reason):
        Attribution = self.env["recovery.attribution"]
        known = Attribution.search([("grant_id", "=", self.id), ("delivery_id", "in", deliveries.ids)])
        known.write({"state": state, "origin": "manual", "reason": reason, "rule_id": False})
        Attribution.create([
            {
                "grant_id": self.id, "delivery_id": delivery.id, "state": state, "origin": "manual", "reason": reason,
            }
            for delivery in deliveries - known.delivery_id
        ])
        Attribution.flush_model()

    @api.model
    def _cron_attribute(self):
        """Attribute the running grants of every company; what somebody else is attributing waits for the next run."""
        by_company = self.search([("state", "=", "running")]).grouped("company_id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(by_company))
        for grants in by_company.values():
            if len(grants.try_lock_for_update(allow_referencing=True)) == len(grants):
                grants._attribute()
            if not Cron._commit_progress(1):
                break
