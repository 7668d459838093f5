from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError
from odoo.fields import Domain

from .house_incident_actions import ACTIVITY_TELL
from .house_incident_duty import ROLES


class HouseIncidentNotice(models.Model):
    """Somebody who has to be told of an incident: until when, and when and by whom it was done."""

    _name = "recovery.house.incident.notice"
    _description = "Told of an incident"
    _inherit = ["recovery.parent.open", "recovery.prechecked"]
    _check_company_auto = True
    _order = "due, id"
    _rec_names_search = ["incident_id"]

    incident_id = fields.Many2one(
        "recovery.house.incident", required=True, index=True, ondelete="cascade", check_company=True,
    )
    program_id = fields.Many2one(
        related="incident_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="incident_id.company_id", store=True, precompute=True, index=True)
    role = fields.Selection(ROLES, required=True, default="authority")
    employee_id = fields.Many2one(
        "hr.employee", string="Colleague", check_company=True, ondelete="restrict", index="btree_not_null",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Authority", check_company=True, ondelete="restrict", index="btree_not_null",
        domain="[('is_company', '=', True)]",
    )
    due = fields.Datetime(string="Tell by", required=True, default=fields.Datetime.now)
    told_on = fields.Datetime(string="Told on", readonly=True)
    told_by_id = fields.Many2one("res.users", string="Told by", readonly=True, ondelete="restrict")
    way = fields.Selection(
        [("person", "In person"), ("phone", "By telephone"), ("mail", "By e-mail"), ("letter", "By letter")], string="How",
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null", groups=fields.NO_ACCESS)

    _told = Check(
        "CHECK((told_on IS NULL) = (told_by_id IS NULL))", "Told by: when and by whom belong together.",
        lambda row: bool(row["told_on"]) == bool(row["told_by_id"]),
    )

    @api.depends("told_on", "due")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for notice in self:
            notice.is_overdue = not notice.told_on and bool(notice.due) and notice.due < now

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("told_on", "=", False) & Domain("due", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("role", "employee_id", "partner_id")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for notice in self:
            who = notice.employee_id.sudo().name or notice.partner_id.sudo().name
            notice.display_name = " · ".join(filter(None, [roles.get(notice.role), who]))

    @api.model_create_multi
    def create(self, vals_list):
        notices = super().create(vals_list)
        if not self.env.su:
            notices._make_to_dos()
        return notices

    @api.ondelete(at_uninstall=False)
    def _unlink_never_told(self):
        if any(notice.told_on for notice in self):
            raise UserError(self.env._("Told on: who was told stays in the list."))

    def _check_open(self):
        if not self.env.su and any(notice.sudo().incident_id.state in ("closed", "cancelled") for notice in self):
            raise UserError(self.env._("To be told: the incident is closed. A programme manager may open it again."))

    def action_told(self):
        """Write down that they were told, now and by the user; the to-dos are done."""
        todo = self.filtered(lambda notice: not notice.told_on)
        todo.write({"told_on": fields.Datetime.now(), "told_by_id": self.env.uid})
        todo.sudo().activity_id.filtered("active").action_feedback()

    def _make_to_dos(self):
        """Make one to-do for each of these notices: for the colleague who has to take note, else for who wrote it down."""
        for notice in self.sudo().filtered(lambda notice: not notice.told_on and not notice.activity_id):
            incident = notice.incident_id
            notice.activity_id = incident.activity_schedule(
                ACTIVITY_TELL, date_deadline=fields.Date.context_today(self, notice.due),
                # Where words are not kept, that of the type is enough.
                summary=not incident.no_free_text and self.env._("Tell: %s", notice.display_name),
                user_id=incident._find_doer(notice.employee_id).id,
            )
