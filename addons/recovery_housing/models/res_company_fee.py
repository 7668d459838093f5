from odoo import fields, models
from odoo.exceptions import UserError


class ResCompanyFee(models.Model):
    """Where fees, losses and deposits are booked."""

    _inherit = "res.company"

    fee_product_id = fields.Many2one("product.product", string="Product of fees", ondelete="restrict")
    fee_journal_id = fields.Many2one(
        "account.journal", string="Journal of fees", ondelete="restrict",
        domain="[('type', '=', 'sale'), ('company_id', '=', id)]",
    )
    fee_account_id = fields.Many2one("account.account", string="Income account of fees", ondelete="restrict")
    fee_loss_account_id = fields.Many2one("account.account", string="Account of fees written off", ondelete="restrict")
    deposit_journal_id = fields.Many2one("account.journal", string="Journal of deposits", ondelete="restrict")
    deposit_account_id = fields.Many2one("account.account", string="Liability account of deposits", ondelete="restrict")
    deposit_kept_account_id = fields.Many2one(
        "account.account", string="Income account of deposits kept", ondelete="restrict",
    )

    def _get_fee_accounting(self):
        """Return {"journal", "product", "account"} (superuser) by which fees of one company are invoiced.

        What is not chosen in the settings is the first sales journal, and the account of the product or journal.

        :raises UserError: where no journal or account is found
        """
        self.ensure_one()
        company = self.sudo()
        journal = company.fee_journal_id or self._find_journal("sale")
        product = company.fee_product_id
        of_product = product and product.with_company(company).product_tmpl_id.get_product_accounts()["income"]
        account = company.fee_account_id or of_product or journal.default_account_id
        if not journal or not account:
            raise UserError(self.env._(
                "Journal, income account: “%s” has none for fees. Have them chosen in the settings of Housing.", self.name,
            ))
        return {"journal": journal, "product": product, "account": account}

    def _get_write_off_accounting(self):
        """Return {"journal", "account"} for what is written off.

        :raises UserError: where no journal or account is found
        """
        self.ensure_one()
        journal, account = self._find_journal("general"), self.sudo().fee_loss_account_id
        if not journal or not account:
            raise UserError(self.env._(
                "Account of fees written off: “%s” has none. Have it chosen in the settings of Housing.", self.name,
            ))
        return {"journal": journal, "account": account}

    def _get_deposit_accounting(self):
        """Return {"journal", "money", "liability", "kept"} for deposits.

        :raises UserError: where a journal or account is not chosen
        """
        self.ensure_one()
        company = self.sudo()
        journal = company.deposit_journal_id
        found = {
            "journal": journal, "money": journal.default_account_id, "liability": company.deposit_account_id,
            "kept": company.deposit_kept_account_id or company.fee_account_id
            or self._find_journal("sale").default_account_id,
        }
        if not all(found.values()):
            raise UserError(self.env._(
                "Journal and liability account of deposits: “%s” has none. Have them chosen in the settings of Housing.",
                self.name,
            ))
        return found

    def _find_journal(self, kind):
        return self.env["account.journal"].sudo().search([("company_id", "=", self.id), ("type", "=", kind)], limit=1)
