from odoo import api, fields, models
from odoo.fields import Command


class EventEncounter(models.Model):
    """A finished event becomes one encounter, so that what clients got there counts without being typed again."""

    _name = "recovery.event"
    _inherit = ["recovery.encounter.source", "recovery.event"]

    has_encounter = fields.Boolean(string="Recorded", compute="_compute_has_encounter")
    # Kept for good in the messages of the event.
    correction_reason = fields.Selection(tracking=True)

    @api.depends("encounter_id")
    @api.depends_context("uid")
    def _compute_has_encounter(self):
        seen = self.sudo().encounter_id.sudo(False)._filtered_access("read")
        for event in self:
            event.has_encounter = event.sudo().encounter_id.id in seen.ids

    def action_open_encounter(self):
        """Open the encounter that the event was recorded as."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().encounter_id.sudo(False).get_formview_action()

    def _prepare_deliveries(self):
        if not self.service_id:
            return {}
        minutes = round(self.hours * 60)
        rows = {
            row.client_id: {"client_id": row.client_id.id, "minutes": round(row.hours * 60)}
            for row in self.participant_ids if row.client_id and row.state in ("attended", "completed")
        }
        if self.headcount and not self.service_id.client_required:
            rows[self.env["recovery.client"]] = {"headcount": self.headcount, "minutes": minutes}
        return rows

    def _prepare_encounter(self):
        return {
            "date_start": self.date_start, "minutes": round(self.hours * 60), "place": self.place,
            "program_id": self.program_id.id, "district_id": self.district_id.id,
            "employee_ids": [Command.set(self.employee_ids.ids)],
        }
