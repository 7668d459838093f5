from odoo import fields, models

OWN = "('company_id', '=', company_id)"
OPEN_TO = "('company_ids', 'in', company_id)"


def _of_company(name, *conditions):
    """Return a field of the settings that chooses the field ``name`` of the company, among what meets the conditions."""
    return fields.Many2one(related=f"company_id.{name}", readonly=False, domain=f"[{', '.join(conditions)}]")


class ResConfigSettingsFee(models.TransientModel):
    _inherit = "res.config.settings"

    fee_product_id = _of_company("fee_product_id")
    fee_journal_id = _of_company("fee_journal_id", "('type', '=', 'sale')", OWN)
    fee_account_id = _of_company("fee_account_id", "('account_type', 'in', ('income', 'income_other'))", OPEN_TO)
    fee_loss_account_id = _of_company("fee_loss_account_id", "('internal_group', '=', 'expense')", OPEN_TO)
    deposit_journal_id = _of_company("deposit_journal_id", "('type', 'in', ('cash', 'bank', 'general'))", OWN)
    deposit_account_id = _of_company("deposit_account_id", "('internal_group', '=', 'liability')", OPEN_TO)
    deposit_kept_account_id = _of_company("deposit_kept_account_id", "('internal_group', '=', 'income')", OPEN_TO)
