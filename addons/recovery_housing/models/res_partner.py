from odoo import fields, models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """How a payer of fees wants to be invoiced, a company each; and whose contact of another company one is."""

    _inherit = "res.partner"

    recovery_client_id = fields.Many2one(
        "recovery.client", string="Client of another company", copy=False, ondelete="set null", groups=fields.NO_ACCESS,
        help="By this contact its company invoices a resident who belongs to another one. Nobody may read it.",
    )

    recovery_collective_invoice = fields.Boolean(
        string="One fee invoice for all residents", company_dependent=True,
        groups="recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor,"
        "account.group_account_invoice,account.group_account_readonly",
        help="What this contact pays for residents in a month comes as one invoice with a line for each of them, not as "
        "an invoice for each. It holds for invoices that are made from now on.",
    )

    _recovery_client_once = models.UniqueIndex(
        "(recovery_client_id, company_id) WHERE recovery_client_id IS NOT NULL",
        "Client of another company: the company has a contact for it already.",
    )

    def action_toggle_collective_invoice(self):
        """Change how these contacts are invoiced by the company in which the user works.

        It needs no right to edit contacts, which few who make fees have.

        :raises AccessError: but for finance officers and for those who make invoices
        """
        self.check_access("read")
        user = self.env.user
        if not (user.has_group("recovery_care.group_finance") or user.has_group("account.group_account_invoice")):
            raise AccessError(self.env._("How a payer is invoiced is decided by finance officers and accounting."))
        for contact in self.sudo():
            contact.recovery_collective_invoice = not contact.recovery_collective_invoice
