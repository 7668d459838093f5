from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HouseMeetingEncounter(models.Model):
    """A finished meeting becomes one encounter with a service for each resident who was there.

    What is corrected later is carried over by an amendment of the encounter with the same reason, as with events.
    """

    _inherit = "recovery.house.meeting"

    # Closed: whether an encounter exists could tell of restricted residents.
    encounter_id = fields.Many2one(
        "recovery.encounter", readonly=True, copy=False, ondelete="restrict", index="btree_not_null", check_company=True,
        groups=fields.NO_ACCESS,
    )
    correction_reason = fields.Selection(
        selection=lambda self: self.env["recovery.event"]._fields["correction_reason"]._description_selection(self.env),
        string="Corrected because", readonly=True, copy=False,
    )

    def write(self, vals):
        """Whatever sets the state, button or RPC: the encounter follows, and what was done opens with a reason only."""
        before = {meeting: meeting.state for meeting in self} if "state" in vals else {}
        if vals.get("state") == "planned" and "done" in before.values() and not vals.get("correction_reason"):
            self.check_access("write")
            raise UserError(self.env._("Reason: say why the meeting is corrected."))
        if vals.get("state") == "done":
            self.check_access("write")
            self._check_attendance()
        result = super().write(vals)
        for meeting, state in before.items():
            if meeting.state == "done" and state != "done":
                meeting.sudo()._record_encounter()
            elif meeting.state == "cancelled" and state != "cancelled":
                meeting.sudo()._amend_encounter(self.env["recovery.client"])
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

    def action_correct(self, reason):
        """Open finished meetings for correction; their encounters are amended when they are finished again.

        :param str reason: a value of ``correction_reason``
        :raises UserError: when the reason is missing or not one of the list
        """
        if reason not in dict(self._fields["correction_reason"]._description_selection(self.env)):
            raise UserError(self.env._("Reason: choose one of the list."))
        self.write({"state": "planned", "correction_reason": reason})

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

    def _record_encounter(self):
        """Write what one finished meeting (superuser) was into its encounter: new, or amended."""
        self.ensure_one()
        came = self.attendance_ids.filtered(lambda row: self.service_id and row.state == "present").client_id
        if self.encounter_id:
            self._amend_encounter(came)
        elif came:
            self.encounter_id = self.env["recovery.encounter"].create({
                **self._prepare_encounter(), "company_id": self.company_id.id, "state": "planned",
                "delivery_ids": [
                    Command.create({"service_id": self.service_id.id, "client_id": client.id, "minutes": self.minutes})
                    for client in came
                ],
            })
            self.encounter_id.action_done()

    def _amend_encounter(self, came):
        """Bring the encounter, if there is one, into line with who came; each change is written down."""
        encounter = self.encounter_id
        if not encounter or not came and encounter.state == "cancelled":
            return
        encounter.amend(self._get_correction_text())
        if not came:
            encounter.action_cancel()
            encounter.action_finish_amendment()
            return
        if encounter.state == "cancelled":
            encounter.action_replan()
        encounter.write(self._prepare_encounter())
        existing = encounter.delivery_ids.filtered(lambda row: row.state != "cancelled")
        kept = existing.filtered(lambda row: row.client_id in came and row.service_id == self.service_id)
        (existing - kept).action_cancel()
        kept.write({"minutes": self.minutes})
        self.env["recovery.delivery"].create([
            {
                "encounter_id": encounter.id, "service_id": self.service_id.id, "client_id": client.id,
                "minutes": self.minutes,
            } for client in came - kept.client_id
        ])
        encounter.action_done()
        encounter.action_finish_amendment()

    def _get_correction_text(self):
        """Return the reason in words that a programme without free text knows."""
        words = self.program_id._get_correction_reasons()
        reasons = list(dict(self._fields["correction_reason"]._description_selection(self.env)))
        return words[reasons.index(self.correction_reason or "omitted")]
