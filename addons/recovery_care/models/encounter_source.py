from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EncounterSource(models.AbstractModel):
    """A record that becomes one encounter when it is finished, so that what clients got there is not typed again.

    What is corrected later is carried over by an amendment of the encounter with the same reason. The model says in
    ``_prepare_encounter`` what the encounter is and in ``_prepare_deliveries`` what was given to whom.
    """

    _name = "recovery.encounter.source"
    _description = "Recorded as an encounter"

    # Closed: whether an encounter exists could tell of restricted clients.
    encounter_id = fields.Many2one(
        "recovery.encounter", readonly=True, copy=False, ondelete="restrict", index="btree_not_null", check_company=True,
        groups=fields.NO_ACCESS,
    )
    correction_reason = fields.Selection(
        [
            ("person", "Wrong person"), ("service", "Wrong service"), ("number", "Wrong number"),
            ("time", "Wrong time or place"), ("twice", "Entered twice"), ("omitted", "Something was left out"),
        ],
        string="Corrected because", readonly=True, copy=False,
    )

    def write(self, vals):
        """Whatever sets the state, button or RPC: the encounter follows, and what was done opens with a reason only."""
        before = {record: record.state for record in self} if "state" in vals else {}
        if vals.get("state") == "planned" and "done" in before.values() and not vals.get("correction_reason"):
            self.check_access("write")
            raise UserError(self.env._("Reason: say why it is corrected."))
        result = super().write(vals)
        for record, state in before.items():
            if record.state == "done" and state != "done":
                record.sudo()._record_encounter()
            elif record.state == "cancelled" and state != "cancelled":
                record.sudo()._cancel_encounter()
        return result

    def action_correct(self, reason):
        """Open what is finished for correction; the encounters are amended when it is finished again.

        :param str reason: a value of ``correction_reason``
        :raises UserError: when the reason is missing or not one of the list
        """
        if reason not in dict(self._fields["correction_reason"].selection):
            raise UserError(self.env._("Reason: choose one of the list."))
        self.write({"state": "planned", "correction_reason": reason})

    def _prepare_encounter(self):
        """Return the values of the encounter of one record (superuser), without its services."""
        raise NotImplementedError

    def _prepare_deliveries(self):
        """Return {client or empty: values} of the services that one record (superuser) gave; empty: it is not counted."""
        raise NotImplementedError

    def _record_encounter(self):
        """Write what one finished record (superuser) gave into its encounter: new, or amended."""
        self.ensure_one()
        wanted = self._prepare_deliveries()
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
        """Bring the encounter into line with the corrected record, each change written down."""
        encounter = self.encounter_id
        if not wanted:
            self._cancel_encounter()
            return
        encounter.amend(self._get_correction_text())
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
        """What was recorded and did not take place after all takes its encounter along."""
        for record in self.filtered(lambda record: record.encounter_id and record.encounter_id.state != "cancelled"):
            record.encounter_id.amend(record._get_correction_text())
            record.encounter_id.action_cancel()
            record.encounter_id.action_finish_amendment()

    def _get_correction_text(self):
        """Return the reason in words that a programme without free text knows."""
        words = self.program_id._get_correction_reasons()
        return words[list(dict(self._fields["correction_reason"].selection)).index(self.correction_reason or "omitted")]
