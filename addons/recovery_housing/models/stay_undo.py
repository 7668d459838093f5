from odoo import fields, models
from odoo.exceptions import UserError

from .stay_leave import OPEN
from .stay_leave_stay import _moving


class StayUndo(models.Model):
    """A hand that slipped: a move is taken back by whoever made it, on the same day."""

    _inherit = "recovery.stay"

    def action_undo_move(self):
        """Put one person back into the bed that they were moved from, as if it had not happened.

        The stay in the new bed remains, cancelled as entered by mistake. Open leave and the inventory go back as well.

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
        leaves, stop = stay.leave_ids.filtered(lambda leave: leave.state in OPEN), stay.date_to
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
