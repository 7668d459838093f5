from odoo import api, fields, models
from odoo.exceptions import UserError


class Attribution(models.Model):
    """One delivery and one grant: claimed, in conflict with another grant, or taken out by hand.

    Written by the rules or by the methods of the grant, never directly. A delivery claimed by an
    exclusive grant is claimed by no other exclusive grant: the database holds that.
    """

    _name = "recovery.attribution"
    _description = "Attribution"
    _inherit = ["recovery.access.logged"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_names_search = ["grant_id", "delivery_id"]

    grant_id = fields.Many2one("recovery.grant", required=True, readonly=True, ondelete="cascade", index=True)
    delivery_id = fields.Many2one(
        "recovery.delivery", required=True, readonly=True, ondelete="restrict", index=True, check_company=True,
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
    date = fields.Date(related="delivery_id.date", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="delivery_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="grant_id.company_id", store=True, precompute=True, index=True)
    encounter_id = fields.Many2one(related="delivery_id.encounter_id")
    service_id = fields.Many2one(related="delivery_id.service_id")
    minutes = fields.Integer(related="delivery_id.minutes")
    claimed_by_id = fields.Many2one("recovery.grant", string="Claimed by", compute="_compute_claimed_by_id")

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

    @api.depends("grant_id.code", "delivery_id")
    def _compute_display_name(self):
        for attribution in self:
            delivery = attribution.sudo().delivery_id
            attribution.display_name = f"{attribution.sudo().grant_id.code or ''} · {delivery.display_name or ''}"

    def _compute_claimed_by_id(self):
        holders = dict(self.sudo()._read_group(
            [("delivery_id", "in", self.sudo().delivery_id.ids), ("state", "=", "claimed"), ("exclusive", "=", True)],
            ["delivery_id"], ["grant_id:min"],
        ))
        for attribution in self:
            attribution.claimed_by_id = holders.get(attribution.sudo().delivery_id)

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
        """Give the deliveries in conflict to the grants that want them; the others lose them.

        :raises UserError: for a row that is not in conflict
        """
        self._check_decision()
        self._require_conflict()
        for attribution in self:
            taken = self.sudo().search([
                ("delivery_id", "=", attribution.sudo().delivery_id.id), ("id", "!=", attribution.id),
                ("state", "=", "claimed"), ("exclusive", "=", True),
            ])
            code = attribution.sudo().grant_id.code
            taken._decide("excluded", self.env._("Handed over to %s", code))
            attribution._decide(
                "claimed", self.env._("Taken over from %s", ", ".join(taken.grant_id.mapped("code")) or "–"),
            )

    def action_leave(self):
        """Leave the deliveries in conflict to whoever claims them."""
        self._check_decision()
        self._require_conflict()
        for attribution in self:
            attribution._decide("excluded", self.env._("Left to %s", attribution.claimed_by_id.sudo().code or "–"))

    def _require_conflict(self):
        if any(attribution.state != "conflict" for attribution in self):
            raise UserError(self.env._("State: only a row in conflict is decided this way."))

    def action_exclude(self, reason=None):
        """Take deliveries out of their grants by hand.

        :param str reason: why; without it the dialogue that asks for it is returned
        """
        self.check_access("read")
        self.grant_id.check_access("write")
        if not reason:
            grant = self.grant_id[:1]
            return {
                "type": "ir.actions.act_window", "res_model": "recovery.attribution.wizard", "view_mode": "form",
                "views": [(False, "form")], "target": "new", "name": self.env._("Claim or exclude by hand"),
                "context": {
                    "default_grant_id": grant.id, "default_decision": "exclude",
                    "default_delivery_ids": self.filtered(lambda row: row.grant_id == grant).delivery_id.ids,
                },
            }
        for grant, rows in self.grouped("grant_id").items():
            grant.exclude(rows.delivery_id.ids, reason)
        return True

    def action_reset(self):
        """Forget decisions by hand and let the rules decide again."""
        self._check_decision()
        manual = self.filtered(lambda attribution: attribution.origin == "manual")
        grants = manual.grant_id
        manual.sudo().unlink()
        grants.filtered(lambda grant: grant.state == "running")._attribute()
