from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check

from .fee import MONEY
from .payer_terms import PAYERS

# Whoever may open invoices; everybody else sees what they say.
ACCOUNTING = "account.group_account_invoice,account.group_account_readonly"
SETTLED = ("paid", "in_payment", "reversed")


class FeeShare(models.Model):
    """What one payer pays of a fee, with its invoice; or a credit note of it, with a negative amount."""

    _name = "recovery.fee.share"
    _description = "Share of a fee"
    _inherit = ["recovery.client.record"]
    _order = "fee_id, id"
    _rec_names_search = ["client_id"]

    fee_id = fields.Many2one("recovery.fee", required=True, index=True, ondelete="cascade", check_company=True)
    client_id = fields.Many2one(related="fee_id.client_id", store=True, precompute=True, index=True, domain=None)
    program_id = fields.Many2one(
        related="fee_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="fee_id.company_id", store=True, precompute=True, default=None)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period = fields.Date(related="fee_id.period", string="Month", store=True, precompute=True, index=True)
    payer = fields.Selection(PAYERS, required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Invoice to", index="btree_not_null", ondelete="restrict", check_company=True,
        help="Residents under their code.",
    )
    decision_number = fields.Char(
        string="Decision number", readonly=True, help="Of whoever pays for this resident; printed on the invoice.",
    )
    billed_client_id = fields.Many2one(
        "recovery.client", string="Billed to", readonly=True, index="btree_not_null", ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Stays as it is when the client of the stay is corrected.",
    )
    amount = fields.Monetary(required=True, groups=MONEY)
    state = fields.Selection(
        [("live", "Counts"), ("cancelled", "Cancelled")], required=True, default="live", index=True,
        help="A share whose invoice was cancelled as a draft no longer counts.",
    )
    credits_id = fields.Many2one(
        "recovery.fee.share", string="Takes back", index="btree_not_null", ondelete="restrict", check_company=True,
    )
    move_id = fields.Many2one(
        "account.move", string="Invoice", index="btree_not_null", ondelete="restrict", check_company=True, groups=ACCOUNTING,
    )
    move_name = fields.Char(string="Number", compute="_compute_move_name", compute_sudo=True)
    move_state = fields.Selection(related="move_id.state", string="State of the invoice", store=True)
    payment_state = fields.Selection(
        selection=lambda self: self.env["account.move"]._fields["payment_state"]._description_selection(self.env),
        string="Payment", compute="_compute_payment_state", store=True,
    )
    date_due = fields.Date(related="move_id.invoice_date_due", string="Due")
    amount_open = fields.Monetary(string="Open", compute="_compute_amount_open", compute_sudo=True, groups=MONEY)

    _sign = Check(
        "CHECK((amount < 0) = (credits_id IS NOT NULL))", "Amount: only what is taken back is negative.",
        lambda row: (row["amount"] < 0) == bool(row["credits_id"]),
    )

    @api.depends("move_id.name", "move_id.state")
    @api.depends_context("lang")
    def _compute_move_name(self):
        for share in self:
            move = share.move_id
            share.move_name = move and (move.name if move.name and move.name != "/" else self.env._("Draft")) or False

    @api.depends("client_id.code", "payer")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["payer"]._description_selection(self.env))
        for share in self:
            share.display_name = f"{share.sudo().client_id.code or ''} · {labels.get(share.payer, '')}"

    @api.model
    def _get_checked_client_fields(self):
        """Who is billed is who the fee was about; the right to see them may have ended since."""
        return [name for name in super()._get_checked_client_fields() if name != "billed_client_id"]

    def _is_settled(self):
        """Return whether nothing of one share is open: it is paid or taken back, needs no invoice or no longer counts."""
        if self.state != "live" or not self.sudo().move_id or self.payment_state in SETTLED:
            return True
        return bool(self.sudo().credits_id) and self.move_state == "posted"

    def _get_paid(self):
        """Return {share: money that settled its invoice} (superuser): payments and deposits, not credit notes and losses."""
        partials = self.move_id.line_ids.matched_credit_ids
        entries, banks = partials.credit_move_id.move_id, ("bank", "cash", "credit")
        kept = self.env["recovery.stay.deposit"].search([("move_id", "in", entries.ids)]).move_id
        money = kept | entries.filtered(
            lambda move: move.origin_payment_id or move.statement_line_id or move.journal_id.type in banks,
        )
        return {
            share: sum(
                partial.amount for partial in share.move_id.line_ids.matched_credit_ids
                if partial.credit_move_id.move_id in money
            ) if share.amount > 0 else 0
            for share in self
        }

    def action_open_invoice(self):
        """Open the invoice; for whoever has Odoo's rights to invoices."""
        self.ensure_one()
        self.env["account.move"].check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "account.move", "view_mode": "form", "views": [(False, "form")],
            "res_id": self.sudo().move_id.id,
        }
