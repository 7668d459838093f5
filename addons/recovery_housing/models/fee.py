from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, Unique
from odoo.exceptions import UserError
from odoo.tools import format_date

# House staff see whether a fee is paid, not how much it is.
MONEY = "recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor"


class Fee(models.Model):
    """What one stay costs in one month, and who pays it.

    A fee names its client by code and knows nothing of why somebody lives here. Its shares become customer invoices;
    what changes after that becomes a credit note and a new invoice beside them.
    """

    _name = "recovery.fee"
    _description = "Fee"
    _inherit = ["recovery.state.machine", "recovery.stay.record"]
    _order = "period desc, id desc"
    _rec_names_search = ["client_id", "house_id"]

    _state_transitions = {
        "draft": {"invoiced", "cancelled"},
        "invoiced": {"paid", "written_off", "cancelled"},
        "paid": {"invoiced", "cancelled"},
        "written_off": {"invoiced"},
        "cancelled": {"draft"},
    }

    period = fields.Date(string="Month", required=True, index=True, help="The first day of the month.")
    month_name = fields.Char(string="Month (in words)", compute="_compute_month_name")
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one(
        "recovery.fee.plan", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True,
    )
    run_id = fields.Many2one(
        "recovery.fee.run", readonly=True, index="btree_not_null", ondelete="set null", check_company=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"), ("invoiced", "Invoiced"), ("paid", "Paid"), ("written_off", "Written off"),
            ("cancelled", "Cancelled"),
        ],
        required=True, index=True, copy=False, default="draft", compute="_compute_state", store=True, readonly=False,
    )
    amount = fields.Monetary(readonly=True, groups=MONEY)
    amount_resident = fields.Monetary(string="Of the resident", compute="_compute_amounts", groups=MONEY, compute_sudo=True)
    amount_open = fields.Monetary(string="Open", compute="_compute_amounts", groups=MONEY, compute_sudo=True)
    calculation = fields.Json(readonly=True, groups=fields.NO_ACCESS, help="How the amount was found; see fee_calculation.")
    explanation = fields.Text(
        compute="_compute_explanation", groups=MONEY, compute_sudo=True, help="How the amount was found, in words.",
    )
    problem = fields.Selection(
        [("income", "Income not known"), ("accounting", "Accounting is not set up"), ("error", "Could not be invoiced")],
        readonly=True, copy=False, help="Why there is no invoice yet.",
    )
    to_check = fields.Boolean(
        readonly=True, copy=False, index=True,
        help="Stay, leave, income or plan have changed since: the amount would be another one now.",
    )
    share_ids = fields.One2many("recovery.fee.share", "fee_id", string="Payers", readonly=True, groups=MONEY)
    write_off_reason = fields.Selection(
        [
            ("uncollectable", "Cannot be collected"), ("hardship", "Hardship"), ("settlement", "Settled by agreement"),
            ("death", "Resident died"), ("small", "Too small to pursue"),
        ],
        string="Written off because", readonly=True, copy=False, groups=MONEY,
    )

    _once = Unique(
        "UNIQUE(stay_id, period)", "Month: the stay has a fee for it already.",
        lambda row: (row["stay_id"], row["period"]),
    )
    _month = Check(
        "CHECK(EXTRACT(day FROM period) = 1)", "Month: give its first day.", lambda row: row["period"].day == 1,
    )
    _amount_sign = Check("CHECK(amount >= 0)", "Amount: a fee cannot be negative.", lambda row: row["amount"] >= 0)
    _open_idx = models.Index("(client_id, period) WHERE state = 'invoiced'")

    @api.depends("share_ids.payment_state", "share_ids.move_state", "share_ids.state")
    def _compute_state(self):
        """Paid and open again as the invoices are, open as well when a loss is undone; every other step is somebody's."""
        for fee in self:
            state = fee.state or "draft"
            if state in ("invoiced", "paid"):
                state = "paid" if all(share._is_settled() for share in fee.share_ids) else "invoiced"
            elif state == "written_off" and any(
                share.amount_open > 0 for share in fee.share_ids if share.move_state == "posted"
            ):
                state = "invoiced"
            fee.state = state

    @api.depends("share_ids.amount", "share_ids.state", "share_ids.payer", "share_ids.amount_open")
    def _compute_amounts(self):
        for fee in self:
            live = fee.share_ids.filtered(lambda share: share.state == "live")
            fee.amount_resident = sum(live.filtered(lambda share: share.payer == "resident").mapped("amount"))
            fee.amount_open = sum(live.mapped("amount_open"))

    @api.depends("period")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for fee in self:
            fee.month_name = fee._get_month_name()

    @api.depends("client_id.code", "house_id.code", "period")
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = fee.sudo()._name_by(fee.sudo().client_id.code)

    def _get_reference(self):
        """Return what invoices call one fee: who in the words of accounting, house code, month, no more; superuser."""
        return self._name_by(self.client_id._get_payer_reference(self.company_id))

    def _name_by(self, who):
        month = self.period and f"{self.period:%Y-%m}" or ""
        return f"{who or ''} · {self.house_id.code or ''} · {month}"

    def _get_month_name(self):
        return format_date(self.env, self.period, date_format="LLLL y") if self.period else ""

    @api.model_create_multi
    def create(self, vals_list):
        """Only the stay and the month are given; what they cost is computed."""
        if not self.env.su:
            for vals in vals_list:
                self._check_closed(vals.keys() - {"stay_id", "period"})
        vals_list = [
            {**vals, "period": fields.Date.to_date(vals["period"]).replace(day=1)} if vals.get("period") else vals
            for vals in vals_list
        ]
        fees = super().create(vals_list)
        unpriced = fees.browse(fee.id for fee, vals in zip(fees, vals_list, strict=True) if "calculation" not in vals)
        if unpriced:
            unpriced.sudo()._price()
        return fees

    def write(self, vals):
        if not self.env.su:
            self._check_closed(vals.keys() - {"to_check"})
        return super().write(vals)

    def _check_closed(self, names):
        """Raise UserError where somebody writes what only the steps of a fee change."""
        known = sorted(name for name in names if name in self._fields and name != "company_id")
        if known:
            raise UserError(self.env._(
                "%s: a fee follows from its stay and its plan. Change those, then correct the fee.",
                self._fields[known[0]]._description_string(self.env),
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(fee.state != "draft" or fee.sudo().share_ids.move_id for fee in self):
            raise UserError(self.env._("State: only a draft is deleted. Cancel the fee instead."))
