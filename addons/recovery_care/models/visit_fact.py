from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class VisitFact(models.AbstractModel):
    """What somebody told or was found out, mostly at a visit, and has a course of its own afterwards.

    The facts of one at a finished encounter change by an amendment of the encounter; others are
    rewritten within a day, then cancelled with a reason and entered again.
    """

    _name = "recovery.visit.fact"
    _description = "Fact told or found out at a visit"
    _inherit = ["recovery.state.machine", "recovery.client.record", "recovery.amendable"]
    _state_transitions = {"done": {"cancelled"}, "cancelled": set()}
    _common_facts = ("client_id", "program_id", "encounter_id", "date", "state")

    client_id = fields.Many2one(required=False, help="Empty: somebody unnamed.")
    encounter_id = fields.Many2one(
        "recovery.encounter", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('program_id', '=', program_id)]",
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        compute="_compute_from_encounter", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(
        required=True, index=True, compute="_compute_from_encounter", store=True, readonly=False, precompute=True,
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Staff", check_company=True, ondelete="restrict", index="btree_not_null",
        default=lambda self: self.env.user.employee_id,
    )
    state = fields.Selection([("done", "Done"), ("cancelled", "Cancelled")], required=True, default="done", copy=False)
    cancel_reason = fields.Selection(
        [
            ("person", "Wrong person"), ("date", "Wrong time or place"), ("answers", "Wrong answers"),
            ("twice", "Entered twice"), ("visit", "The visit was cancelled"),
        ],
        string="Cancelled because", copy=False,
    )

    @api.depends("encounter_id")
    def _compute_from_encounter(self):
        for fact in self:
            encounter = fact.encounter_id
            fact.program_id = encounter.program_id or fact.program_id or fact._get_default_program()
            fact.date = encounter.date or fact.date or fields.Date.context_today(self)

    def _get_default_program(self):
        """A programme of the user which the client is in, else the user's first."""
        own = self.env["recovery.program"].search([("user_ids", "in", self.env.uid)])
        return (own & self.client_id.sudo().program_ids or own)[:1]

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        """What it is about stands in no name: names travel further than records."""
        for fact in self:
            fact.display_name = f"{fact.sudo().client_id.code or self.env._('unnamed')} · {fact.date or ''}"

    @api.constrains("date")
    def _check_date(self):
        latest = fields.Date.context_today(self) + timedelta(days=1)
        for fact in self:
            if fact.date > latest:
                raise ValidationError(self.env._("Date: %s has not come yet.", fact.date))

    @api.constrains("encounter_id", "program_id", "client_id")
    def _check_encounter(self):
        for fact in self.filtered("encounter_id"):
            encounter = fact.encounter_id
            if not encounter.has_access("read") or encounter.sudo().program_id != fact.program_id:
                raise ValidationError(self.env._("Encounter: choose one of the programme."))
            if fact.client_id and fact.client_id not in encounter.sudo().delivery_ids.client_id:
                raise ValidationError(self.env._("Client: the person is not in this encounter."))

    def write(self, vals):
        if vals.keys() & set(self._get_amendable_facts()) - {"state"}:
            self.check_access("write")
            self._check_rewriting()
        return super().write(vals)

    def _check_rewriting(self):
        """Raise UserError where facts that count already would be rewritten without a trace."""
        if any(fact.state == "cancelled" for fact in self):
            raise UserError(self.env._("State: what was cancelled is not changed. Enter it again."))
        limit = fields.Datetime.now() - timedelta(days=1)
        if any(not fact.encounter_id and fact.create_date < limit for fact in self):
            raise UserError(self.env._("Date: after a day it is not rewritten. Cancel it with a reason and enter it again."))

    def _require_amendment(self, changes):
        if self.encounter_id:
            return super()._require_amendment(changes)
        return None

    def _get_amendable_facts(self):
        return (*super()._get_amendable_facts(), *self._common_facts)

    def _get_amended_encounter(self):
        return self.encounter_id

    def _get_amended_label(self):
        return f"{self._description}: {self.display_name}"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: this is cancelled with a reason, not deleted."))

    def action_cancel(self, reason):
        """Take records out of every count, for good; of a finished encounter by an amendment with the same reason.

        :param str reason: a value of ``cancel_reason``
        :raises UserError: when the reason is missing or not one of the list
        """
        reasons = dict(self._fields["cancel_reason"]._description_selection(self.env))
        if reason not in reasons:
            raise UserError(self.env._("Cancelled because: choose one of the reasons."))
        self.check_access("write")
        todo = self.filtered(lambda fact: fact.state == "done")
        locked = todo.encounter_id.filtered("locked")
        amendments = self.env["recovery.encounter.amendment"].sudo().create([
            {"encounter_id": encounter.id, "reason": reasons[reason], "user_id": self.env.uid} for encounter in locked
        ])
        locked.invalidate_recordset(["amendment_ids", "locked", "amendment_open"])
        todo.write({"state": "cancelled", "cancel_reason": reason})
        amendments._close()

    def action_open_cancel_wizard(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.visit.fact.cancel", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Cancel"),
            "context": {f"default_{self._name.removeprefix('recovery.').replace('.', '_')}_ids": self.ids},
        }
