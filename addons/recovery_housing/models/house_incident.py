from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

TEAM = "recovery_care.group_house,recovery_care.group_counsellor"


class HouseIncident(models.Model):
    """Something that went wrong in a house. The people in it stand in lines of their own, each hidden by its own rules."""

    _name = "recovery.house.incident"
    _description = "Incident"
    _inherit = [
        "recovery.state.machine", "recovery.access.logged", "recovery.private.thread", "mail.activity.mixin",
        "recovery.prechecked",
    ]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_names_search = ["code", "house_id"]
    _mail_post_access = "write"
    _free_text_paths = ("program_id",)
    _free_text_fields = ("description", "measures")

    _state_transitions = {
        "open": {"followed_up", "cancelled"}, "followed_up": {"open", "closed", "cancelled"}, "closed": {"open"},
        "cancelled": set(),
    }
    _state_groups = dict.fromkeys(
        (("followed_up", "closed"), ("closed", "open"), ("open", "cancelled"), ("followed_up", "cancelled")),
        "recovery_care.group_manager",
    )
    _counted_facts = {
        "house_id", "room_id", "place", "date", "level_id", "kind", "employee_ids", "person_ids", "description", "measures",
        "police", "ambulance", "fire_brigade", "notice_ids", "step_ids",
    }

    code = fields.Char(required=True, readonly=True, copy=False, default="/")
    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="restrict", check_company=True, tracking=True,
        default=lambda self: self._get_default_house(),
    )
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    room_id = fields.Many2one(
        "recovery.room", ondelete="restrict", index="btree_not_null", check_company=True,
        domain="[('house_id', '=', house_id)]",
    )
    place = fields.Selection(
        [
            ("room", "In a room"), ("common", "Common room or kitchen"), ("bathroom", "Bathroom"), ("office", "Office"),
            ("outside", "Garden or entrance"), ("elsewhere", "Away from the house"),
        ],
    )
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now, index=True, tracking=True)
    kind = fields.Selection(
        [
            ("violence", "Violence"), ("threat", "Threat"), ("overdose", "Overdose"), ("intoxication", "Intoxication"),
            ("self_harm", "Self-harm or suicide attempt"), ("medical", "Medical emergency"), ("death", "Death"),
            ("fire", "Fire"), ("damage", "Damage"), ("theft", "Theft"), ("substance", "Substance or weapon found"),
            ("harassment", "Harassment"), ("missing", "Missing person"), ("accident", "Accident"),
            ("neighbours", "Neighbours"), ("other", "Other"),
        ],
        required=True, index=True, tracking=True,
    )
    level_id = fields.Many2one(
        "recovery.house.incident.level", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env["recovery.house.incident.level"].search([], limit=1),
    )
    level = fields.Integer(string="Level (number)", related="level_id.level", store=True, aggregator="max")
    state = fields.Selection(
        [("open", "Open"), ("followed_up", "Followed up"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        required=True, default="open", copy=False, index=True, tracking=True, group_expand=True,
    )
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_house_incident_employee_rel", "incident_id", "employee_id", string="Staff there",
        check_company=True, default=lambda self: self.env.user.employee_id,
    )
    person_ids = fields.One2many("recovery.house.incident.person", "incident_id", string="Residents and guests")
    description = fields.Text(string="What happened", groups=TEAM, help="Name people by their code, never by their name.")
    measures = fields.Text(string="What was done", groups=TEAM)
    police = fields.Boolean(string="Police called")
    ambulance = fields.Boolean(string="Ambulance called")
    fire_brigade = fields.Boolean(string="Fire brigade called")
    notice_ids = fields.One2many("recovery.house.incident.notice", "incident_id", string="To be told")
    untold_count = fields.Integer(string="Not told yet", compute="_compute_untold_count")
    follow_up_due = fields.Date(
        string="Follow-up due", compute="_compute_follow_up_due", store=True, readonly=False, precompute=True,
        index="btree_not_null", tracking=True,
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    closed_on = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict")
    no_free_text = fields.Boolean(related="program_id.no_free_text")

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another incident of the company has it.",
        lambda row: (row["company_id"], row["code"]),
    )
    _closed = Check(
        "CHECK((state = 'closed') = (closed_on IS NOT NULL))", "State: a closed incident says when it was closed.",
        lambda row: (row["state"] == "closed") == bool(row["closed_on"]),
    )
    _house_idx = models.Index("(house_id, date) WHERE state <> 'cancelled'")

    def _get_default_house(self):
        """Return the house where the user works, or the only one of their programmes."""
        employee = self.env.user.employee_id
        houses = self.env["recovery.house"].search([("program_id.user_ids", "in", self.env.uid)])
        mine = houses.filtered(lambda house: employee in house.sudo().employee_ids)
        return mine[:1] or (houses if len(houses) == 1 else houses.browse())

    @api.depends("level_id", "date")
    def _compute_follow_up_due(self):
        for incident in self:
            days = incident.level_id.follow_up_days
            day = incident.date and fields.Date.context_today(incident, incident.date)
            incident.follow_up_due = days and day and day + timedelta(days=days)

    @api.depends("notice_ids.told_on")
    def _compute_untold_count(self):
        for incident in self:
            incident.untold_count = len(incident.notice_ids.filtered(lambda notice: not notice.told_on))

    @api.depends("state", "follow_up_due", "notice_ids.is_overdue")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for incident in self:
            late = incident.follow_up_due and incident.follow_up_due < today
            incident.is_overdue = incident.state == "open" and bool(late or any(incident.notice_ids.mapped("is_overdue")))

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & (
            Domain("follow_up_due", "<", fields.Date.context_today(self))
            | Domain("notice_ids", "any", [("is_overdue", "=", True)])
        )
        return late if True in value else ~late

    @api.depends("code")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = incident.code

    @api.constrains("date")
    def _check_date(self):
        limit = fields.Datetime.now() + timedelta(minutes=5)
        for incident in self:
            if incident.date > limit:
                raise ValidationError(self.env._("When: %s has not come yet.", format_datetime(self.env, incident.date)))

    @api.constrains("room_id", "house_id")
    def _check_room(self):
        for incident in self:
            if incident.room_id and incident.room_id.house_id != incident.house_id:
                raise ValidationError(self.env._("Room: %s is in another house.", incident.room_id.name))

    @api.constrains("state", "notice_ids")
    def _check_told(self):
        """An incident is closed when everybody has been told."""
        for incident in self.filtered(lambda incident: incident.state == "closed"):
            untold = incident.sudo().notice_ids.filtered(lambda notice: not notice.told_on)
            if untold:
                raise ValidationError(self.env._("To be told: %s has not been told yet.", untold[0].display_name))

    def _get_logged_clients(self):
        return self.sudo().person_ids.client_id

    def _get_telling_clients(self):
        """The incident is known to the team; who was in it stands in lines that are hidden one by one."""
        return self.env["recovery.client"].sudo()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("code", "/") == "/":
                vals["code"] = self.env["ir.sequence"].next_by_code("recovery.house.incident") or "/"
        incidents = super().create(vals_list)
        incidents._update_notices()
        incidents._update_follow_up()
        return incidents

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        facts = vals.keys() & self._counted_facts
        if facts and not self.env.su and any(incident.state in ("closed", "cancelled") for incident in self):
            raise UserError(self.env._(
                "%s: the incident is closed. A programme manager may open it again.",
                self._fields[min(facts)]._description_string(self.env),
            ))
        result = super().write(vals)
        if "level_id" in vals:
            self._update_notices()
        if vals.keys() & {"state", "follow_up_due", "level_id"}:
            self._update_follow_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("State: an incident is cancelled, not deleted."))
