from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..table_rules import Check, Unique


class Event(models.Model):
    """Something for many: a lesson in a school, a clean-up, a camp, a training of staff, volunteers or self-advocates."""

    _name = "recovery.event"
    _description = "Event"
    _inherit = ["recovery.state.machine", "recovery.private.thread", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["code", "name"]
    _mail_post_access = "write"

    _state_transitions = {
        "planned": {"done", "cancelled"},
        "done": {"planned"},
        "cancelled": {"planned"},
    }
    # What is counted: it stands still while the event is finished.
    _counted_facts = {
        "kind", "program_id", "company_id", "date_start", "date_end", "hours", "required_hours", "place", "district_id",
        "employee_ids", "service_id", "headcount", "participant_ids",
    }
    _free_text_paths = ("program_id",)

    code = fields.Char(required=True, readonly=True, copy=False, default="/")
    name = fields.Char(required=True, tracking=True, help="What it is called, without the name of a client.")
    kind = fields.Selection(
        [
            ("prevention", "Prevention"), ("clean_up", "Clean-up"), ("camp", "Camp"), ("training", "Training"),
            ("public", "Public event"), ("self_advocacy", "Self-advocacy"), ("other", "Other"),
        ],
        required=True, default="prevention", index=True,
    )
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_start = fields.Datetime(
        string="Start", required=True, tracking=True,
        default=lambda self: self.env["recovery.encounter"]._default_date_start(),
    )
    date_end = fields.Datetime(
        string="End", required=True, compute="_compute_date_end", store=True, readonly=False, precompute=True, tracking=True,
    )
    date = fields.Date(
        compute="_compute_date", store=True, precompute=True, index=True,
        help="The day on which it begins, in the time zone of the company; the day on which it counts.",
    )
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, precompute=True, tracking=True,
        help="Hours of the programme itself; of an event of one day its whole length unless changed.",
    )
    required_hours = fields.Float(string="Hours to complete", help="Who completes it took part so long; 0: no minimum.")
    place = fields.Selection(
        selection=lambda self: self.env["recovery.encounter"]._fields["place"]._description_selection(self.env),
        required=True, default="other",
    )
    venue = fields.Char(help="Where exactly, such as the name of the school.")
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    partner_id = fields.Many2one(
        "res.partner", string="With", ondelete="restrict", check_company=True,
        help="A school, a town, another organisation.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_event_employee_rel", "event_id", "employee_id", string="Staff", check_company=True,
        default=lambda self: self.env.user.employee_id,
    )
    topic = fields.Char()
    audience = fields.Char(string="For whom", help="Such as “class 8.A” or “volunteers of the street team”.")
    service_id = fields.Many2one(
        "recovery.service", string="Record as", ondelete="restrict", check_company=True,
        help="Finishing the event records this service for clients who took part, so that it need not be written twice.",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")], required=True, default="planned",
        copy=False, index=True, tracking=True,
    )
    headcount = fields.Integer(string="Unnamed participants", tracking=True)
    participant_ids = fields.One2many("recovery.event.participant", "event_id", string="Participants")
    attended_count = fields.Integer(
        string="Took part", compute="_compute_counts", help="Named participants whom you may see, and the unnamed ones.",
    )
    completed_count = fields.Integer(string="Completed", compute="_compute_counts")

    _dates = Check(
        "CHECK(date_end >= date_start)", "End: the event cannot end before it starts.",
        holds=lambda row: not (row["date_end"] and row["date_start"]) or row["date_end"] >= row["date_start"],
    )
    _numbers = Check(
        "CHECK(hours BETWEEN 0 AND 744 AND required_hours BETWEEN 0 AND 744 AND headcount >= 0)",
        "Hours, Unnamed participants: write hours from 0 to 744 and a number that is not negative.",
        holds=lambda row: 0 <= row["hours"] <= 744 and 0 <= row["required_hours"] <= 744 and row["headcount"] >= 0,
    )
    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another event of the company has it.",
        key=lambda row: (row["company_id"], row["code"]),
    )
    _program_date_idx = models.Index("(program_id, date) WHERE state = 'done'")

    @api.depends("date_start")
    def _compute_date_end(self):
        """Two hours, unless somebody said otherwise; moved together with the start."""
        for event in self:
            start, before = event.date_start, event._origin
            if not event.date_end or not start:
                event.date_end = start and start + timedelta(hours=2)
            elif before.date_start and before.date_end and event.date_end == before.date_end and start != before.date_start:
                event.date_end = start + (before.date_end - before.date_start)

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for company, events in self.grouped("company_id").items():
            zone = company._get_timezone() if company else pytz.utc
            for event in events:
                event.date = event.date_start and pytz.utc.localize(event.date_start).astimezone(zone).date()

    @api.depends("date_start", "date_end")
    def _compute_hours(self):
        """The length of an event of one day; how long a camp works on its days somebody has to say."""
        for event in self:
            length = event.date_end - event.date_start if event.date_start and event.date_end else timedelta()
            if length <= timedelta(hours=14):
                event.hours = length.total_seconds() / 3600
            else:
                event.hours = event.hours or 0.0

    @api.depends("participant_ids.state", "headcount")
    @api.depends_context("uid")
    def _compute_counts(self):
        Participant = self.env["recovery.event.participant"].sudo(False)
        counts = {
            (event.id, state): count for event, state, count in Participant._read_group(
                [("event_id", "in", self.ids)], ["event_id", "state"], ["__count"],
            )
        } if Participant.has_access("read") else {}
        for event in self:
            completed = counts.get((event._origin.id, "completed"), 0)
            event.completed_count = completed
            event.attended_count = completed + counts.get((event._origin.id, "attended"), 0) + event.headcount

    @api.depends("code", "name")
    def _compute_display_name(self):
        for event in self:
            event.display_name = f"{event.name} · {event.code}" if event.code not in (False, "/") else event.name

    @api.constrains("required_hours")
    def _check_required_hours(self):
        self.sudo().participant_ids._check_completed()

    @api.constrains("state", "employee_ids", "date")
    def _check_finished(self):
        today = fields.Date.context_today(self)
        for event in self.filtered(lambda event: event.state == "done"):
            if event.date > today:
                raise ValidationError(self.env._("Start: an event of %s has not taken place yet.", event.date))
            if not event.sudo().employee_ids:
                raise ValidationError(self.env._("Staff: an event that took place names who worked."))

    @api.model_create_multi
    def create(self, vals_list):
        """An event entered afterwards as done or cancelled is planned first, so that finishing does what it always does."""
        vals_list = [dict(vals) for vals in vals_list]
        states = [vals.pop("state", None) or "planned" for vals in vals_list]
        for vals in vals_list:
            if vals.get("code", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
                vals["code"] = self.env["ir.sequence"].with_company(company).next_by_code("recovery.event") or "/"
        events = super().create(vals_list)
        for state in {"done", "cancelled"} & set(states):
            self.browse(
                event.id for event, wanted in zip(events, states, strict=True) if wanted == state
            ).write({"state": state})
        return events

    def write(self, vals):
        self._check_facts_open(vals)
        if "date_start" in vals and "date_end" not in vals and len(self) == 1 and self.date_end:
            # What is moved keeps its length; somebody who drags it in the calendar says both.
            start = fields.Datetime.to_datetime(vals["date_start"])
            vals = {**vals, "date_end": start + (self.date_end - self.date_start)}
        return super().write(vals)

    def _check_facts_open(self, vals):
        """Raise UserError where values would rewrite what a finished event is counted by."""
        facts = vals.keys() & self._counted_facts
        if facts and any(event.state != "planned" for event in self):
            raise UserError(self.env._(
                "%s: the event is finished or cancelled. Choose “Correct…” to open it again.",
                self._fields[min(facts)]._description_string(self.env),
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(event.state != "planned" for event in self):
            raise UserError(self.env._("State: an event that took place or was cancelled is kept, not deleted."))

    def _log_printing(self):
        """Reading about an event opens nobody's file; its printed list names the participants by code."""
        self.participant_ids._log_reading("print")

    def action_done(self):
        """Finish events; those already done are left alone, so that a second click does nothing.

        :raises UserError: while somebody is registered of whom nobody said whether they came
        :raises ValidationError: without staff or before the day
        """
        if not self:
            return
        self.check_access("write")
        unfinished = self.filtered(lambda event: event.state != "done")
        open_count = len(unfinished.participant_ids.filtered(lambda row: row.state == "registered"))
        if open_count:
            raise UserError(self.env._(
                "Participants: of %s nobody said whether they came. Choose “All came”, or mark them one by one.", open_count,
            ))
        unfinished.write({"state": "done"})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_replan(self):
        self.write({"state": "planned"})

    def action_all_attended(self):
        """Mark everybody who was registered as having taken part."""
        self.participant_ids.filtered(lambda row: row.state == "registered").action_attended()

    def action_open_correct(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.event.correct", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Correct the event"),
            "context": {"default_event_id": self.id},
        }
