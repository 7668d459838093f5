import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ..table_rules import Check, Unique

FOLLOWUP_MONTHS = re.compile(r"\s*\d{1,3}(\s*,\s*\d{1,3})*\s*")


class Program(models.Model):
    _name = "recovery.program"
    _description = "Programme"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short code, unique in the company; used in imports and reports.")
    modality = fields.Selection(
        [
            ("counselling", "Counselling"), ("low_threshold", "Low threshold"), ("outreach", "Outreach"),
            ("aftercare", "Aftercare"), ("residential", "Residential"), ("prison", "Prison"),
            ("self_help", "Self-help"),
        ],
        required=True, default="counselling",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    employee_ids = fields.Many2many(
        "hr.employee", "recovery_program_employee_rel", "program_id", "employee_id", string="Staff",
        check_company=True, help="These people see the clients of the programme.",
    )
    user_ids = fields.Many2many(
        "res.users", "recovery_program_user_rel", "program_id", "user_id", string="Users",
        compute="_compute_user_ids", store=True, compute_sudo=True,
    )
    service_ids = fields.Many2many("recovery.service", string="Services", check_company=True)
    district_ids = fields.Many2many("recovery.district", string="Districts covered", check_company=True)
    phase_ids = fields.One2many("recovery.program.phase", "program_id", string="Phases", copy=True)
    duration_months = fields.Integer(string="Duration (months)", help="0: open-ended.")
    followup_months = fields.Char(
        string="Follow-up (months)", help="Months after entry at which the person is followed up, such as 1, 3, 6, 12.",
    )
    followup_text = fields.Char(compute="_compute_followup_text")
    ors_required = fields.Boolean(
        string="ORS required", help="Clients who were never rated are put on the alarm list.",
    )
    default_place = fields.Selection(string="Usual place", selection="_selection_place", default="centre", required=True)
    code_scheme_id = fields.Many2one(
        "recovery.code.scheme", string="Code scheme", check_company=True, ondelete="restrict", index="btree_not_null",
        help="How codes of new clients are built. Empty: typed, or the next number.",
    )
    identification_consent = fields.Boolean(
        string="Identification needs consent",
        help="Clients begin with a code and are identified by a recorded consent only.",
    )
    nickname_shown = fields.Boolean(
        string="Nickname shown", default=True, help="Colleagues who may not see names see the nickname beside the code.",
    )
    episode_ids = fields.One2many(
        "recovery.episode", "program_id", groups="recovery_care.group_staff,recovery_care.group_coded",
    )
    episode_active_count = fields.Integer(string="Active episodes", compute="_compute_episode_active_count")

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Code: another programme of the company has it.",
        key=lambda row: (row["company_id"], row["code"]),
    )
    _duration = Check(
        "CHECK(duration_months >= 0)", "Duration: it cannot be negative.",
        holds=lambda row: row["duration_months"] >= 0,
    )

    @api.model
    def _selection_place(self):
        return self.env["recovery.encounter"]._fields["place"]._description_selection(self.env)

    @api.depends("employee_ids.user_id", "employee_ids.active")
    def _compute_user_ids(self):
        for program in self:
            program.user_ids = program.employee_ids.filtered("active").user_id

    def _compute_episode_active_count(self):
        Episode = self.env["recovery.episode"]
        counts = dict(Episode._read_group(
            [("program_id", "in", self.ids), ("state", "=", "active")], ["program_id"], ["__count"],
        )) if Episode.has_access("read") else {}
        for program in self:
            program.episode_active_count = counts.get(program, 0)

    @api.depends("followup_months")
    @api.depends_context("lang")
    def _compute_followup_text(self):
        """How the months are understood, shown beside what was typed."""
        for program in self:
            months = [str(month) for month in program._get_followup_months()]
            program.followup_text = self.env._(
                "The person is followed up in these months after entry: %s.", format_list(self.env, months),
            ) if months else False

    @api.constrains("followup_months")
    def _check_followup_months(self):
        for program in self.filtered("followup_months"):
            if not FOLLOWUP_MONTHS.fullmatch(program.followup_months):
                raise ValidationError(self.env._(
                    "Follow-up (months): write whole numbers with commas, such as 1, 3, 6, 12; not “%s”.",
                    program.followup_months,
                ))

    def write(self, vals):
        if "phase_ids" in vals:
            with self.env["recovery.program.phase"]._moving_together(self):
                result = super().write(vals)
        else:
            result = super().write(vals)
        if "employee_ids" in vals:
            # Who leaves the staff stops seeing the clients with the next query, not at the end of the request.
            self.flush_recordset(["user_ids"])
        return result

    def _get_followup_months(self):
        """Return the follow-up months of one programme as a sorted list of integers; none when badly written."""
        self.ensure_one()
        written = self.followup_months or ""
        return sorted({int(month) for month in written.split(",")}) if FOLLOWUP_MONTHS.fullmatch(written) else []

    def action_open_episodes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.episode_action")
        return {**action, "domain": [("program_id", "=", self.id)], "context": {"default_program_id": self.id}}
