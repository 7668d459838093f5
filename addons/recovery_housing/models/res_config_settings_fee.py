from odoo import fields, models


class ResConfigSettingsFee(models.TransientModel):
    _inherit = "res.config.settings"

    fee_product_id = fields.Many2one(related="company_id.fee_product_id", readonly=False)
    fee_journal_id = fields.Many2one(
        related="company_id.fee_journal_id", readonly=False,
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
    )
    fee_account_id = fields.Many2one(
        related="company_id.fee_account_id", readonly=False,
        domain="[('account_type', 'in', ('income', 'income_other')), ('company_ids', 'in', company_id)]",
    )
    fee_loss_account_id = fields.Many2one(
        related="company_id.fee_loss_account_id", readonly=False,
        domain="[('internal_group', '=', 'expense'), ('company_ids', 'in', company_id)]",
    )
    deposit_journal_id = fields.Many2one(
        related="company_id.deposit_journal_id", readonly=False,
        domain="[('type', 'in', ('cash', 'bank', 'general')), ('company_id', '=', company_id)]",
    )
    deposit_account_id = fields.Many2one(
        related="company_id.deposit_account_id", readonly=False,
        domain="[('internal_group', '=', 'liability'), ('company_ids', 'in', company_id)]",
    )
    deposit_kept_account_id = fields.Many2one(
        related="company_id.deposit_kept_account_id", readonly=False,
        domain="[('internal_group', '=', 'income'), ('company_ids', 'in', company_id)]",
    )
