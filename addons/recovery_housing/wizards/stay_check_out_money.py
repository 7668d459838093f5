from odoo import api, fields, models

from ..models.fee import MONEY


class StayCheckOutMoney(models.TransientModel):
    """What is between a house and whoever leaves: the deposit, fees not paid, and the fee of the last month."""

    _inherit = "recovery.stay.check.out"

    currency_id = fields.Many2one(related="stay_id.currency_id")
    deposit_held = fields.Monetary(related="stay_id.deposit_held")
    deposit_step = fields.Selection(
        [("returned", "Give it back"), ("kept", "Keep it, or a part"), ("later", "Decide later")], string="Deposit",
    )
    deposit_kept = fields.Monetary(
        string="Keep", compute="_compute_deposit_kept", store=True, readonly=False, help="The rest is given back.",
    )
    kept_reason = fields.Selection(
        selection=lambda self: self.env["recovery.stay.deposit"]._fields["kept_reason"]._description_selection(self.env),
        string="Kept because",
    )
    has_open_fees = fields.Boolean(
        string="Fees not paid", compute="_compute_open_fees", help="Of the resident; what others pay is not meant.",
    )
    amount_open = fields.Monetary(string="Open", compute="_compute_open_fees", groups=MONEY)
    can_invoice = fields.Boolean(compute="_compute_can_invoice")
    make_fee = fields.Boolean(string="Invoice the fee of the last month")

    @api.depends("stay_id")
    def _compute_deposit_kept(self):
        for wizard in self:
            wizard.deposit_kept = wizard.deposit_held

    @api.depends("stay_id")
    def _compute_open_fees(self):
        """Of the fees that the user may see, what the resident has not paid of posted invoices."""
        for wizard in self:
            fees = self.env["recovery.fee"].search([
                ("client_id", "=", wizard.stay_id.client_id.id), ("company_id", "=", wizard.stay_id.company_id.id),
                ("state", "in", ("invoiced", "paid")),
            ])
            shares = fees.sudo().share_ids.filtered(
                lambda share: share.payer == "resident" and share.state == "live" and share.move_state == "posted",
            )
            amount = sum(shares.mapped("amount_open"))
            wizard.has_open_fees = amount > 0
            wizard.sudo().amount_open = amount

    @api.depends("stay_id")
    def _compute_can_invoice(self):
        allowed = self.env["recovery.fee"].has_access("create")
        for wizard in self:
            wizard.can_invoice = allowed and not wizard.stay_id.fee_exempt

    def action_check_out(self):
        """Check out, write down what becomes of the deposit, and invoice the last month where that was asked for."""
        result = super().action_check_out()
        for wizard in self:
            wizard._write_deposits()
            if wizard.make_fee:
                wizard.stay_id.action_make_fee()
        return result

    def _write_deposits(self):
        """Write entries, not booked yet, for what is kept and for what is given back."""
        held, step = self.stay_id.deposit_held, self.deposit_step
        if held <= 0 or step not in ("returned", "kept"):
            return
        kept = self.deposit_kept if step == "kept" else 0
        entries = [{"kind": "kept", "kept_reason": self.kept_reason, "amount": kept}] if step == "kept" else []
        rest = self.currency_id.round(held - kept)
        if rest:
            entries.append({"kind": "returned", "amount": rest})
        self.env["recovery.stay.deposit"].create([{"stay_id": self.stay_id.id, **entry} for entry in entries])
