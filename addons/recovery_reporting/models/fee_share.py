from odoo import api, fields, models
from odoo.addons.recovery_housing.models.fee import MONEY


class FeeShare(models.Model):
    """A share that a grant pays: by an invoice, which goes to the grant's ledger, or borne without one."""

    _inherit = "recovery.fee.share"

    grant_id = fields.Many2one(
        "recovery.grant", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True, groups=MONEY,
    )
    bearing = fields.Selection(
        [("invoice", "By invoice"), ("grant", "By the grant")], string="How it is paid", compute="_compute_bearing",
    )

    @api.depends("payer", "partner_id")
    def _compute_bearing(self):
        for share in self:
            share.bearing = "grant" if share.payer == "grant" and not share.partner_id else "invoice"

    @api.model
    def _get_key_names(self):
        return [*super()._get_key_names(), "grant_id"]

    def _get_analytic_distribution(self):
        """Give the line to the account of its grant, in place of another grant's that the plan may name."""
        distribution = super()._get_analytic_distribution()
        account = self.grant_id.analytic_account_id
        if not account:
            return distribution
        kept = {}
        for key, percent in (distribution or {}).items():
            others = account.browse(map(int, key.split(","))).exists()
            name = ",".join(str(other.id) for other in others if other.root_plan_id != account.root_plan_id)
            if name:
                kept[name] = kept.get(name, 0) + percent
        return {**kept, str(account.id): 100}
