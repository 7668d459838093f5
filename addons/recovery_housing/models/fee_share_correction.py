from odoo import api, fields, models
from odoo.fields import Command


class FeeShareCorrection(models.Model):
    """Credit notes of shares and losses; superuser throughout."""

    _inherit = "recovery.fee.share"

    @api.model
    def _get_key_names(self):
        """Return the fields by which the shares of a fee are told apart; payers have those that concern them."""
        return ["payer", "partner_id", "decision_number"]

    @api.model
    def _make_key(self, record):
        """Return the frozenset of (name, value as to be written) of what a payer or share has of these fields."""
        return frozenset(
            (name, record._fields[name].convert_to_write(record[name], record))
            for name in self._get_key_names() if name in record._fields and record[name]
        )

    def _get_key(self):
        """Return the key of one share. The contact says nothing of a resident: see ``_is_own``."""
        if self.payer != "resident":
            return self._make_key(self)
        return frozenset({("payer", "resident"), *(() if self._is_own() else [("partner_id", "other")])})

    def _is_own(self):
        """Return whether one share is not that of a resident who was charged by mistake."""
        return self.payer != "resident" or self.billed_client_id in (self.client_id, self.browse().client_id)

    def _take_back(self):
        """Cancel the drafts of invoices of these shares; give back what was posted by a credit note, a draft as well.

        A credit note that accounting cancelled gave nothing back: it no longer counts, and another one is made.
        """
        void = self.fee_id.share_ids.filtered(lambda share: share.credits_id in self and share.move_state == "cancel")
        void.write({"state": "cancelled"})
        charges = self.filtered(lambda share: share.amount > 0 and not share._is_taken_back())
        posted = charges.filtered(lambda share: share.move_state == "posted")
        drafts = charges - posted
        shared = drafts.filtered(lambda share: share.line_id and share.move_state == "draft")
        shared._leave_drafts()
        (drafts - shared).move_id.filtered(lambda move: move.state == "draft").button_cancel()
        drafts.write({"state": "cancelled"})
        if not posted:
            return
        refunds = posted._make_credit_notes()
        self.create([
            {
                **dict(self._make_key(share)), "fee_id": share.fee_id.id, "amount": -share.amount, "credits_id": share.id,
                "move_id": refund.id, "billed_client_id": share.billed_client_id.id,
            }
            for share, refund in zip(posted, refunds, strict=True)
        ])

    def _is_taken_back(self):
        return bool(self.fee_id.share_ids.filtered(
            lambda share: share.credits_id == self and share.state == "live" and share.move_state != "cancel",
        ))

    def _take_back_loss(self):
        """Open the invoices that a loss settled; the loss itself is reversed by a draft, which accounting posts."""
        shared = self.filtered("line_id")
        losses = (self - shared).move_id.line_ids.matched_credit_ids.credit_move_id.move_id.filtered(
            lambda move: move.move_type == "entry" and move.line_ids.filtered(
                lambda line: line.debit and line.account_id.internal_group == "expense",
            ),
        )
        # An invoice for many is settled by the losses of others as well.
        losses |= shared.loss_line_id.filtered("matched_debit_ids").move_id
        losses.line_ids.remove_move_reconcile()
        losses._reverse_moves([{"date": fields.Date.context_today(self), "ref": move.ref} for move in losses])

    def _write_off(self):
        """Post one entry a company that books what is open as a loss, and settle the invoices with it."""
        for company, shares in self.grouped("company_id").items():
            accounting = company._get_write_off_accounting()
            lines = []
            for share in shares:
                [due] = share.move_id.line_ids.filtered(
                    lambda line: line.display_type == "payment_term" and not line.reconciled,
                )[:1]
                common = {"name": share.fee_id._get_reference(), "partner_id": share.partner_id.id}
                lines += [
                    {**common, "account_id": accounting["account"].id, "debit": share.amount_open, "credit": 0},
                    {**common, "account_id": due.account_id.id, "debit": 0, "credit": share.amount_open},
                ]
            references = ", ".join(fee._get_reference() for fee in shares.fee_id)
            move = self.env["account.move"].with_company(company).create({
                "move_type": "entry", "company_id": company.id, "journal_id": accounting["journal"].id,
                "date": fields.Date.context_today(self), "ref": references[:120],
                "line_ids": [Command.create(line) for line in lines],
            })
            move.action_post()
            for number, share in enumerate(shares):
                due = share.move_id.line_ids.filtered(lambda line: line.display_type == "payment_term")
                loss = move.line_ids.sorted("id")[2 * number + 1]
                share.loss_line_id = loss
                (due | loss).filtered(lambda line: not line.reconciled).reconcile()
