from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from ..table_rules import Check, UniqueIndex

TOOK_PART = ("attended", "completed")


class EventParticipant(models.Model):
    """Who takes part in an event: a client by code, or somebody of the staff or the volunteers."""

    _name = "recovery.event.participant"
    _description = "Participant of an event"
    _inherit = ["recovery.client.record"]
    _order = "event_id, id"
    _rec_names_search = ["client_id", "event_id"]
    # Registered as two clients who turn out to be one person: the row that says less is cancelled.
    _merge_clashes = {"client_once": {"state": "cancelled"}}

    event_id = fields.Many2one("recovery.event", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(required=False)
    employee_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="restrict", check_company=True)
    program_id = fields.Many2one(related="event_id.program_id", string="Programme", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="event_id.company_id", store=True, precompute=True, default=None)
    date = fields.Date(related="event_id.date")
    kind = fields.Selection(related="event_id.kind")
    event_state = fields.Selection(related="event_id.state", string="State of the event")
    role = fields.Selection(
        [
            ("client", "Client"), ("relative", "Relative"), ("staff", "Staff"), ("volunteer", "Volunteer"),
            ("self_advocate", "Self-advocate"), ("other", "Other"),
        ],
        required=True, compute="_compute_role", store=True, readonly=False, precompute=True,
    )
    state = fields.Selection(
        [
            ("registered", "Registered"), ("attended", "Attended"), ("no_show", "No-show"), ("completed", "Completed"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="registered", copy=False,
    )
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, precompute=True,
        help="Hours that this person took part; those of the event unless changed.",
    )

    _somebody = Check(
        "CHECK(num_nonnulls(client_id, employee_id) = 1)", "Participant: choose a client or an employee, not both.",
        holds=lambda row: (row["client_id"] is None) != (row["employee_id"] is None),
    )
    _role_fits = Check(
        "CHECK((role NOT IN ('client', 'relative') OR client_id IS NOT NULL)"
        " AND (role <> 'staff' OR employee_id IS NOT NULL))",
        "Role: a client or relative is chosen as a client, staff as an employee.",
        holds=lambda row: (
            (row["role"] not in ("client", "relative") or row["client_id"] is not None)
            and (row["role"] != "staff" or row["employee_id"] is not None)
        ),
    )
    _hours = Check(
        "CHECK(hours BETWEEN 0 AND 744)", "Hours: write between 0 and 744.", holds=lambda row: 0 <= row["hours"] <= 744,
    )
    _client_once = UniqueIndex(
        "(event_id, client_id) WHERE client_id IS NOT NULL AND state <> 'cancelled'",
        "Client: this person is on the list already.",
        key=lambda row: (row["event_id"], row["client_id"]) if row["state"] != "cancelled" else None,
    )
    _employee_once = UniqueIndex(
        "(event_id, employee_id) WHERE employee_id IS NOT NULL AND state <> 'cancelled'",
        "Employee: this person is on the list already.",
        key=lambda row: (row["event_id"], row["employee_id"]) if row["state"] != "cancelled" else None,
    )

    @api.depends("client_id", "employee_id")
    def _compute_role(self):
        for row in self:
            employee = row.employee_id.sudo()
            if employee:
                fitting = ("staff", "volunteer", "self_advocate", "other")
                usual = "volunteer" if employee.is_volunteer else "staff"
            else:
                fitting, usual = ("client", "relative", "volunteer", "self_advocate", "other"), "client"
            row.role = row.role if row.role in fitting else usual

    @api.depends("state", "event_id.hours")
    def _compute_hours(self):
        for row in self:
            if row.state in TOOK_PART:
                row.hours = row.hours or row.event_id.hours
            else:
                row.hours = 0.0

    @api.depends("client_id.code", "employee_id.name", "event_id.code")
    def _compute_display_name(self):
        for row in self:
            who = row.sudo().client_id.code or row.sudo().employee_id.name
            row.display_name = who and f"{who} · {row.event_id.sudo().code}"

    @api.constrains("state", "hours", "event_id")
    def _check_completed(self):
        for row in self.filtered(lambda row: row.state == "completed"):
            needed = row.event_id.sudo().required_hours
            if float_compare(row.hours, needed, precision_digits=2) < 0:
                raise ValidationError(self.env._(
                    "Hours: who completes the event took part for %(needed)g hours; %(who)s has %(hours)g.",
                    needed=needed, who=row.display_name, hours=row.hours,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        participants = super().create(vals_list)
        participants._check_event_open()
        return participants

    def write(self, vals):
        if vals.keys() & {"event_id", "client_id", "employee_id", "role", "state", "hours"}:
            self.check_access("write")
            self._check_event_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_event_open()

    def _check_event_open(self):
        """Raise UserError for a participant of an event that is finished or cancelled."""
        if any(event.state != "planned" for event in self.sudo().event_id):
            raise UserError(self.env._(
                "Participants: the event is finished or cancelled. Choose “Correct…” there to open it again.",
            ))

    @api.model
    def _merge_choose_weaker(self, pairs):
        """Return, of pairs of ids of one person at one event, the ids that say less: a registration beside a presence."""
        rank = {"cancelled": 0, "registered": 1, "no_show": 2, "attended": 3, "completed": 4}
        weight = {row.id: rank[row.state] for row in self.browse(number for pair in pairs for number in pair)}
        return [kept if weight[kept] < weight[moved] else moved for moved, kept in pairs]

    def _get_list_name(self):
        """Return what a printed list says: the code of a client, the name of somebody of the staff."""
        return self.client_id.code or self.employee_id.name

    def action_attended(self):
        self.write({"state": "attended"})

    def action_no_show(self):
        self.write({"state": "no_show"})

    def action_complete(self):
        """Mark people who stayed long enough as having completed the event.

        :raises ValidationError: for fewer hours than the event asks for
        """
        self.write({"state": "completed"})

    def action_cancel(self):
        self.write({"state": "cancelled"})
