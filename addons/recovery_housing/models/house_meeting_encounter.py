from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class HouseMeetingEncounter(models.Model):
    """A finished meeting becomes one encounter with a service for each resident who was there."""

    _name = "recovery.house.meeting"
    _inherit = ["recovery.encounter.source", "recovery.house.meeting"]

    def write(self, vals):
        if vals.get("state") == "done":
            self.check_access("write")
            self._check_attendance()
        result = super().write(vals)
        # Read as superuser a moment ago, the lists hold residents whom the user may not see.
        self.invalidate_recordset(["attendance_ids"])
        return result

    def _check_attendance(self):
        """Raise UserError while of somebody on the lists, as far as the user sees them, it is open whether they came."""
        rows = self.filtered(lambda meeting: meeting.state != "done").attendance_ids
        count = len(rows.filtered(lambda row: row.state == "expected"))
        if count:
            raise UserError(self.env._(
                "Residents: of %s nobody said whether they came. Choose “All came”, or mark them one by one.", count,
            ))

    def action_open_correct(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.house.meeting.correct", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Correct the meeting"),
            "context": {"default_meeting_id": self.id},
        }

    def _prepare_encounter(self):
        return {
            "date_start": self.date_start, "minutes": self.minutes, "place": "home", "program_id": self.program_id.id,
            "employee_ids": [Command.set((self.employee_ids | self.chair_id).ids)],
        }

    def _prepare_deliveries(self):
        came = self.attendance_ids.filtered(lambda row: self.service_id and row.state == "present").client_id
        return {client: {"client_id": client.id, "minutes": self.minutes} for client in came}
