import logging

import psycopg2
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..fee_rules import add_months, get_month
from .fee_calculation import SLEPT

_logger = logging.getLogger(__name__)
CRON = "recovery_housing.cron_fee_run"
# So many stays are one transaction: what is lost when a run is killed, and made again by the next.
BATCH = 50
# The first key of the advisory lock; the second is the company.
LOCK = 7_061_402


class FeeRun(models.Model):
    """The fees of a month, made in the background a batch at a time.

    A run can be left, killed, started twice or beside another one: whatever stay has a fee of the month is passed
    over, one batch a company is made at a time, and a unique index of the database has the last word.
    """

    _name = "recovery.fee.run"
    _description = "Fee run"
    _inherit = ["recovery.state.machine", "recovery.prechecked"]
    _check_company_auto = True
    _order = "period desc, id desc"
    _rec_names_search = ["company_id"]

    _state_transitions = {
        "draft": {"running"}, "running": {"done", "stopped"}, "stopped": {"running"}, "done": {"running"},
    }

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    period = fields.Date(
        string="Month", required=True, index=True, default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="The first day of the month. Nights ahead are charged as planned and corrected when they turn out otherwise.",
    )
    month_name = fields.Char(string="Month (in words)", compute="_compute_month_name")
    house_ids = fields.Many2many(
        "recovery.house", "recovery_fee_run_house_rel", "run_id", "house_id", string="Houses", check_company=True,
        default=lambda self: self._default_house_ids(), help="Empty: all houses of the company; that is for finance.",
    )
    user_id = fields.Many2one(
        "res.users", string="Started by", readonly=True, default=lambda self: self.env.user, ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")],
        required=True, default="draft", copy=False, index=True,
    )
    total_count = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    done_count = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    progress = fields.Float(compute="_compute_progress", compute_sudo=True, aggregator=None, help="Percent.")
    finished_on = fields.Datetime(string="Finished on", readonly=True, copy=False)
    fee_ids = fields.One2many("recovery.fee", "run_id", string="Fees")
    fee_count = fields.Integer(string="Fees made", compute="_compute_fee_counts")
    problem_count = fields.Integer(string="Without an invoice", compute="_compute_fee_counts")

    _month = Check(
        "CHECK(EXTRACT(day FROM period) = 1)", "Month: give its first day.", lambda row: row["period"].day == 1,
    )

    @api.depends("total_count", "done_count", "state")
    def _compute_progress(self):
        for run in self:
            share = run.done_count / run.total_count if run.total_count else 0
            run.progress = 100 if run.state == "done" else min(100 * share, 99)

    @api.depends_context("uid")
    def _compute_fee_counts(self):
        """As the user may see them: a restricted client is not counted for others."""
        counts = {run.id: (number, problems) for run, number, problems in self.env["recovery.fee"]._read_group(
            [("run_id", "in", self.ids)], ["run_id"], ["__count", "problem:count"],
        )}
        for run in self:
            run.fee_count, run.problem_count = counts.get(run._origin.id, (0, 0))

    @api.depends("period")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for run in self:
            run.month_name = run.period and format_date(self.env, run.period, date_format="LLLL y")

    @api.depends("period", "company_id")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.period:%Y-%m}" if run.period else ""

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, "period": fields.Date.to_date(vals["period"]).replace(day=1)} if vals.get("period") else vals
            for vals in vals_list
        ])

    def write(self, vals):
        if not self.env.su and vals.keys() & {"period", "house_ids", "company_id", "user_id"} and any(
            run.state != "draft" for run in self
        ):
            raise UserError(self.env._("Month, Houses: the run has begun. Make another run."))
        if not self.env.su and "state" in vals:
            raise UserError(self.env._("State: start or stop the run by its buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(run.state != "draft" for run in self):
            raise UserError(self.env._("State: only a run that has not begun is deleted."))

    # Steps

    def action_start(self):
        """Begin or go on. The work is done in the background; whoever started it may leave.

        :raises UserError: for a month that lies ahead, for houses of other programmes, or where accounting is not set up
        """
        for run in self:
            run.check_access("write")
            run._check_may_start()
            run = run.sudo()
            run.write({
                "state": "running", "total_count": len(run._find_waiting(None)), "done_count": 0, "finished_on": False,
            })
        self.env.ref(CRON).sudo()._trigger()

    def action_stop(self):
        """Stop after the batch that is being made; what is made stays."""
        self.check_access("write")
        self.sudo().filtered(lambda run: run.state == "running").write({"state": "stopped"})

    def action_open_fees(self):
        return self._open_fees([])

    def action_open_problems(self):
        return self._open_fees([("problem", "!=", False)])

    def _open_fees(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.fee_action")
        return {**action, "domain": [("run_id", "=", self.id), *domain], "context": {}}

    def _check_may_start(self):
        self.ensure_one()
        latest = add_months(fields.Date.context_today(self).replace(day=1), 1)
        if self.period > latest:
            raise UserError(self.env._("Month: %s lies too far ahead. Choose next month at the latest.", self.display_name))
        if self._is_limited() and self.sudo().house_ids != self._find_own_houses() & self.sudo().house_ids:
            raise UserError(self.env._("Houses: choose houses of your own programmes."))
        self.sudo().company_id._get_fee_accounting()

    @api.model
    def _is_limited(self):
        """Return whether the user makes fees of own programmes alone."""
        return not self.env.user.has_group("recovery_care.group_finance")

    @api.model
    def _find_own_houses(self):
        # Odoo does not bring computed many2many fields up to date before it searches by them.
        self.env["recovery.program"].flush_model(["user_ids"])
        return self.env["recovery.house"].sudo().with_context(active_test=False).search([
            ("company_id", "in", self.env.companies.ids), ("program_id.user_ids", "in", self.env.uid),
        ])

    @api.model
    def _default_house_ids(self):
        if self._is_limited():
            return self._find_own_houses().filtered(lambda house: house.company_id == self.env.company)
        return False

    # Work

    def process_batch(self):
        """Make the fees of the next stays, at most fifty, in one transaction. The job does the same until none is left.

        :return: {"state": state of the run, "made": number of fees made, "busy": whether somebody else makes fees of
            the company just now, so that nothing was done}
        """
        self.ensure_one()
        self.check_access("write")
        return self.sudo()._process_batch()

    def _process_batch(self):
        if self.state != "running":
            return {"state": self.state, "made": 0, "busy": False}
        if not self._try_lock():
            return {"state": self.state, "made": 0, "busy": True}
        run = self.with_company(self.company_id).with_context(allowed_company_ids=self.company_id.ids)
        stays = run._find_waiting(BATCH)
        try:
            if stays:
                run._make_fees(stays)
                run.done_count += len(stays)
            else:
                run._take_up_drafts()
                run.write({"state": "done", "finished_on": fields.Datetime.now()})
            self.env.flush_all()
        except (psycopg2.errors.UniqueViolation, psycopg2.extensions.TransactionRollbackError):
            # Made in the moment between our first look and the lock, or on the same invoice: the next batch sees it.
            self.env.cr.rollback()
            _logger.info("Fees of company %s were made elsewhere meanwhile.", self.company_id.id)
            return {"state": "running", "made": 0, "busy": True}
        return {"state": run.state, "made": len(stays), "busy": False}

    def _try_lock(self):
        """Return whether this transaction may make fees of the company; until its end nobody else may."""
        [(locked,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.company_id.id))
        return locked

    def _find_waiting(self, limit):
        """Return stays of the month that cost something and have no fee of it, the oldest first."""
        first, stop = get_month(self.period)
        houses = self.house_ids or self.env["recovery.house"].with_context(active_test=False).search([
            ("company_id", "=", self.company_id.id),
        ])
        defaults = self.env["recovery.fee.plan"]._find_defaults(houses, first)
        planned = [house.id for house, plan in defaults.items() if plan]
        return self.env["recovery.stay"].search(
            Domain("house_id", "in", houses.ids) & Domain("state", "in", SLEPT) & Domain("fee_exempt", "=", False)
            & Domain("date_from", "<", stop) & (Domain("date_to", "=", False) | Domain("date_to", ">", first))
            & (Domain("house_id", "in", planned) | Domain("monthly_fee", ">", 0) | Domain("fee_plan_id", "!=", False))
            & Domain("fee_ids", "not any", [("period", "=", first)]),
            order="id", limit=limit,
        )

    def _make_fees(self, stays):
        """Make the fees of stays and their invoices; of a stay that cannot be invoiced the fee stays a draft and says so."""
        try:
            with self.env.cr.savepoint():
                self._create_fees(stays)._invoice_known()
                return
        except UserError as error:
            _logger.info("Fee run %s: a batch is made one by one (%s).", self.id, type(error).__name__)
        for stay in stays:
            try:
                with self.env.cr.savepoint():
                    self._create_fees(stay)._invoice_known()
            except UserError as error:
                _logger.info("Fee run %s: stay %s could not be invoiced (%s).", self.id, stay.id, type(error).__name__)
                self._create_fees(stay).write({"problem": "error", "to_check": True})

    def _create_fees(self, stays):
        Fee = self.env["recovery.fee"]
        return Fee.create([
            {
                "stay_id": stay.id, "period": self.period, "run_id": self.id, "amount": result["amount"],
                "plan_id": result["plan"].id, "calculation": result["calculation"], "problem": result["problem"],
                "to_check": bool(result["problem"]),
                "share_ids": [fields.Command.create(share) for share in result["shares"]],
            }
            for stay, result in zip(stays, Fee._calculate_month(stays, self.period), strict=True)
        ])

    def _take_up_drafts(self):
        """Invoice the drafts of the month of which everything is known by now."""
        domain = Domain("period", "=", self.period) & Domain("state", "=", "draft")
        domain &= Domain("company_id", "=", self.company_id.id)
        if self.house_ids:
            domain &= Domain("house_id", "in", self.house_ids.ids)
        drafts = self.env["recovery.fee"].search(domain)
        drafts._price()
        for fee in drafts:
            try:
                with self.env.cr.savepoint():
                    fee._invoice_known()
            except UserError:
                fee.write({"problem": "error", "to_check": True})

    @api.model
    def _cron_run(self):
        """Go on with every run that was started; what a killed one has not made is made now."""
        runs = self.search([("state", "=", "running")], order="id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=sum(max(run.total_count - run.done_count, 1) for run in runs))
        for run in runs:
            while run.exists() and run.state == "running":
                result = run._process_batch()
                left = Cron._commit_progress(max(result["made"], 1))
                run.invalidate_recordset()
                if result["busy"]:
                    # The next run of the job finds what is left.
                    self.env.ref(CRON)._trigger(fields.Datetime.add(fields.Datetime.now(), minutes=1))
                    break
                if not left:
                    return
