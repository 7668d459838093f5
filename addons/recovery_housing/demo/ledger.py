from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..fee_rules import add_months

# Name: code, type. Just what fees and deposits ask for; whoever wants more installs the chart of a country.
ACCOUNTS = {
    "receivable": ("Residents and other payers", "110100", "asset_receivable"),
    "payable": ("Suppliers", "210100", "liability_payable"),
    "bank": ("Bank", "100200", "asset_cash"),
    "cash": ("Cash box of the houses", "100100", "asset_cash"),
    "deposit": ("Deposits of residents", "215000", "liability_current"),
    "income": ("Fees of residents", "400100", "income"),
    "kept": ("Deposits kept", "400200", "income_other"),
    "loss": ("Fees written off", "600100", "expense"),
    "expense": ("Expenses", "600200", "expense"),
}


class DemoLedger(models.AbstractModel):
    """A small ledger of a demonstration company, and what accounting does with the invoices of fees."""

    _inherit = "recovery.demo"

    def _create_ledger(self):
        """Give the company accounts and journals, and choose them for fees and deposits."""
        company = self.env.company
        accounts = dict(zip(ACCOUNTS, self.env["account.account"].create([
            {
                "name": name, "code": code, "account_type": kind, "company_ids": [Command.set(company.ids)],
                "reconcile": kind in ("asset_receivable", "liability_payable"),
            }
            for name, code, kind in ACCOUNTS.values()
        ]), strict=True))
        journals = dict(zip(("FEE", "GEN", "BANK", "CASH"), self.env["account.journal"].create([
            {
                "name": name, "code": code, "type": kind, "company_id": company.id,
                "default_account_id": account and accounts[account].id,
            }
            for name, code, kind, account in (
                ("Fees of residents", "FEE", "sale", "income"), ("Miscellaneous", "GEN", "general", False),
                ("Bank", "BANK", "bank", "bank"), ("Cash box of the houses", "CASH", "cash", "cash"),
            )
        ]), strict=True))
        for code, account in (("BANK", "bank"), ("CASH", "cash")):
            lines = journals[code].inbound_payment_method_line_ids | journals[code].outbound_payment_method_line_ids
            lines.payment_account_id = accounts[account]
        company.write({
            "fee_journal_id": journals["FEE"].id, "fee_account_id": accounts["income"].id,
            "fee_loss_account_id": accounts["loss"].id, "deposit_journal_id": journals["CASH"].id,
            "deposit_account_id": accounts["deposit"].id, "deposit_kept_account_id": accounts["kept"].id,
        })
        for side in ("receivable", "payable"):
            self.env["ir.default"].set(
                "res.partner", f"property_account_{side}_id", accounts[side].id, company_id=company.id,
            )

    def _get_month_back(self, count):
        """Return the first day of the month so many months ago."""
        return add_months(self._today().replace(day=1), -count)

    def _run_month(self, back):
        """Make the fees of the month so many months ago, as the run does in the background; return them."""
        run = self.env["recovery.fee.run"].create({
            "period": self._get_month_back(back), "company_id": self.env.company.id, "house_ids": False,
            "user_id": self._find_clerk().id,
        })
        run.action_start()
        while run.state == "running":
            run.process_batch()
        return run.fee_ids

    def _find_clerk(self):
        """Return the finance officer of the company."""
        officers = self.env.ref("recovery_care.group_finance").user_ids
        return officers.filtered(lambda user: user.active and self.env.company in user.company_ids)[:1] or self.env.user

    def _post_month(self, back):
        """Make the fees of a month and post their invoices on the fifth of the next one; return the fees."""
        fees = self._run_month(back)
        self._post(fees.share_ids.move_id, self._get_month_back(back - 1) + timedelta(days=4))
        return fees

    def _post(self, moves, day):
        """Post drafts of invoices dated ``day``, due two weeks later."""
        moves.write({"invoice_date": day, "date": day, "invoice_date_due": day + timedelta(days=14)})
        moves.action_post()

    def _find_move(self, fees, stay, payer="resident"):
        """Return the posted invoice of one payer for one stay among fees, or none."""
        return fees.filtered(lambda fee: fee.stay_id == stay).share_ids.filtered(
            lambda share: share.payer == payer and share.state == "live" and share.amount > 0,
        ).move_id[:1]

    def _pay(self, moves, after, amount=None):
        """Register payments of invoices of one date, so many days after it, as accounting does: each by one payment."""
        if not moves:
            return
        self._analyze_ledger()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids, dont_redirect_to_payments=True,
        ).create({
            "payment_date": min(moves[0].invoice_date + timedelta(days=after), self._today()), "group_payment": False,
            "journal_id": self.env["account.journal"].search([
                ("company_id", "=", self.env.company.id), ("code", "=", "BANK"),
            ]).id,
            **({"amount": amount} if amount else {}),
        })
        wizard._create_payments()

    def _analyze_ledger(self):
        """Tell the planner about entries that are not committed yet: without it each payment takes seconds."""
        self.env.flush_all()
        self.env.cr.execute("ANALYZE account_move, account_move_line, account_payment, account_partial_reconcile")

    def _create_payer(self, name):
        return self.env["res.partner"].create({"name": name, "is_company": True, "company_id": self.env.company.id})

    def _create_deposits(self, rows):
        """Create deposits, book them, and post their entries.

        :param list rows: (stay, kind, day, amount, reason of what is kept or False)
        """
        deposits = self.env["recovery.stay.deposit"].create([
            {"stay_id": stay.id, "kind": kind, "date": day, "amount": amount, "kept_reason": reason}
            for stay, kind, day, amount, reason in rows if stay
        ])
        deposits.action_book()
        deposits.move_id.action_post()
