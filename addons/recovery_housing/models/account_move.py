from odoo import models
from odoo.fields import Domain


class AccountMove(models.Model):
    """Entries and invoices that are posted: deposits that were kept for unpaid fees pay them."""

    _inherit = "account.move"

    def _post(self, soft=True):
        """Settle fees by deposits, whichever of entry and invoice is posted later."""
        posted = super()._post(soft)
        if posted:
            clients = self.env["recovery.fee.share"].sudo().search([
                ("move_id", "in", posted.ids), ("payer", "=", "resident"),
            ]).client_id
            deposits = self.env["recovery.stay.deposit"].sudo().search(
                Domain("kind", "=", "kept") & Domain("kept_reason", "=", "unpaid") & Domain("state", "=", "booked")
                & Domain("move_id.state", "=", "posted") & Domain("company_id", "in", posted.company_id.ids)
                & (Domain("move_id", "in", posted.ids) | Domain("client_id", "in", clients.ids)),
            )
            deposits.filtered(lambda deposit: not deposit._get_credit().reconciled)._settle()
        return posted
