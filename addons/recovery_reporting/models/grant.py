from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.exceptions import UserError, ValidationError

PLAN = "recovery_reporting.analytic_plan_grants"


class Grant(models.Model):
    """A funder's contract: what is paid, in which programmes, from when to when, with which targets."""

    _name = "recovery.grant"
    _description = "Grant"
    _inherit = ["recovery.state.machine", "mail.thread", "recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, date_start desc, id desc"
    _rec_names_search = ["name", "code"]

    _state_transitions = {"draft": {"running"}, "running": {"draft", "closed"}, "closed": {"running"}}

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        string="Registration number", required=True, copy=False, tracking=True,
        help="The funder's number of the contract, unique in the company.",
    )
    funder_id = fields.Many2one("res.partner", required=True, ondelete="restrict", check_company=True, tracking=True)
    call = fields.Char(help="The funder's call or programme.")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Closed")],
        required=True, default="draft", copy=False, tracking=True, index=True,
    )
    sequence = fields.Integer(
        default=10, help="Where two exclusive grants match the same delivery, the first in this order gets it.",
    )
    date_start = fields.Date(string="Start", required=True, tracking=True)
    date_end = fields.Date(string="End", required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(tracking=True, aggregator=None)
    exclusive = fields.Boolean(
        default=True, tracking=True,
        help="What this grant claims is claimed by no other exclusive grant (no double funding).",
    )
    program_ids = fields.Many2many(
        "recovery.program", "recovery_grant_program_rel", "grant_id", "program_id", string="Programmes",
        check_company=True,
    )
    responsible_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, tracking=True, check_company=True,
        domain="[('share', '=', False)]",
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account", string="Analytic account", readonly=True, copy=False, check_company=True,
        ondelete="restrict",
        index="btree_not_null", help="Made when the grant starts; the grant's ledger.",
    )
    report_months = fields.Integer(
        string="Report every (months)", required=True, default=6, help="Length of the period that a new report proposes.",
    )
    note = fields.Text(help="For finance; no names of clients.")
    position_ids = fields.One2many("recovery.grant.position", "grant_id", string="Posts", copy=True)
    rule_ids = fields.One2many("recovery.grant.rule", "grant_id", string="Attribution rules", copy=True)
    indicator_ids = fields.One2many("recovery.grant.indicator", "grant_id", string="Indicators", copy=True)
    attribution_ids = fields.One2many("recovery.attribution", "grant_id", string="Attributions")
    report_ids = fields.One2many("recovery.report", "grant_id", string="Reports")
    time_share = fields.Float(string="Time gone", compute="_compute_time_share", aggregator=None)
    report_count = fields.Integer(compute="_compute_report_count")

    _code_uniq = Unique(
        "UNIQUE(company_id, code)", "Registration number: another grant of the company has it.",
        key=lambda row: (row["company_id"], row["code"]),
    )
    _date_order = Check(
        "CHECK(date_end >= date_start)", "End: the grant cannot end before it starts.",
        holds=lambda row: row["date_end"] >= row["date_start"],
    )
    _amount = Check(
        "CHECK(amount >= 0)", "Amount: it cannot be negative.", holds=lambda row: row["amount"] >= 0,
    )
    _report_months = Check(
        "CHECK(report_months BETWEEN 1 AND 60)", "Report every (months): write 1 to 60.",
        holds=lambda row: 1 <= row["report_months"] <= 60,
    )
    _ledger = models.Constraint(
        "CHECK(state = 'draft' OR analytic_account_id IS NOT NULL)", "Analytic account: a running grant needs one.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for grant in self:
            grant.display_name = f"{grant.name or ''} ({grant.code})" if grant.code else grant.name

    @api.depends("date_start", "date_end")
    def _compute_time_share(self):
        """Days gone up to and with today, as a share of all days, 0.0–1.0."""
        today = fields.Date.context_today(self)
        for grant in self:
            if not (grant.date_start and grant.date_end):
                grant.time_share = 0.0
                continue
            total = (grant.date_end - grant.date_start).days + 1
            gone = (today - grant.date_start).days + 1
            grant.time_share = min(max(gone / total, 0.0), 1.0) if total > 0 else 0.0

    @api.depends_context("uid")
    def _compute_report_count(self):
        counts = dict(self.env["recovery.report"]._read_group(
            [("grant_id", "in", self.ids)], ["grant_id"], ["__count"],
        ))
        for grant in self:
            grant.report_count = counts.get(grant, 0)

    @api.constrains("state", "program_ids")
    def _check_programs(self):
        for grant in self:
            if grant.state != "draft" and not grant.sudo().program_ids:
                raise ValidationError(self.env._("Programmes: a running grant needs at least one programme."))

    @api.constrains("date_start", "date_end")
    def _check_parts_within(self):
        self.rule_ids._check_within_grant()
        self.position_ids._check_within_grant()

    @api.constrains("company_id")
    def _check_company_change(self):
        for grant in self.sudo():
            if grant.attribution_ids or grant.report_ids:
                if grant.attribution_ids.company_id - grant.company_id or grant.report_ids.company_id - grant.company_id:
                    raise ValidationError(self.env._("Company: the grant has claims or reports in another company."))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(grant.state != "draft" or grant.sudo().report_ids for grant in self):
            raise UserError(self.env._("A grant that has run is closed, not deleted."))

    def write(self, vals):
        if "exclusive" in vals:
            changed = self.filtered(lambda grant: grant.exclusive != bool(vals["exclusive"]))
            changed._prepare_exclusive(bool(vals["exclusive"]))
        return super().write(vals)

    def _check_transition(self, target):
        super()._check_transition(target)
        if target == "draft" and any(grant.state == "running" and grant.sudo().report_ids for grant in self):
            raise UserError(self.env._("State: a grant with reports cannot go back to draft. Close it instead."))
        if target == "running":
            self.filtered(lambda grant: grant.state == "draft")._prepare_running()

    def _prepare_running(self):
        """Give each grant its ledger account and, where it has no rule, one that takes all of its programmes."""
        for grant in self.filtered(lambda grant: not grant.sudo().program_ids):
            raise UserError(self.env._("Programmes: name at least one programme in which %s works.", grant.name))
        plan = self.env.ref(PLAN).sudo()
        missing = self.filtered(lambda grant: not grant.analytic_account_id)
        accounts = self.env["account.analytic.account"].sudo().create([
            {
                "name": grant.name, "code": grant.code, "plan_id": plan.id, "company_id": grant.company_id.id,
                "partner_id": grant.funder_id.id,
            }
            for grant in missing
        ])
        for grant, account in zip(missing, accounts, strict=True):
            grant.analytic_account_id = account
        self.env["recovery.grant.rule"].create([
            {"grant_id": grant.id, "name": self.env._("Everything in the grant's programmes")}
            for grant in self if not grant.rule_ids
        ])

    def action_confirm(self):
        """Start the grants: ledger account, rules in force.

        :raises UserError: without a programme
        """
        self.write({"state": "running"})

    def action_close(self):
        self.write({"state": "closed"})

    def action_reopen(self):
        self.write({"state": "running"})

    def action_draft(self):
        """Take the start back as long as no report was made; claims made by rules are dropped."""
        self.write({"state": "draft"})
        self.env["recovery.attribution"].sudo().search(
            [("grant_id", "in", self.ids), ("origin", "=", "rule")],
        ).unlink()

    def action_open_dashboard(self):
        """Open the grant screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.client", "tag": "recovery_reporting.grant", "name": self.name,
            "params": {"grant_id": self.id}, "context": {"active_id": self.id},
        }
