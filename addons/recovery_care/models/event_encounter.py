from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EventEncounter(models.Model):
    """A finished event becomes one encounter, so that what clients got there counts without being typed again.

    What is corrected later is carried over by an amendment of the encounter with the same reason.
    """

    _inherit = "recovery.event"

    # Closed: whether an encounter exists could tell of restricted clients. See ``has_encounter``.
    encounter_id = fields.Many2one(
        "recovery.encounter", readonly=True, copy=False, ondelete="restrict", index="btree_not_null", check_company=True,
        groups=fields.NO_ACCESS,
    )
    has_encounter = fields.Boolean(string="Recorded", compute="_compute_has_encounter")
    correction_reason = fields.Selection(
        [
            ("person", "Wrong person"), ("service", "Wrong service"), ("number", "Wrong number"),
            ("time", "Wrong time or place"), ("twice", "Entered twice"), ("omitted", "Something was left out"),
        ],
        string="Corrected because", readonly=True, copy=False, tracking=True,
    )

    @api.depends("encounter_id")
    @api.depends_context("uid")
    def _compute_has_encounter(self):
        seen = self.sudo().encounter_id.sudo(False)._filtered_access("read")
        for event in self:
            event.has_encounter = event.sudo().encounter_id.id in seen.ids

    def write(self, vals):
        """Whatever sets the state, button or RPC: the encounter follows, and what was done opens with a reason only."""
        before = {event: event.state for event in self} if "state" in vals else {}
        if vals.get("state") == "planned" and "done" in before.values() and not vals.get("correction_reason"):
            self.check_access("write")
            raise UserError(self.env._("Reason: say why the event is corrected."))
        result = super().write(vals)
        for event, state in before.items():
            if event.state == "done" and state != "done":
                event.sudo()._record_encounter()
            elif event.state == "cancelled" and state != "cancelled":
                event.sudo()._cancel_encounter()
        return result

    def action_correct(self, reason):
        """Open finished events for correction; their encounters are amended when they are finished again.

        :param str reason: a value of ``correction_reason``, kept for good in the messages of the event
        :raises UserError: when the reason is missing or not one of the list
        """
        if reason not in dict(self._fields["correction_reason"].selection):
            raise UserError(self.env._("Reason: choose one of the list."))
        self.write({"state": "planned", "correction_reason": reason})

    def action_open_encounter(self):
        """Open the encounter that the event was recorded as."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().encounter_id.sudo(False).get_formview_action()

    def _prepare_deliveries(self):
        """Return {client or empty: values} of the services that one event (superuser) gave."""
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

    def _record_encounter(self):
        """Write what one finished event (superuser) gave into its encounter: new, or amended."""
        self.ensure_one()
        wanted = self._prepare_deliveries() if self.service_id else {}
        if self.encounter_id:
            self._amend_encounter(wanted)
        elif wanted:
            self.encounter_id = self.env["recovery.encounter"].create({
                **self._prepare_encounter(), "company_id": self.company_id.id, "state": "planned",
                "delivery_ids": [
                    Command.create({"service_id": self.service_id.id, **values}) for values in wanted.values()
                ],
            })
            self.encounter_id.action_done()

    def _amend_encounter(self, wanted):
        """Bring the encounter into line with the corrected event, each change written down."""
        encounter = self.encounter_id
        encounter.amend(self._get_correction_text())
        if not wanted:
            encounter.action_cancel()
            encounter.action_finish_amendment()
            return
        if encounter.state == "cancelled":
            encounter.action_replan()
        encounter.write(self._prepare_encounter())
        existing = encounter.delivery_ids.filtered(lambda row: row.state != "cancelled")
        for row in existing:
            values = wanted.pop(row.client_id, None) if row.service_id == self.service_id else None
            if values is None:
                row.action_cancel()
            else:
                row.write(values)
        self.env["recovery.delivery"].create([
            {"encounter_id": encounter.id, "service_id": self.service_id.id, **values} for values in wanted.values()
        ])
        encounter.action_done()
        encounter.action_finish_amendment()

    def _cancel_encounter(self):
        """An event that was recorded and is cancelled after all takes its encounter along."""
        for event in self.filtered(lambda event: event.encounter_id and event.encounter_id.state != "cancelled"):
            event.encounter_id.amend(event._get_correction_text())
            event.encounter_id.action_cancel()
            event.encounter_id.action_finish_amendment()

    def _get_correction_text(self):
        """Return the reason in words that a programme without free text knows."""
        words = self.program_id._get_correction_reasons()
        return words[list(dict(self._fields["correction_reason"].selection)).index(self.correction_reason or "omitted")]
