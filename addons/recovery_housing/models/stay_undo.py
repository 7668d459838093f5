from odoo import fields, models
from odoo.exceptions import UserError


class StayUndo(models.Model):
    """A hand that slipped: a move is taken back by whoever made it, on the same day."""

    _inherit = "recovery.stay"

    def action_undo_move(self):
        """Put one person back into the bed that they were moved from, as if it had not happened.

        The stay in the new bed remains, cancelled as entered by mistake.

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
        stop = stay.date_to
        stay.write({"state": "cancelled", "cancel_reason": "error"})
        before.write({"state": "in", "date_to": stop, "exit_reason": False, "exit_destination": False})
        return before.sudo(False)
