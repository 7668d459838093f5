from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..table_rules import Check, UniqueIndex


class Episode(models.Model):
    """One person in one programme, from the application to the closing."""

    _name = "recovery.episode"
    _description = "Episode"
    _inherit = [
        "recovery.state.machine", "recovery.client.record", "recovery.shared.record", "recovery.private.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["client_id", "program_id"]
    _mail_post_access = "write"
    _shared_by = "shares_episodes"

    _state_transitions = {
        "applied": {"waiting", "active", "closed"},
        "waiting": {"applied", "active", "closed"},
        "active": {"paused", "closed"},
        "paused": {"active", "closed"},
        "closed": {"active"},
    }
    _state_groups = {("closed", "active"): "recovery_care.group_manager"}

    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        check_company=True, default=lambda self: self.env["recovery.client"]._default_intake_program(),
    )
    role = fields.Selection(
        [("client", "Client"), ("relative", "Relative")], required=True, default="client",
    )
    for_client_id = fields.Many2one(
        "recovery.client", string="Relative of", index="btree_not_null", ondelete="restrict",
        domain="[('company_ids', '=', company_id), ('id', '!=', client_id)]",
    )
    state = fields.Selection(
        [("applied", "Applied"), ("waiting", "Waiting"), ("active", "Active"), ("paused", "Paused"), ("closed", "Closed")],
        required=True, default="applied", tracking=True, copy=False, index=True,
    )
    date_applied = fields.Date(string="Applied on", required=True, default=fields.Date.context_today)
    date_start = fields.Date(string="Start", copy=False, index=True, tracking=True)
    date_planned_end = fields.Date(
        string="Planned end", compute="_compute_date_planned_end", store=True, readonly=False,
    )
    date_end = fields.Date(string="End", copy=False, tracking=True)
    end_reason = fields.Selection(
        string="End reason",
        selection=[
            ("completed", "Completed as planned"), ("agreed", "Ended by agreement, earlier"),
            ("dropout", "Dropped out"), ("transfer", "Transferred"), ("excluded", "Excluded"),
            ("prison", "Prison"), ("moved", "Moved away"), ("death", "Died"), ("not_admitted", "Not admitted"),
            ("other", "Other"), ("merged", "Joined with another episode"),
        ],
        copy=False, tracking=True,
    )
    keyworker_id = fields.Many2one(
        "hr.employee", index="btree_not_null", check_company=True, tracking=True,
        domain="[('id', 'in', program_employee_ids)]",
    )
    team_ids = fields.Many2many(
        "hr.employee", "recovery_episode_team_rel", "episode_id", "employee_id", check_company=True,
        domain="[('id', 'in', program_employee_ids)]",
    )
    program_employee_ids = fields.Many2many("hr.employee", related="program_id.employee_ids", string="Programme staff")
    ever_treated = fields.Selection(
        [("never", "Never treated"), ("previously", "Previously treated"), ("unknown", "Not known")],
        string="Treated before", default="unknown",
    )
    referral_source = fields.Selection(string="Referral source", selection=[
        ("justice", "Court, probation, police"), ("gp", "General practitioner"),
        ("drug_service", "Other drug treatment centre"), ("health_social", "Other health or social service"),
        ("education", "Educational service"), ("self_family", "Self, family, friends"),
        ("other", "Other"), ("unknown", "Not known"),
    ])

    _one_open = UniqueIndex(
        "(client_id, program_id, role) WHERE state <> 'closed'",
        "Client: this person already has an open episode in the programme and role.",
        key=lambda row: (row["client_id"], row["program_id"], row["role"]) if row["state"] != "closed" else None,
    )
    _started = Check(
        "CHECK(state NOT IN ('active', 'paused') OR date_start IS NOT NULL)",
        "Start: an active episode needs a start date.",
        holds=lambda row: row["state"] not in ("active", "paused") or row["date_start"] is not None,
    )
    _ended = Check(
        "CHECK((state = 'closed') = (date_end IS NOT NULL) AND (state = 'closed') = (end_reason IS NOT NULL))",
        "End: a closed episode, and only a closed one, has an end date and a reason.",
        holds=lambda row: (
            (row["state"] == "closed") == (row["date_end"] is not None) == (row["end_reason"] is not None)
        ),
    )
    _date_order = Check(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "End: the episode cannot end before it starts.",
        holds=lambda row: not (row["date_end"] and row["date_start"]) or row["date_end"] >= row["date_start"],
    )
    _relative = Check(
        "CHECK(role = 'relative' OR for_client_id IS NULL)",
        "Relative of: only an episode in the role “Relative” names another client.",
        holds=lambda row: row["role"] == "relative" or row["for_client_id"] is None,
    )
    _not_own_relative = Check(
        "CHECK(for_client_id <> client_id)", "Relative of: a person is not their own relative.",
        holds=lambda row: row["for_client_id"] != row["client_id"],
    )

    @api.model
    def _get_shared_domain(self):
        """An episode that names another person is not shared by the consent of one of them."""
        return super()._get_shared_domain() & Domain("for_client_id", "=", False)

    @api.depends("client_id.code", "program_id.name")
    def _compute_display_name(self):
        for episode in self:
            code = episode.sudo().client_id.code
            episode.display_name = code and f"{code} · {episode.program_id.name or ''}"

    @api.depends("date_start", "program_id")
    def _compute_date_planned_end(self):
        for episode in self:
            months = episode.program_id.duration_months
            if episode.date_start and months:
                episode.date_planned_end = episode.date_start + relativedelta(months=months)
            elif not episode.date_planned_end:
                episode.date_planned_end = False

    @api.constrains("date_start", "state")
    def _check_date_start(self):
        today = fields.Date.context_today(self)
        for episode in self:
            if episode.state in ("active", "paused") and episode.date_start and episode.date_start > today:
                raise ValidationError(
                    self.env._("Start: an active episode cannot start in the future (%s).", episode.date_start),
                )

    def write(self, vals):
        moved = [name for name in ("client_id", "program_id", "role") if name in vals]
        for episode in self.filtered(lambda record: record.state not in ("applied", "waiting")):
            if not self.env.su and any(episode[name] != episode.new(vals, origin=episode)[name] for name in moved):
                raise UserError(self.env._(
                    "Client, programme, role: an episode that has begun keeps them. Close it and open another.",
                ))
        result = super().write(vals)
        if vals.get("state") in ("paused", "closed"):
            self.sudo().activity_unlink(["recovery_care.activity_contact_due"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(episode.state not in ("applied", "waiting") for episode in self):
            raise UserError(self.env._("An episode that has begun is closed with a reason, not deleted."))

    def _get_telling_clients(self):
        return self.client_id | self.for_client_id

    def action_wait(self):
        self.write({"state": "waiting"})

    def action_admit(self):
        """Begin the episode today unless a start date was entered."""
        today = fields.Date.context_today(self)
        for episode in self:
            episode.write({"state": "active", "date_start": episode.date_start or today})

    def action_pause(self):
        self.write({"state": "paused"})

    def action_resume(self):
        self.write({"state": "active"})

    def action_close(self, reason, date_end=None):
        """Close the episodes.

        :param str reason: a value of ``end_reason``
        :param date_end: date, today when empty
        :raises UserError: when an episode is closed already
        """
        if any(episode.state == "closed" for episode in self):
            raise UserError(self.env._("State: the episode is closed already."))
        self.write({
            "state": "closed", "end_reason": reason,
            "date_end": date_end or fields.Date.context_today(self),
        })

    def action_reopen(self):
        """Take a closing back; reserved for programme managers."""
        self.write({"state": "active", "end_reason": False, "date_end": False})

    def action_open_close_wizard(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.episode.close", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Close the episode"),
            "context": {"default_episode_ids": self.ids},
        }
