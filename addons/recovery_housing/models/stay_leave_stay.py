from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .stay_leave import KEPT, OPEN

# True while somebody moves to another bed: their leave goes with them. A context key could be set by RPC.
_moving = ContextVar("recovery_housing_moving", default=False)
# What belongs to the stay in which it takes place, or took place.
FOLLOWING = (*KEPT, "ended")
LEAVE_READERS = "recovery_care.group_house,recovery_care.group_counsellor,recovery_care.group_coded"


class StayLeaves(models.Model):
    """The leave of a stay: who is out now, and what becomes of it when the stay moves or ends."""

    _inherit = "recovery.stay"

    leave_ids = fields.One2many("recovery.stay.leave", "stay_id", groups=LEAVE_READERS)
    leave_count = fields.Integer(string="Number of leaves", compute="_compute_leave_count", groups=LEAVE_READERS)
    away_leave_id = fields.Many2one(
        "recovery.stay.leave", string="Away on", compute="_compute_away_leave_id", groups=LEAVE_READERS,
    )
    is_away = fields.Boolean(
        string="Away now", compute="_compute_away_leave_id", search="_search_is_away", groups=LEAVE_READERS,
    )
    is_late = fields.Boolean(
        string="Not back yet", compute="_compute_away_leave_id", search="_search_is_late", groups=LEAVE_READERS,
    )
    back_by = fields.Datetime(string="Back by", compute="_compute_away_leave_id", groups=LEAVE_READERS)

    @api.depends_context("uid")
    def _compute_leave_count(self):
        counts = dict(self.env["recovery.stay.leave"]._read_group(
            [("stay_id", "in", self.ids), ("state", "!=", "cancelled"), ("kind", "!=", "outing")], ["stay_id"], ["__count"],
        ))
        for stay in self:
            stay.leave_count = counts.get(stay._origin, 0)

    @api.depends("leave_ids.state", "leave_ids.stop")
    @api.depends_context("uid")
    def _compute_away_leave_id(self):
        leaves = self.env["recovery.stay.leave"].search([("stay_id", "in", self.ids), ("state", "=", "away")])
        away = {leave.stay_id: leave for leave in leaves}
        for stay in self:
            leave = away.get(stay._origin, leaves.browse())
            stay.away_leave_id, stay.back_by = leave, leave.stop
            stay.is_away, stay.is_late = bool(leave), leave.is_late

    @api.model
    def _search_is_away(self, operator, value):
        return self._search_leave(Domain("state", "=", "away"), operator, value)

    @api.model
    def _search_is_late(self, operator, value):
        return self._search_leave(Domain("is_late", "=", True), operator, value)

    def _search_leave(self, domain, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("leave_ids", "any", domain)
        return found if True in value else ~found

    @api.constrains("date_from", "date_to")
    def _check_leaves_inside(self):
        """A stay is not shortened under a leave that is granted or took place."""
        for stay in self.sudo().filtered(lambda stay: stay.state in ("reserved", "in")):
            if any(leave.state in KEPT and not leave._is_inside(stay) for leave in stay.leave_ids):
                raise ValidationError(self.env._(
                    "From, Until: a leave of this stay lies outside of these dates. Change or cancel the leave first.",
                ))

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("out", "cancelled", "reserved") and not _moving.get():
            self._end_leaves()
        return result

    def _end_leaves(self):
        for stay in self.sudo():
            leaves = stay.leave_ids.filtered(lambda leave: leave.state in OPEN)
            if stay.state == "out":
                leaves._end_with_stay(stay.date_to)
            elif stay.state == "cancelled":
                leaves.write({"state": "cancelled"})
            else:
                leaves.filtered(lambda leave: leave.state == "away").write({"state": "cancelled"})

    def action_move(self, bed_id, date_from=None):
        """Move one person to another bed; whoever is on leave stays on leave, and what lies behind the move goes along."""
        leaves = self.sudo().leave_ids.filtered(lambda leave: leave.state in FOLLOWING)
        token = _moving.set(True)
        try:
            stay = super().action_move(bed_id, date_from)
        finally:
            _moving.reset(token)
        if stay != self:
            leaves._follow_stay(stay.sudo(), stay.date_from)
        return stay

    # At the door

    def action_go_out(self):
        """Sign the residents out: on the leave that is granted for now, else for the day, in the curfew as absent.

        :return: the leaves (recordset)
        :raises UserError: for somebody who is away already
        """
        now = fields.Datetime.now()
        Leave = self.env["recovery.stay.leave"]
        granted = Leave.search(
            [("stay_id", "in", self.ids), ("state", "=", "approved"), ("start", "<=", now)], order="start",
        )
        granted = granted.filtered(lambda leave: not leave.stop or leave.stop > now)
        by_stay = {leave.stay_id: leave for leave in granted}
        if any(stay.is_away for stay in self):
            raise UserError(self.env._("State: this person is away already. Sign them in first."))
        going = Leave.union(*by_stay.values())
        going.action_sign_out()
        return going | Leave.create([
            {"stay_id": stay.id, "kind": "absence" if stay.house_id._is_curfew(now) else "outing", "start": now}
            for stay in self if stay not in by_stay
        ])

    def action_come_back(self):
        """Sign the residents in.

        :raises UserError: for somebody who is not away
        """
        if not all(stay.is_away for stay in self):
            raise UserError(self.env._("State: this person is here already."))
        self.away_leave_id.action_sign_in()

    def action_open_leaves(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.stay_leave_action")
        return {**action, "domain": [("stay_id", "=", self.id)], "context": {"default_stay_id": self.id}}
