from odoo import api, fields, models
from odoo.addons.recovery_housing.models.fee import MONEY
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount

PAYERS = ("recovery.stay.payer", "recovery.fee.plan.payer")


class GrantFee(models.Model):
    """What a grant bears of the fees of residents.

    It is added up from the shares of fees, never from the ledger. Shares with an invoice are income in the grant's
    ledger as well, as soon as accounting posts it; shares without one are nowhere else. Whoever reads the ledger by its
    analytic account therefore adds only what was borne without an invoice.
    """

    _inherit = "recovery.grant"

    fee_amount = fields.Monetary(
        string="Fees borne", compute="_compute_fee_amount", groups=MONEY,
        help="Shares of residents' fees that name this grant, in its period, as far as you may see them.",
    )
    fee_amount_invoiced = fields.Monetary(
        string="Of it by invoice", compute="_compute_fee_amount", groups=MONEY, help="In the grant's ledger as well.",
    )

    @api.depends("date_start", "date_end", "currency_id")
    @api.depends_context("uid")
    def _compute_fee_amount(self):
        """Add up shares by month; another currency is converted at the rate of the last day of the month."""
        sums = {grant.id: [0.0, 0.0] for grant in self}
        for grant, company, period, partner, amount in self.env["recovery.fee.share"]._read_group(
            self._get_share_domain(), ["grant_id", "company_id", "period:day", "partner_id"], ["amount:sum"],
        ):
            first, last = grant._get_fee_months()
            if not first <= period <= last:
                continue
            value = company.currency_id._convert(
                amount, grant.currency_id, company, fields.Date.end_of(period, "month"), round=False,
            )
            sums[grant.id][0] += value
            sums[grant.id][1] += value if partner else 0
        for grant in self:
            grant.fee_amount, grant.fee_amount_invoiced = sums[grant.id]

    @api.constrains("company_id")
    def _check_fee_company(self):
        for model in (*PAYERS, "recovery.fee.share"):
            Model = self.env[model].sudo().with_context(active_test=False)
            for grant, company in Model._read_group([("grant_id", "in", self.ids)], ["grant_id", "company_id"]):
                if grant.company_id != company:
                    raise ValidationError(self.env._("Company: fees of another company name this grant."))

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_start", "date_end"}:
            self.env["recovery.stay.payer"].sudo().search([("grant_id", "in", self.ids)])._update_activities()
        return result

    def _get_share_domain(self):
        """Return the domain of the shares that name these grants and count, of whatever month: charged, not cancelled."""
        return (
            Domain("grant_id", "in", self.ids) & Domain("state", "=", "live") & Domain("move_state", "!=", "cancel")
            & Domain("fee_id.state", "in", ("invoiced", "paid", "written_off"))
        )

    def _get_fee_months(self):
        """Return (first, last) month of one grant's period, each as its first day."""
        return self.date_start.replace(day=1), self.date_end.replace(day=1)

    def _get_fee_domain(self):
        """Return the domain of the shares behind “Fees borne” of one grant."""
        first, last = self._get_fee_months()
        return self._get_share_domain() & Domain("period", ">=", first) & Domain("period", "<=", last)

    def action_open_fee_shares(self):
        """Open the shares behind “Fees borne”, by code."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_reporting.fee_share_grant_action")
        return {
            **action, "name": self.env._("Fees borne: %s", self.name), "context": {},
            "domain": list(self._get_fee_domain()),
        }

    @api.readonly
    def get_dashboard(self):
        return {**super().get_dashboard(), "fees": self._get_dashboard_fees()}

    def _get_dashboard_fees(self):
        """Return what the grant bears of fees; False for whoever sees no money of residents, and where there is nothing."""
        if not self._has_field_access(self._fields["fee_amount"], "read") or not self.env["recovery.fee.share"].search_count(
            self._get_fee_domain(), limit=1,
        ):
            return False
        currency = self.sudo().currency_id
        return {
            "amount": self.fee_amount, "amount_text": format_amount(self.env, self.fee_amount, currency),
            "invoiced": self.fee_amount_invoiced,
            "invoiced_text": format_amount(self.env, self.fee_amount_invoiced, currency),
        }
