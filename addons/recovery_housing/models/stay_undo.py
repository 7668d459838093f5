from odoo import api, fields, models
from odoo.exceptions import UserError

from .stay_leave_stay import FOLLOWING, _moving


class StayUndo(models.Model):
    """A hand that slipped: a check-out is taken back, a move by whoever made it on the same day."""

    _inherit = "recovery.stay"

    planned_to = fields.Date(
        string="Planned end before", readonly=True, copy=False, help="Until when the stay was planned before it ended.",
    )
    is_continued = fields.Boolean(string="Goes on in another bed", compute="_compute_is_continued")

    @api.depends("next_ids.state")
    def _compute_is_continued(self):
        for stay in self:
            stay.is_continued = any(after.state != "cancelled" for after in stay.sudo().next_ids)

    def write(self, vals):
        if vals.get("state") == "out":
            self.check_access("write")
            ending = self.sudo().filtered(lambda stay: stay.state == "in")
            for planned, stays in ending.grouped("date_to").items():
                stays.write({"planned_to": planned})
        return super().write(vals)

    def action_undo_check_out(self):
        """Take a check-out back; reserved for programme managers.

        The stay ends again as planned, if that is still to come, and not later than somebody else is to have the bed.
        """
        self.sudo(False)._check_transition("in")
        self.check_access("write")
        for stay in self.sudo().filtered(lambda stay: stay.state == "out"):
            stay.write({
                "state": "in", "exit_reason": False, "exit_destination": False, "date_to": stay._find_end_again(),
            })

    def _find_end_again(self):
        """Return until when one stay (superuser) that has ended can go on, False: open-ended."""
        today = fields.Date.context_today(self)
        ends = [self.planned_to] if self.planned_to and self.planned_to > today else []
        after = self._find_holding(self.bed_id, self.client_id, self.date_to, None) - self
        begins = min(after.mapped("date_from"), default=False)
        if begins and begins >= today:
            ends.append(begins)
        return min(ends, default=False)

    def action_undo_move(self):
        """Put one person back into the bed that they were moved from, as if it had not happened.

        The stay in the new bed remains, cancelled as entered by mistake. Leave and the inventory go back as well.

        :return: the stay (recordset) in the old bed
        :raises UserError: when somebody else moved them, on another day, or from another programme
        """
        self.ensure_one()
        self.check_access("write")
        stay, before, today = self.sudo(), self.sudo().previous_id, fields.Date.context_today(self)
        if not (
            stay.state == "in" and before.exit_reason in ("moved", "transfer") and before.date_to == stay.date_from == today
            and stay.create_uid == self.env.user and before.program_id == stay.program_id
        ):
            raise UserError(self.env._(
                "Move: only who moved somebody within a programme may take it back, on the same day. Move them again.",
            ))
        leaves, stop = stay.leave_ids.filtered(lambda leave: leave.state in FOLLOWING), stay.date_to
        token = _moving.set(True)
        try:
            stay.write({"state": "cancelled", "cancel_reason": "error"})
            before.write({"state": "in", "date_to": stop, "exit_reason": False, "exit_destination": False})
        finally:
            _moving.reset(token)
        leaves.write({"stay_id": before.id})
        if stay.house_id == before.house_id:
            stay.item_ids.write({"stay_id": before.id})
        return before.sudo(False)
