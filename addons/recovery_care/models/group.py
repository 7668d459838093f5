from odoo import api, fields, models

from ..table_rules import Check

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Group(models.Model):
    """A group that meets again and again: when, where, with whom. Its sessions are encounters."""

    _name = "recovery.group"
    _description = "Group"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "program_id, name, id"

    name = fields.Char(required=True, help="What the group is called, without the name of a client.")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    service_id = fields.Many2one(
        "recovery.service", required=True, ondelete="restrict", check_company=True,
        help="What every session is recorded as.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_group_employee_rel", "group_id", "employee_id", string="Staff", check_company=True,
        default=lambda self: self.env.user.employee_id,
    )
    place = fields.Selection(
        selection=lambda self: self.env["recovery.encounter"]._fields["place"]._description_selection(self.env),
        required=True, default="centre",
    )
    district_id = fields.Many2one("recovery.district", ondelete="restrict", index="btree_not_null", check_company=True)
    every_weeks = fields.Integer(string="Every (weeks)", required=True, default=1, help="1: each week; 2: every other.")
    mon, tue, wed, thu, fri, sat, sun = (
        fields.Boolean(string=label)
        for label in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
    time_start = fields.Float(string="Time", required=True, default=16.0, help="In the time zone of the company.")
    minutes = fields.Integer(required=True, default=90)
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, help="Weeks are counted from the week of this day.",
    )
    date_to = fields.Date(string="To", help="Empty: for the time being.")
    plan_weeks = fields.Integer(
        string="Plan ahead (weeks)", required=True, default=4, help="Sessions of so many weeks stand in the calendar.",
    )
    planned_at = fields.Datetime(string="Last planned", readonly=True, copy=False)
    capacity = fields.Integer(help="Members at one time; 0: no limit.")
    absence_alert_after = fields.Integer(
        string="Alert after (misses)", default=3,
        help="A member who misses so many sessions in a row is brought to the keyworker's mind; 0: nobody is told.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)
    member_ids = fields.One2many("recovery.group.member", "group_id", string="Members")
    member_count = fields.Integer(string="Members now", compute="_compute_member_count")
    missing_count = fields.Integer(string="Missing in a row", compute="_compute_member_count")
    next_session = fields.Datetime(string="Next session", compute="_compute_next_session")

    _rhythm = Check(
        "CHECK(every_weeks BETWEEN 1 AND 52 AND plan_weeks BETWEEN 1 AND 26 AND minutes BETWEEN 1 AND 1440"
        " AND time_start >= 0 AND time_start < 24)",
        "Every, Time, Minutes, Plan ahead: write 1 to 52 weeks, a time of the day, 1 to 1440 minutes and 1 to 26 weeks.",
        holds=lambda row: (
            1 <= row["every_weeks"] <= 52 and 1 <= row["plan_weeks"] <= 26 and 1 <= row["minutes"] <= 1440
            and 0 <= row["time_start"] < 24
        ),
    )
    _weekday = Check(
        "CHECK((mon OR tue OR wed OR thu OR fri OR sat OR sun) IS TRUE)", "Weekdays: choose at least one.",
        holds=lambda row: any(row[day] for day in WEEKDAYS),
    )
    _dates = Check(
        "CHECK(date_to >= date_from)", "To: the group cannot end before it begins.",
        holds=lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )
    _numbers = Check(
        "CHECK(capacity >= 0 AND absence_alert_after >= 0)", "Capacity, Alert after: they cannot be negative.",
        holds=lambda row: row["capacity"] >= 0 and row["absence_alert_after"] >= 0,
    )

    def _compute_member_count(self):
        members = self.env["recovery.group.member"].search([("group_id", "in", self.ids), ("is_current", "=", True)])
        by_group = members.grouped("group_id")
        for group in self:
            current = by_group.get(group._origin, members.browse())
            group.member_count = len(current)
            group.missing_count = len(current.filtered("is_missing"))

    def _compute_next_session(self):
        dates = dict(self.env["recovery.encounter"]._read_group(
            [("group_id", "in", self.ids), ("state", "=", "planned"), ("date_stop", ">=", fields.Datetime.now())],
            ["group_id"], ["date_start:min"],
        ))
        for group in self:
            group.next_session = dates.get(group._origin)

    @api.onchange("program_id", "service_id")
    def _onchange_service(self):
        """Offer what groups of the programme are usually recorded as, and how long that takes."""
        services = self.program_id.service_ids
        if not self.service_id:
            self.service_id = services.filtered(lambda service: service.kind in ("group", "education"))[:1]
        if self.service_id.default_minutes:
            self.minutes = self.service_id.default_minutes

    def _get_action(self, xmlid, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"recovery_care.{xmlid}")
        return {
            **action, "domain": [("group_id", "=", self.id)],
            "context": {"default_group_id": self.id, "default_program_id": self.program_id.id, **context},
        }

    def action_open_sessions(self):
        return self._get_action("session_action")

    def action_open_members(self):
        return self._get_action("group_member_action", search_default_current=1)

    def action_open_missing(self):
        return self._get_action("group_member_action", search_default_missing=1)
