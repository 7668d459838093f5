from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError


class RepaymentInstalment(models.Model):
    """A part of what is paid back."""

    _name = "recovery.repayment.instalment"
    _description = "Instalment"
    _inherit = ["recovery.client.record"]
    _order = "plan_id, date_due, id"
    _rec_names_search = ["client_id"]

    plan_id = fields.Many2one("recovery.repayment.plan", required=True, index=True, ondelete="cascade", check_company=True)
    client_id = fields.Many2one(related="plan_id.client_id", store=True, precompute=True, index=True, domain=None)
    program_id = fields.Many2one(
        related="plan_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, default=None)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_due = fields.Date(string="Due", required=True, index=True)
    amount = fields.Monetary(required=True)
    amount_paid = fields.Monetary(string="Paid", compute="_compute_state", compute_sudo=True)
    state = fields.Selection(
        [("open", "Open"), ("paid", "Paid"), ("late", "Late"), ("dropped", "No longer owed")], compute="_compute_state",
        compute_sudo=True,
    )
    told_on = fields.Date(string="Told on", readonly=True, copy=False)

    _amount_sign = Check("CHECK(amount > 0)", "Amount: an instalment is more than nothing.", lambda row: row["amount"] > 0)

    @api.depends("plan_id.amount_paid", "plan_id.amount_dropped", "plan_id.instalment_ids.amount", "date_due", "amount")
    def _compute_state(self):
        """What was paid fills the instalments in their order; what is no longer owed shortens them from the last."""
        today = fields.Date.context_today(self)
        for plan in self.plan_id:
            left, owed = plan.amount_paid, plan.amount - plan.amount_dropped
            for line in plan.instalment_ids.sorted(lambda line: (line.date_due or today, line.id or 0)):
                wanted = min(line.amount, owed)
                line.amount_paid = min(left, wanted)
                left, owed = max(left - wanted, 0), max(owed - wanted, 0)
                if line.amount and plan.currency_id.is_zero(wanted):
                    line.state = "dropped"
                elif plan.currency_id.compare_amounts(line.amount_paid, wanted) >= 0:
                    line.state = "paid"
                else:
                    line.state = "late" if line.date_due and line.date_due < today else "open"
        for line in self - self.plan_id.instalment_ids:
            line.amount_paid, line.state = 0, "open"

    @api.depends("client_id.code", "date_due")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.sudo().client_id.code or ''} · {line.date_due or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        if vals.keys() & {"amount", "date_due", "plan_id"}:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _check_draft(self):
        if any(line.plan_id.state != "draft" for line in self):
            raise UserError(self.env._("Plan of payments: the plan is agreed. Cancel it and make another one."))
