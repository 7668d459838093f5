from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

# What was said in the house is for the staff of the programme; whoever counts sees that a meeting was and who came.
STAFF = "recovery_care.group_staff"


class HouseMeeting(models.Model):
    """A meeting of the residents of a house: who was there, what was talked about and decided."""

    _name = "recovery.house.meeting"
    _description = "House meeting"
    _inherit = ["recovery.state.machine", "recovery.free.text", "recovery.prechecked"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_names_search = ["house_id"]
    _free_text_fields = ("body",)

    _state_transitions = {
        "planned": {"done", "cancelled"},
        "done": {"planned"},
        "cancelled": {"planned"},
    }
    # What is counted stands still while the meeting is finished; minutes may be completed.
    _counted_facts = {"house_id", "date_start", "minutes", "employee_ids", "service_id", "attendance_ids"}

    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self._default_house_id(),
    )
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    date_start = fields.Datetime(
        string="Start", required=True, default=lambda self: self.env["recovery.encounter"]._default_date_start(),
    )
    date = fields.Date(
        compute="_compute_date", store=True, precompute=True, index=True, help="The day in the time zone of the company.",
    )
    minutes = fields.Integer(string="Length (minutes)", required=True, default=60)
    chair_id = fields.Many2one(
        "hr.employee", ondelete="restrict", check_company=True,
        help="Empty where a resident chairs: tick that in the list of residents.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_house_meeting_employee_rel", "meeting_id", "employee_id", string="Staff",
        check_company=True, default=lambda self: self.env.user.employee_id,
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")], required=True, default="planned",
        copy=False, index=True,
    )
    topics = fields.Text(groups=STAFF, help="What is to be talked about, one topic a line.")
    body = fields.Text(string="Minutes of the meeting", groups=STAFF, copy=False)
    attendance_ids = fields.One2many("recovery.house.meeting.attendance", "meeting_id", string="Residents")
    decision_ids = fields.One2many("recovery.house.meeting.decision", "meeting_id", string="Decisions", groups=STAFF)
    service_id = fields.Many2one(
        "recovery.service", string="Record as", ondelete="restrict", check_company=True,
        compute="_compute_service_id", store=True, readonly=False, precompute=True,
        help="Finishing the meeting records this service for the residents who were there. Empty: it is not counted.",
    )
    no_free_text = fields.Boolean(related="program_id.no_free_text")
    present_count = fields.Integer(string="Present", compute="_compute_counts")
    open_decision_count = fields.Integer(string="Open decisions", compute="_compute_counts", groups=STAFF)

    _minutes = Check(
        "CHECK(minutes BETWEEN 1 AND 1440)", "Length: write between 1 and 1440 minutes.",
        lambda row: 1 <= row["minutes"] <= 1440,
    )

    @api.model
    def _default_house_id(self):
        houses = self.env["recovery.house"].search(
            [("program_id.user_ids", "in", self.env.uid), ("is_open", "=", True)], limit=2,
        )
        return houses if len(houses) == 1 else self.env["recovery.house"]

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for company, meetings in self.grouped("company_id").items():
            zone = company._get_timezone() if company else pytz.utc
            for meeting in meetings:
                meeting.date = meeting.date_start and pytz.utc.localize(meeting.date_start).astimezone(zone).date()

    @api.depends("house_id")
    def _compute_service_id(self):
        for meeting in self:
            meeting.service_id = meeting.house_id.meeting_service_id

    @api.depends("attendance_ids.state", "decision_ids.state")
    @api.depends_context("uid")
    def _compute_counts(self):
        """Residents and decisions whom the user may see."""
        Attendance = self.env["recovery.house.meeting.attendance"].sudo(False)
        present = dict(Attendance._read_group(
            [("meeting_id", "in", self.ids), ("state", "=", "present")], ["meeting_id"], ["__count"],
        )) if Attendance.has_access("read") else {}
        Decision = self.env["recovery.house.meeting.decision"].sudo(False)
        open_ones = dict(Decision._read_group(
            [("meeting_id", "in", self.ids), ("state", "=", "open")], ["meeting_id"], ["__count"],
        )) if Decision.has_access("read") else {}
        for meeting in self:
            meeting.present_count = present.get(meeting._origin, 0)
            meeting.open_decision_count = open_ones.get(meeting._origin, 0)

    @api.depends("house_id.code", "date")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = f"{meeting.house_id.sudo().code or ''} · {meeting.date or ''}"

    @api.constrains("state", "date", "employee_ids", "chair_id", "service_id")
    def _check_finished(self):
        today = fields.Date.context_today(self)
        for meeting in self.sudo().filtered(lambda meeting: meeting.state == "done"):
            if meeting.date > today:
                raise ValidationError(self.env._("Start: a meeting of %s has not taken place yet.", meeting.date))
            if meeting.service_id and not (meeting.employee_ids | meeting.chair_id):
                raise ValidationError(self.env._("Staff: a meeting that is recorded as a service names who worked."))

    @api.model_create_multi
    def create(self, vals_list):
        """The residents of the day are on the list from the beginning, unless the caller brings a list."""
        vals_list = [dict(vals) for vals in vals_list]
        states = [vals.pop("state", None) or "planned" for vals in vals_list]
        listed = [bool(vals.get("attendance_ids")) for vals in vals_list]
        meetings = super().create(vals_list)
        meetings.browse(
            meeting.id for meeting, known in zip(meetings, listed, strict=True) if not known
        ).action_list_residents()
        for state in {"done", "cancelled"} & set(states):
            self.browse(
                meeting.id for meeting, wanted in zip(meetings, states, strict=True) if wanted == state
            ).write({"state": state})
        return meetings

    def write(self, vals):
        facts = vals.keys() & self._counted_facts
        if facts and any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._(
                "%s: the meeting is finished or cancelled. Choose “Correct…” to open it again.",
                self._fields[min(facts)]._description_string(self.env),
            ))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("State: a meeting that took place or was cancelled is kept, not deleted."))

    def _log_printing(self):
        """Reading about a meeting opens nobody's file; its minutes name the residents."""
        self.attendance_ids._log_reading("print")

    def action_list_residents(self):
        """Put everybody on the list who lives in the house on the day; who is on it already stays as they are.

        Somebody who is away on leave that night is excused beforehand.
        """
        self.check_access("write")
        Attendance = self.env["recovery.house.meeting.attendance"].sudo()
        values = []
        for meeting in self.sudo().filtered(lambda meeting: meeting.state == "planned"):
            stays = meeting.house_id._find_residents(meeting.date, meeting.date, meeting.date).filtered(
                lambda stay, day=meeting.date: stay._is_here_on(day),
            )
            away = stays._get_days_away(meeting.date, meeting.date)
            values += [
                {"meeting_id": meeting.id, "stay_id": stay.id, "state": "excused" if away.get(stay.id) else "expected"}
                for stay in stays - meeting.attendance_ids.stay_id
            ]
        Attendance.create(values)
        self.invalidate_recordset(["attendance_ids"])

    def action_all_present(self):
        self.attendance_ids.filtered(lambda row: row.state == "expected").write({"state": "present"})

    def action_done(self):
        """Finish meetings; those already done are left alone.

        :raises UserError: while of somebody on the list nobody said whether they came
        :raises ValidationError: before the day
        """
        self.check_access("write")
        self.filtered(lambda meeting: meeting.state != "done").write({"state": "done"})

    def action_cancel(self):
        self.write({"state": "cancelled"})

    def action_replan(self):
        self.write({"state": "planned"})

    def action_next(self):
        """Plan the next meeting a week later at the same hour, with the open decisions as topics; returns its form."""
        self.ensure_one()
        zone = self.company_id._get_timezone()
        local = pytz.utc.localize(self.date_start).astimezone(zone).replace(tzinfo=None) + timedelta(weeks=1)
        decisions = self.env["recovery.house.meeting.decision"].search(
            [("house_id", "=", self.house_id.id), ("state", "=", "open")], order="date_due, id",
        )
        following = self.copy({
            "date_start": zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None),
            "topics": not self.no_free_text and "\n".join(decisions.mapped("name")),
            "employee_ids": [Command.set(self.employee_ids.ids)],
        })
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": following.id, "view_mode": "form",
            "views": [(False, "form")],
        }
