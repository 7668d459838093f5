from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class Attribution(models.Model):
    """One delivery, or nights of one stay, and one grant: claimed, in conflict with another grant, or taken out by hand.

    Written by the rules or by the methods of the grant, never directly. A delivery, and a night of a stay, claimed by an
    exclusive grant is claimed by no other exclusive grant: the database holds that. Nights: see ``attribution_stay``.
    """

    _name = "recovery.attribution"
    _description = "Attribution"
    _inherit = ["recovery.access.logged"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_names_search = ["grant_id", "delivery_id", "stay_id"]

    grant_id = fields.Many2one("recovery.grant", required=True, readonly=True, ondelete="cascade", index=True)
    delivery_id = fields.Many2one(
        "recovery.delivery", readonly=True, ondelete="restrict", index=True, check_company=True,
    )
    state = fields.Selection(
        [("claimed", "Claimed"), ("conflict", "In conflict"), ("excluded", "Excluded")], required=True, readonly=True,
    )
    origin = fields.Selection([("rule", "By rule"), ("manual", "By hand")], required=True, readonly=True)
    rule_id = fields.Many2one("recovery.grant.rule", readonly=True, ondelete="set null", index="btree_not_null")
    reason = fields.Char(readonly=True, help="Why it was decided by hand; no names of clients.")
    exclusive = fields.Boolean(
        related="grant_id.exclusive", store=True, precompute=True,
        help="Copy of the grant's, so that one index can hold the exclusivity.",
    )
    date = fields.Date(compute="_compute_date", store=True, precompute=True, index=True, help="Of nights the first one.")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", compute="_compute_program_id", store=True, precompute=True, index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="grant_id.company_id", store=True, precompute=True, index=True)
    encounter_id = fields.Many2one(related="delivery_id.encounter_id")
    service_id = fields.Many2one(related="delivery_id.service_id")
    minutes = fields.Integer(related="delivery_id.minutes")
    claimed_by_id = fields.Many2one(
        "recovery.grant", string="Claimed by", compute="_compute_claimed_by_id", search="_search_claimed_by_id",
    )

    _once = models.Constraint("UNIQUE(grant_id, delivery_id)", "This delivery is attributed to the grant already.")
    _exclusive_once = models.UniqueIndex(
        "(delivery_id) WHERE exclusive AND state = 'claimed'",
        "Delivery: another exclusive grant claims it. Decide the conflict first.",
    )
    _reason = models.Constraint(
        "CHECK(origin = 'rule' OR reason IS NOT NULL)", "Reason: say why it was decided by hand.",
    )
    _excluded_by_hand = models.Constraint(
        "CHECK(state <> 'excluded' OR origin = 'manual')", "Only a decision by hand excludes a delivery.",
    )
    _grant_state_date_idx = models.Index("(grant_id, state, date)")

    @api.depends("delivery_id.date")
    def _compute_date(self):
        for attribution in self:
            attribution.date = attribution.delivery_id.date

    @api.depends("delivery_id.program_id")
    def _compute_program_id(self):
        for attribution in self:
            attribution.program_id = attribution.delivery_id.program_id

    @api.depends("grant_id.code", "delivery_id")
    def _compute_display_name(self):
        for attribution in self:
            attribution.display_name = f"{attribution.sudo().grant_id.code or ''} · {attribution._get_subject_name()}"

    def _get_subject_name(self):
        return self.sudo().delivery_id.display_name or ""

    def _compute_claimed_by_id(self):
        self.env.flush_all()
        holders = dict(self.env.execute_query(SQL(
            "SELECT c.conflict_id, MIN(c.holder_id) FROM (%s) c WHERE c.conflict_id IN %s GROUP BY 1",
            self._get_holders_sql(), tuple(self.ids) or (0,),
        )))
        for attribution in self:
            attribution.claimed_by_id = holders.get(attribution._origin.id)

    @api.model
    def _search_claimed_by_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        holders = self._get_holders_sql()
        found = Domain("id", "in", SQL(
            "(SELECT c.conflict_id FROM (%s) c WHERE c.holder_id IN %s)", holders, tuple(filter(None, value)) or (0,),
        ))
        if False in value:
            found |= Domain("id", "not in", SQL("(SELECT c.conflict_id FROM (%s) c)", holders))
        return found

    @api.model
    def _get_holders_sql(self):
        """Return SQL (conflict_id, holder_id) of rows and the exclusive grants that claim the same."""
        return SQL(
            "SELECT a.id AS conflict_id, o.grant_id AS holder_id FROM recovery_attribution a"
            " JOIN recovery_attribution o ON o.delivery_id = a.delivery_id"
            " WHERE o.exclusive AND o.state = 'claimed'",
        )

    def _get_logged_clients(self):
        return self.sudo().delivery_id.client_id

    def _check_decision(self):
        """Raise unless the user may decide; lock the grants that want the deliveries."""
        self.check_access("read")
        self.grant_id.check_access("write")
        self.sudo().grant_id._lock_competing(self.sudo().program_id)
        self.invalidate_recordset(["state", "origin"])

    def _decide(self, state, reason):
        self.sudo().write({"state": state, "origin": "manual", "rule_id": False, "reason": reason})
        self.sudo().flush_model()

    def action_take(self):
        """Give the deliveries and nights in conflict to the grants that want them; the others lose them.

        :raises UserError: for a row that is not in conflict
        """
        self._check_decision()
        self._require_conflict()
        for attribution in self:
            attribution._take()

    def _take(self):
        """Give one delivery in conflict to the grant that wants it."""
        taken = self.sudo().search([
            ("delivery_id", "=", self.sudo().delivery_id.id), ("id", "!=", self.id),
            ("state", "=", "claimed"), ("exclusive", "=", True),
        ])
        taken._decide("excluded", self.env._("Handed over to %s", self.sudo().grant_id.code))
        self._decide("claimed", self._get_taken_words(taken))

    def _get_taken_words(self, taken):
        return self.env._("Taken over from %s", ", ".join(taken.grant_id.mapped("code")) or "–")

    def action_leave(self):
        """Leave what is in conflict to whoever claims it."""
        self._check_decision()
        self._require_conflict()
        for attribution in self:
            attribution._decide("excluded", self.env._("Left to %s", attribution.claimed_by_id.sudo().code or "–"))

    def _require_conflict(self):
        if any(attribution.state != "conflict" for attribution in self):
            raise UserError(self.env._("State: only a row in conflict is decided this way."))

    def action_exclude(self, reason=None):
        """Take deliveries and nights out of their grants by hand.

        :param str reason: why; without it the dialogue that asks for it is returned
        """
        self.check_access("read")
        self.grant_id.check_access("write")
        if not reason:
            grant = self.grant_id[:1]
            rows = self.filtered(lambda row: row.grant_id == grant)
            return {
                "type": "ir.actions.act_window", "res_model": "recovery.attribution.wizard", "view_mode": "form",
                "views": [(False, "form")], "target": "new", "name": self.env._("Claim or exclude by hand"),
                "context": {
                    "default_grant_id": grant.id, "default_decision": "exclude",
                    **rows._get_wizard_defaults(),
                },
            }
        for grant, rows in self.grouped("grant_id").items():
            rows._exclude_from(grant, reason)
        return True

    def _get_wizard_defaults(self):
        return {"default_delivery_ids": self.delivery_id.ids}

    def _exclude_from(self, grant, reason):
        if self.delivery_id:
            grant.exclude(self.delivery_id.ids, reason)

    def action_reset(self):
        """Forget decisions by hand and let the rules decide again."""
        self._check_decision()
        manual = self.filtered(lambda attribution: attribution.origin == "manual")
        grants = manual.grant_id
        manual.sudo().unlink()
        grants.filtered(lambda grant: grant.state == "running")._attribute()
