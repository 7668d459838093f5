from odoo import fields, models
from odoo.fields import Command


class FeeShareInvoicing(models.Model):
    """Invoices of shares: what they say and whom they are for. A payer's own decision is named by its number."""

    _inherit = "recovery.fee.share"

    def _make_invoices(self, company):
        """Make a draft invoice of each share of a company that needs one and has none; superuser.

        Payers who want one invoice for all residents get theirs by ``_make_collective_invoices``.
        """
        waiting = self.filtered(lambda share: (
            share.state == "live" and not share.move_id and share.amount > 0
            and (share.payer == "resident" or share.partner_id)
        ))
        if not waiting:
            return
        contacts = waiting.filtered(lambda share: share.payer == "resident").client_id._get_payer_contacts(company)
        for share in waiting:
            if share.payer == "resident":
                share.write({"partner_id": contacts[share.client_id].id, "billed_client_id": share.client_id.id})
        accounting = company._get_fee_accounting()
        together = waiting._find_collective(company)
        together._make_collective_invoices(company, accounting)
        alone = waiting - together
        Move = self.env["account.move"].with_company(company).with_context(mail_create_nosubscribe=True)
        moves = Move.create([share._prepare_invoice(accounting) for share in alone])
        for share, move in zip(alone, moves, strict=True):
            share.move_id = move

    def _prepare_invoice(self, accounting):
        """Return the values of the draft invoice of one share."""
        self.ensure_one()
        return {
            **self._prepare_invoice_head(accounting), "ref": self._get_invoice_reference(),
            "invoice_line_ids": [Command.create(self._prepare_invoice_line(accounting))],
        }

    def _prepare_invoice_head(self, accounting):
        """Return what the draft invoice of shares of one payer says above its lines; due as the latest of its fees is."""
        today = fields.Date.context_today(self)
        days = max(fee.plan_id.due_days if fee.plan_id else 14 for fee in self.fee_id)
        return {
            "move_type": "out_invoice", "company_id": self.company_id.id, "journal_id": accounting["journal"].id,
            "partner_id": self.partner_id.id, "currency_id": self.currency_id.id, "invoice_date": today,
            "invoice_date_due": fields.Date.add(today, days=days), "invoice_payment_term_id": False,
            "invoice_user_id": False,
        }

    def _prepare_invoice_line(self, accounting):
        """Return the values of the line of one share, on an invoice of its own or on one for many residents."""
        return {
            "name": self._get_invoice_reference(), "product_id": accounting["product"].id,
            "account_id": accounting["account"].id, "quantity": 1, "price_unit": self.amount,
            "tax_ids": [Command.set(self.fee_id.plan_id.tax_ids.ids)],
            "analytic_distribution": self._get_analytic_distribution(),
        }

    def _get_analytic_distribution(self):
        """Return to which analytic accounts the line of one share goes."""
        return self.fee_id.plan_id.analytic_distribution

    def _get_invoice_reference(self):
        """Return what the invoice of one share says: that of its fee and, for a payer with a decision, its number."""
        return " · ".join(filter(None, (self.fee_id._get_reference(), self.decision_number)))
