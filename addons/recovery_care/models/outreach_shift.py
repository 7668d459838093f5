from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..table_rules import Check, UniqueIndex

USUAL_HOURS = 4
# A shift that was not ended for longer was forgotten: then the planned end is the better guess.
LONGEST_HOURS = 16


class OutreachShift(models.Model):
    """An evening on the street: a team, a route, the stops made, and what was done there."""

    _name = "recovery.outreach.shift"
    _description = "Outreach shift"
    _inherit = ["recovery.state.machine", "recovery.outreach.counted", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_name = "code"
    _counted_by = "shift_id"

    _state_transitions = {
        "planned": {"running", "done", "cancelled"},
        "running": {"done", "planned", "cancelled"},
        "done": {"running"},
        "cancelled": {"planned"},
    }
    _state_groups = {("done", "running"): "recovery_care.group_manager"}
    _locked_facts = (
        "program_id", "date_start", "date_stop", "employee_ids", "volunteer_ids", "route_id", "stop_ids",
    )

    code = fields.Char(required=True, readonly=True, copy=False, default=lambda self: self.env._("New"))
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        default=lambda self: self._default_program(),
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, precompute=True, index=True)
    date_start = fields.Datetime(string="Start", required=True, index=True, default=fields.Datetime.now)
    date_stop = fields.Datetime(
        string="End", compute="_compute_date_stop", store=True, readonly=False, precompute=True, required=True,
        help="Planned, until the shift is ended.",
    )
    date = fields.Date(compute="_compute_date", store=True, precompute=True, index=True)
    hours = fields.Float(compute="_compute_hours", store=True, precompute=True)
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_outreach_shift_employee_rel", "shift_id", "employee_id", string="Workers",
        check_company=True, default=lambda self: self.env.user.employee_id,
    )
    volunteer_ids = fields.Many2many(
        "hr.employee", "recovery_outreach_shift_volunteer_rel", "shift_id", "employee_id", string="Volunteers",
        check_company=True,
    )
    route_id = fields.Many2one(
        "recovery.outreach.route", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('program_id', '=', program_id)]",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True, default="planned", copy=False, index=True,
    )
    stop_ids = fields.One2many("recovery.outreach.stop", "shift_id", string="Stops", copy=False)
    encounter_ids = fields.One2many("recovery.encounter", "shift_id", string="Visits")
    find_ids = fields.One2many("recovery.find", "shift_id", string="Finds")
    entry_key = fields.Char(
        string="Key of the entry", copy=False, readonly=True, index="btree_not_null",
        help="Made by the device that began the shift, so that sending it again begins no second one.",
    )

    _times = Check(
        "CHECK(date_stop >= date_start)", "End: a shift ends after it begins.",
        lambda row: row["date_stop"] >= row["date_start"],
    )
    _code_uniq = UniqueIndex(
        "(company_id, code)", "Code: another shift has it.", lambda row: (row["company_id"], row["code"]),
    )

    @api.model
    def _default_program(self):
        """Return the user's programme of outreach, else one with a front desk."""
        programs = self.env["recovery.program"].search([("user_ids", "in", self.env.uid)])
        return (programs.filtered(lambda own: own.modality == "outreach") or programs.filtered("front_desk"))[:1]

    @api.depends("date_start")
    def _compute_date_stop(self):
        for shift in self:
            if shift.date_start and not (shift.date_stop and shift.date_stop > shift.date_start):
                shift.date_stop = shift.date_start + timedelta(hours=USUAL_HOURS)

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for company, shifts in self.grouped("company_id").items():
            zone = company._get_timezone() if company else pytz.utc
            for shift in shifts:
                shift.date = shift.date_start and pytz.utc.localize(shift.date_start).astimezone(zone).date()

    @api.depends("date_start", "date_stop")
    def _compute_hours(self):
        for shift in self:
            whole = shift.date_start and shift.date_stop
            shift.hours = (shift.date_stop - shift.date_start).total_seconds() / 3600 if whole else 0

    @api.onchange("program_id")
    def _onchange_program_id(self):
        if self.route_id.program_id != self.program_id:
            self.route_id = False

    @api.onchange("route_id")
    def _onchange_route_id(self):
        """Propose the stops of the route in place of those that nobody was at."""
        if self.state == "planned" and not any(self.stop_ids.mapped("arrived")):
            self.stop_ids = [Command.clear(), *self.route_id._prepare_stops()]

    @api.constrains("employee_ids", "volunteer_ids", "state")
    def _check_people(self):
        for shift in self.sudo():
            if shift.employee_ids & shift.volunteer_ids:
                raise ValidationError(self.env._(
                    "Volunteers: %s is a worker of this shift already.", (shift.employee_ids & shift.volunteer_ids)[:1].name,
                ))
            if shift.state in ("running", "done") and not shift.employee_ids | shift.volunteer_ids:
                raise ValidationError(self.env._("Workers: say who goes before the shift begins."))

    @api.constrains("date", "state")
    def _check_date(self):
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        for shift in self:
            if shift.state in ("running", "done") and shift.date > tomorrow:
                raise ValidationError(self.env._("Start: a shift of %s has not taken place yet.", shift.date))

    @api.constrains("route_id", "program_id")
    def _check_route_id(self):
        for shift in self:
            if shift.route_id and shift.route_id.program_id != shift.program_id:
                raise ValidationError(self.env._("Route: “%s” belongs to another programme.", shift.route_id.name))

    @api.constrains("state")
    def _check_nobody_arrived(self):
        for shift in self:
            if shift.state in ("cancelled", "planned") and any(shift.stop_ids.mapped("arrived")):
                raise ValidationError(self.env._("State: %s was somewhere already. End it instead.", shift.code))

    @api.model_create_multi
    def create(self, vals_list):
        """Create shifts, with the stops of their route where no stops are given.

        The last state follows when the stops exist, which an ended shift does not take any more;
        until then a shift that took place is running, because one that is planned was nowhere yet.
        """
        vals_list = [dict(vals) for vals in vals_list]
        states = [vals.get("state") or "planned" for vals in vals_list]
        for vals, state in zip(vals_list, states, strict=True):
            vals["state"] = "running" if state == "done" else "planned" if state == "cancelled" else state
        routes = self.env["recovery.outreach.route"].browse(vals["route_id"] for vals in vals_list if vals.get("route_id"))
        stops = {route.id: route._prepare_stops() for route in routes}
        for vals in vals_list:
            if not vals.get("code") or vals["code"] == self.env._("New"):
                vals["code"] = self.env["ir.sequence"].next_by_code("recovery.outreach.shift")
            if vals.get("route_id") and not vals.get("stop_ids"):
                vals["stop_ids"] = stops[vals["route_id"]]
        shifts = super().create(vals_list)
        for state in set(states) - {"planned", "running"}:
            shifts.browse(shift.id for shift, wanted in zip(shifts, states, strict=True) if wanted == state).state = state
        return shifts

    def write(self, vals):
        locked = [name for name in self._locked_facts if name in vals]
        if locked:
            self.check_access("write")
            ended = self.filtered(lambda shift: shift.state in ("done", "cancelled"))
            if ended and not self._is_reopening(vals):
                raise UserError(self.env._(
                    "%(field)s: %(shift)s has ended. A programme manager can open it again.",
                    field=self._fields[locked[0]]._description_string(self.env), shift=ended[:1].code,
                ))
        result = super().write(vals)
        if "program_id" in vals:
            self.sudo().encounter_ids._check_stop_id()
            self.sudo().find_ids._check_stop_id()
        return result

    @api.model
    def _is_reopening(self, vals):
        return vals.get("state") in ("running", "planned")

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(shift.state != "planned" for shift in self):
            raise UserError(self.env._("State: a shift that is no longer planned is ended or cancelled, not deleted."))

    def action_start(self):
        """Begin planned shifts: now, where they were planned for about now."""
        now = fields.Datetime.now()
        for shift in self:
            values = {"state": "running"}
            if shift.state == "planned" and abs(now - shift.date_start) <= timedelta(hours=LONGEST_HOURS):
                stop = shift.date_stop if shift.date_stop > now else now + timedelta(hours=USUAL_HOURS)
                values.update(date_start=now, date_stop=stop)
            shift.write(values)

    def action_done(self, date_stop=None):
        """End shifts; those already ended are left alone.

        :param date_stop: when they ended; without it now, and of a shift that was never begun here or
            not ended for more than 16 hours the planned end
        """
        now = fields.Datetime.now()
        for shift in self:
            if shift.state == "done":
                continue
            values = {"state": "done"}
            if date_stop:
                values["date_stop"] = max(fields.Datetime.to_datetime(date_stop), shift.date_start)
            elif shift.state == "running" and timedelta() <= now - shift.date_start <= timedelta(hours=LONGEST_HOURS):
                values["date_stop"] = now
            shift.write(values)

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_replan(self):
        self.write({"state": "planned"})

    def action_reopen(self):
        self.write({"state": "running"})

    def action_open_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.encounter_action")
        return {
            **action, "domain": [("shift_id", "=", self.id)], "context": {"search_default_group_stop": 1},
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }

    def action_open_finds(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.find_action")
        return {
            **action, "domain": [("shift_id", "=", self.id)],
            "context": {"search_default_done": 1, "default_stop_id": self.stop_ids.filtered("arrived")[-1:].id},
        }
