from odoo import api, fields, models


class CollectivePayer(models.AbstractModel):
    """Says of a payer whether one invoice comes for all residents; the contact decides it."""

    _name = "recovery.collective.payer"
    _description = "Payer with one invoice for all residents"

    invoice_hint = fields.Char(string="Invoices", compute="_compute_invoice_hint", compute_sudo=True)

    @api.depends("payer", "partner_id.recovery_collective_invoice", "company_id")
    @api.depends_context("lang")
    def _compute_invoice_hint(self):
        for line in self:
            contact = line.partner_id.with_company(line.company_id)
            if not contact or line.payer == "resident":
                line.invoice_hint = False
            elif contact.recovery_collective_invoice:
                line.invoice_hint = self.env._("One a month for all residents")
            else:
                line.invoice_hint = self.env._("One for each resident")
