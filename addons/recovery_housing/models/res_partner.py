from odoo import fields, models


class ResPartner(models.Model):
    """How a payer of fees wants to be invoiced, a company each."""

    _inherit = "res.partner"

    recovery_collective_invoice = fields.Boolean(
        string="One fee invoice for all residents", company_dependent=True,
        groups="recovery_care.group_manager,recovery_care.group_finance,recovery_care.group_auditor,"
        "account.group_account_invoice,account.group_account_readonly",
        help="What this contact pays for residents in a month comes as one invoice with a line for each of them, not as "
        "an invoice for each. It holds for invoices that are made from now on.",
    )
