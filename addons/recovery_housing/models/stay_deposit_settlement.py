from odoo import models


class StayDepositSettlement(models.Model):
    """A deposit that is kept for unpaid fees pays them: no income of its own, as the fees were income already."""

    _inherit = "recovery.stay.deposit"

    def _is_for_fees(self):
        return self.kind == "kept" and self.kept_reason == "unpaid"

    def _get_fee_accounts(self, contacts):
        """Return {deposit: {"kept": account}} of deposits (superuser) of one company that pay fees.

        It is the account on which the resident owes: that of the oldest open invoice, or the usual one.

        :param dict contacts: {client: contact to be invoiced}
        """
        owed, company = self._find_owed(), self.company_id
        usual = self.env["account.account"].sudo().search([
            ("company_ids", "in", company.ids), ("account_type", "=", "asset_receivable"),
        ], limit=1) if self else None
        accounts = {}
        for deposit in self:
            due = owed[deposit.client_id].move_id.line_ids.filtered(
                lambda line: line.display_type == "payment_term" and not line.reconciled,
            )
            contact = contacts[deposit.client_id].with_company(company)
            accounts[deposit] = {"kept": due[:1].account_id or contact.property_account_receivable_id or usual}
        return accounts

    def _find_owed(self):
        """Return {client: shares (superuser) with posted invoices of their own, what was due first in front}."""
        shares = self.env["recovery.fee.share"].sudo().search([
            ("client_id", "in", self.client_id.ids), ("company_id", "in", self.company_id.ids), ("payer", "=", "resident"),
            ("state", "=", "live"), ("credits_id", "=", False), ("move_state", "=", "posted"),
        ]).filtered(lambda share: share._is_own())
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
