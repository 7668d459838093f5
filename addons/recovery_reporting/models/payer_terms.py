from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.addons.recovery_housing.models.fee import MONEY
from odoo.exceptions import ValidationError


class PayerTerms(models.AbstractModel):
    """The grant that a payer of the kind “Grant” stands for. It pays the nights of its own period and no others."""

    _inherit = "recovery.payer.terms"

    grant_id = fields.Many2one(
        "recovery.grant", index="btree_not_null", ondelete="restrict", check_company=True, groups=MONEY,
        domain="[('company_id', '=', company_id), ('state', '!=', 'draft')]",
        help="It pays the nights of its own period. Without a contact to invoice, the fees show as borne by the grant.",
    )
    grant_end = fields.Date(related="grant_id.date_end", string="End of the grant", groups=MONEY)

    _grant = Check(
        "CHECK(grant_id IS NULL OR payer = 'grant')", "Grant: only a payer of the kind “Grant” names one.",
        lambda row: not row["grant_id"] or row["payer"] == "grant",
    )

    @api.onchange("payer")
    def _onchange_payer(self):
        if self.payer != "grant" and self._has_field_access(self._fields["grant_id"], "write"):
            self.grant_id = False

    @api.constrains(lambda self: [
        name for name in ("grant_id", "date_from", "date_to", "plan_id") if name in self._fields
    ])
    def _check_grant(self):
        """Refuse a grant without a ledger, and one whose period has no night of the payer."""
        for payer in self.sudo().filtered("grant_id"):
            grant = payer.grant_id
            if not grant.analytic_account_id:
                raise ValidationError(self.env._("Grant: “%s” is a draft. Start it first.", grant.name))
            first, last = payer._get_dates()
            if last < first:
                raise ValidationError(self.env._(
                    "Grant: “%(grant)s” runs from %(start)s to %(end)s and has no night of this payer. "
                    "Choose another grant, or correct the dates.",
                    grant=grant.name, start=grant.date_start, end=grant.date_end,
                ))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_grant_seen(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_grant_seen([vals])
        if vals.get("payer", "grant") != "grant" and "grant_id" not in vals:
            # Whoever makes it another payer need not see the grant.
            self.check_access("write")
            self.sudo().filtered("grant_id").write({"grant_id": False})
        return super().write(vals)

    @api.model
    def _check_grant_seen(self, vals_list):
        named = {vals["grant_id"] for vals in vals_list if vals.get("grant_id")}
        if named - set(self.env["recovery.grant"].search([("id", "in", list(named))]).ids if named else ()):
            raise ValidationError(self.env._("Grant: choose a grant of one of your programmes."))

    def _get_dates(self):
        first, last = super()._get_dates()
        grant = self.sudo().grant_id
        if grant:
            first, last = max(first, grant.date_start), min(last or grant.date_end, grant.date_end)
        return first, last
