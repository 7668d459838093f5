from odoo import models


class StayDepositSettlement(models.Model):
    """A deposit that is kept for unpaid fees pays them: no income of its own, as the fees were income already."""

    _inherit = "recovery.stay.deposit"

    def _is_for_fees(self):
        return self.kind == "kept" and self.kept_reason == "unpaid"

    def _get_receivable_account(self, contact):
        """Return the account (superuser) on which one resident owes fees: of the oldest open invoice, or the usual one."""
        self.ensure_one()
        due = self._find_owed()[self.client_id].move_id.line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled,
        )
        return due[:1].account_id or contact.with_company(self.company_id).property_account_receivable_id \
            or self.env["account.account"].sudo().search([
                ("company_ids", "in", self.company_id.ids), ("account_type", "=", "asset_receivable"),
            ], limit=1)

    def _find_owed(self):
        """Return {client: shares (superuser) with posted invoices of their own, what was due first in front}."""
        shares = self.env["recovery.fee.share"].sudo().search([
            ("client_id", "in", self.client_id.ids), ("company_id", "in", self.company_id.ids), ("payer", "=", "resident"),
            ("state", "=", "live"), ("credits_id", "=", False), ("move_state", "=", "posted"),
        ]).filtered(lambda share: share._get_key()[1] is None)
        shares = shares.sorted(lambda share: (share.date_due or share.period, share.period, share.id))
        return {client: shares.filtered(lambda share, client=client: share.client_id == client) for client in self.client_id}

    def _settle(self):
        """Match posted entries of what was kept for fees (superuser) with the resident's open invoices, the oldest first."""
        owed = self._find_owed()
        for deposit in self.sorted(lambda deposit: (deposit.date, deposit.id)):
            credit = deposit._get_credit()
            for share in owed[deposit.client_id].filtered(lambda share, one=deposit: share.company_id == one.company_id):
                due = share.move_id.line_ids.filtered(lambda line, credit=credit: (
                    line.display_type == "payment_term" and line.account_id == credit.account_id and not line.reconciled
                ))
                if due and credit and not credit.reconciled:
                    (due | credit).reconcile()

    def _get_credit(self):
        """Return the line of one entry that pays fees."""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and line.credit > 0,
        )[:1]
