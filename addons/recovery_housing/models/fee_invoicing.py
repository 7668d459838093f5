from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class FeeInvoicing(models.Model):
    """Shares become customer invoices, as drafts that accounting posts.

    Nothing of a person reaches accounting but the code of the client, the code of the house and the month.
    """

    _inherit = "recovery.fee"

    def action_invoice(self):
        """Make the draft invoices of draft fees, one for each payer.

        :raises UserError: where an income is not known or accounting is not set up; nothing is made then
        """
        self.check_access("write")
        drafts = self.sudo().filtered(lambda fee: fee.state == "draft")
        drafts._lock_fees()
        drafts = drafts.filtered(lambda fee: fee.state == "draft")
        drafts._price()
        unknown = drafts.filtered(lambda fee: fee.problem == "income")
        if unknown:
            raise UserError(self.env._(
                "Income: it is not known for %s. Enter it, or agree on a monthly fee on the stay.",
                ", ".join(unknown[:5].mapped("display_name")),
            ))
        drafts._invoice()

    def _lock_fees(self):
        """Wait for whoever changes the same fees; who began before they were changed begins again."""
        if self:
            self.env.flush_all()
            self.env.execute_query(SQL(
                "SELECT id FROM recovery_fee WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(self.ids),
            ))
            self.invalidate_recordset()

    def _invoice(self):
        """Make the invoices of priced fees (superuser) and let them be invoiced."""
        for company, fees in self.grouped("company_id").items():
            fees.share_ids._make_invoices(company)
        self.write({"state": "invoiced", "problem": False})
        self.env.add_to_compute(self._fields["state"], self)

    def _invoice_known(self):
        """Invoice those of these drafts (superuser) of which everything is known."""
        self.filtered(lambda fee: not fee.problem)._invoice()
