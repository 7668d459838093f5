from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date

from ..fee_rules import add_months, spread

ACTIVITY = "recovery_housing.activity_instalment"


class RepaymentPlan(models.Model):
    """What a resident owes, agreed to be paid in parts.

    What was paid is what the ledger says of the fees that the plan is about, invoices that replaced others included; it
    fills the instalments from the first. What was taken back or written off is no payment: it shortens the plan from the
    last instalment.
    """

    _name = "recovery.repayment.plan"
    _description = "Repayment plan"
    _inherit = [
        "recovery.state.machine", "recovery.client.record", "recovery.private.thread", "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["client_id"]
    _mail_post_access = "write"

    _state_transitions = {
        "draft": {"active", "cancelled"}, "active": {"done", "cancelled"}, "done": {"active"}, "cancelled": set(),
    }

    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_program_id", store=True, readonly=False, precompute=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Looks after it", required=True, default=lambda self: self.env.user, ondelete="restrict",
        check_company=True, help="Is told when an instalment is missed.",
    )
    date = fields.Date(string="Agreed on", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True, default="draft", copy=False, index=True, tracking=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    share_ids = fields.Many2many(
        "recovery.fee.share", "recovery_repayment_share_rel", "plan_id", "share_id", string="Fees", copy=False,
        check_company=True, domain="[('client_id', '=', client_id), ('payer', '=', 'resident'), ('state', '=', 'live')]",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, help="What was open of these fees when the plan was agreed.",
    )
    instalment_count = fields.Integer(string="Instalments", default=6)
    date_first = fields.Date(
        string="First due", default=lambda self: add_months(fields.Date.context_today(self).replace(day=1), 1),
    )
    instalment_ids = fields.One2many("recovery.repayment.instalment", "plan_id", string="Plan of payments", copy=False)
    amount_before = fields.Monetary(
        string="Paid before", compute="_compute_amount", store=True, help="Of these fees, before the plan was agreed.",
    )
    amount_paid = fields.Monetary(string="Paid", compute="_compute_paid", compute_sudo=True)
    amount_dropped = fields.Monetary(
        string="No longer owed", compute="_compute_paid", compute_sudo=True,
        help="Taken back or written off since the plan was agreed.",
    )
    amount_late = fields.Monetary(string="Late", compute="_compute_paid", compute_sudo=True)

    _amount_sign = Check("CHECK(amount >= 0)", "Amount: it cannot be negative.", lambda row: row["amount"] >= 0)
    _count = Check(
        "CHECK(instalment_count BETWEEN 1 AND 120)", "Instalments: write between 1 and 120.",
        lambda row: 1 <= row["instalment_count"] <= 120,
    )

    @api.depends("client_id")
    def _compute_program_id(self):
        stays = self.env["recovery.stay"].search_fetch(
            [
                ("client_id", "in", self.client_id.ids), ("state", "!=", "cancelled"),
                ("company_id", "in", self.env.companies.ids),
            ], ["client_id", "program_id"], order="date_from",
        )
        programs = {stay.client_id: stay.program_id for stay in stays}
        for plan in self:
            plan.program_id = plan.program_id or programs.get(plan.client_id)

    @api.depends("share_ids", "state")
    def _compute_amount(self):
        for plan in self:
            if plan.state == "draft":
                shares = plan.sudo().share_ids
                plan.amount = sum(shares.mapped("amount_open"))
                plan.amount_before = sum(plan._get_shares()._get_paid().values())

    def _get_shares(self):
        """Return what the resident was charged (superuser) for the fees of one plan, what replaced an invoice included."""
        fees = self.sudo().share_ids.fee_id
        return fees.share_ids.filtered(lambda share: share.payer == "resident" and share.state == "live")

    @api.depends(
        "share_ids.fee_id.share_ids.amount_open", "amount", "amount_before", "instalment_ids.amount",
        "instalment_ids.date_due",
    )
    def _compute_paid(self):
        today = fields.Date.context_today(self)
        paid = self._get_shares()._get_paid()
        for plan in self:
            shares = plan._get_shares()
            left = max(sum(shares.mapped("amount_open")), 0)
            plan.amount_paid = max(sum(paid[share] for share in shares) - plan.amount_before, 0)
            plan.amount_dropped = max(plan.amount - plan.amount_paid - left, 0)
            due = sum(line.amount for line in plan.instalment_ids if line.date_due and line.date_due < today)
            due = min(due, plan.amount - plan.amount_dropped)
            plan.amount_late = max(due - plan.amount_paid, 0) if plan.state == "active" else 0

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.sudo().client_id.code or ''} · {plan.date or ''}"

    @api.constrains("share_ids", "client_id", "state")
    def _check_shares(self):
        """A plan is about what its resident owes, and of that about nothing that is in another running plan."""
        for plan in self.sudo():
            if plan.share_ids.client_id - plan.client_id or plan.share_ids.filtered(lambda share: share.payer != "resident"):
                raise ValidationError(self.env._("Fees: choose what this resident owes."))
        for plan in self.sudo().filtered(lambda plan: plan.state in ("draft", "active")):
            twice = plan.share_ids.fee_id & (self.sudo()._find_running(plan.client_id) - plan).share_ids.fee_id
            if twice:
                raise ValidationError(self.env._(
                    "Fees: %s is in another running plan already.", ", ".join(twice.mapped("display_name")),
                ))

    def write(self, vals):
        if not self.env.su and "state" in vals:
            raise UserError(self.env._("State: start, finish or cancel the plan by its buttons."))
        if not self.env.su and vals.keys() & {"share_ids", "amount", "client_id"} and any(
            plan.state != "draft" for plan in self
        ):
            raise UserError(self.env._("Amount: the plan is agreed. Cancel it and make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("State: what was agreed is cancelled, not deleted."))

    # Steps

    def action_collect(self):
        """Put every fee of the resident with an open, posted invoice into the plan that is in no other running one."""
        self.check_access("write")
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            shares = self.env["recovery.fee.share"].search([
                ("client_id", "=", plan.client_id.id), ("company_id", "=", plan.company_id.id), ("payer", "=", "resident"),
                ("state", "=", "live"), ("move_state", "=", "posted"),
            ])
            taken = (self.sudo()._find_running(plan.client_id) - plan).share_ids.fee_id
            plan.share_ids = shares.sudo().filtered(
                lambda share, taken=taken: share.amount_open and share.fee_id not in taken,
            )

    def action_spread(self):
        """Make monthly instalments that add up to the amount to the smallest coin.

        :raises UserError: when nothing is owed
        """
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            if plan.currency_id.is_zero(plan.amount):
                raise UserError(self.env._("Amount: nothing is owed. Choose the fees first."))
            parts = spread(plan.amount, plan.instalment_count, plan.currency_id.rounding)
            plan.instalment_ids = [Command.clear(), *(
                Command.create({"date_due": add_months(plan.date_first, number), "amount": float(part)})
                for number, part in enumerate(parts) if part
            )]

    def action_start(self):
        """Let the plan run.

        The fees are written: of two plans started at one time the database makes the second begin again.

        :raises UserError: where the instalments do not add up to the amount
        :raises ValidationError: where a fee is in another running plan
        """
        self.check_access("write")
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE recovery_fee SET write_date = write_date WHERE id IN %s", tuple(self.sudo().share_ids.fee_id.ids or [0]),
        ))
        for plan in self:
            planned = sum(plan.instalment_ids.mapped("amount"))
            if plan.currency_id.compare_amounts(planned, plan.amount) or not plan.instalment_ids:
                raise UserError(self.env._(
                    "Plan of payments: the instalments come to %(planned)s, but %(amount)s is owed.",
                    planned=plan.currency_id.format(planned), amount=plan.currency_id.format(plan.amount),
                ))
        self.sudo().write({"state": "active"})

    def action_cancel(self):
        self.check_access("write")
        self.sudo().write({"state": "cancelled"})
        self.sudo().activity_unlink([ACTIVITY])

    @api.model
    def _cron_follow(self):
        """Finish plans of which nothing is left to pay, and tell once of each instalment that was missed."""
        today = fields.Date.context_today(self)
        plans = self.search([("state", "=", "active")])
        paid = plans.filtered(lambda plan: plan.currency_id.compare_amounts(
            plan.amount_paid, plan.amount - plan.amount_dropped,
        ) >= 0)
        paid.write({"state": "done"})
        paid.activity_unlink([ACTIVITY])
        for plan in plans - paid:
            missed = plan.instalment_ids.filtered(
                lambda line: line.date_due < today and line.state == "late" and not line.told_on,
            )
            if missed:
                plan.activity_unlink([ACTIVITY])
                plan.activity_schedule(
                    ACTIVITY, date_deadline=today, user_id=plan.user_id.id, summary=self.env._(
                        "Instalment of %s missed", format_date(self.env, max(missed.mapped("date_due"))),
                    ),
                )
                missed.write({"told_on": today})

    @api.model
    def _find_running(self, clients):
        """Return the running plans of clients."""
        return self.search(Domain("client_id", "in", clients.ids) & Domain("state", "=", "active"))
