from odoo import models


class ClientStatement(models.Model):
    """The statement that a resident gets: what was charged, paid and is open, deposit and plan of repayment."""

    _inherit = "recovery.client"

    def action_open_fees(self):
        return self._open_housing_list("recovery_housing.fee_action")

    def _get_statement_lang(self):
        """Return the code of the language in which one client's statement is printed: theirs, else the company's."""
        return self._get_paper_lang(self.company_id.partner_id.sudo().lang)

    def _get_fee_statement(self):
        """Return what the statement of one client tells, as far as the user may read it.

        :return: {"lines": [{"fee", "month", "house", "amount", "paid", "open", "due", "explanation"}], "amount", "paid",
            "open": totals in the company's currency, "deposit": money held, "plan": running repayment plan}
        """
        self.ensure_one()
        fees = self.env["recovery.fee"].search(
            [("client_id", "=", self.id), ("state", "in", ("invoiced", "paid", "written_off"))], order="period, id",
        )
        lines = []
        for fee in fees:
            shares = fee.share_ids.filtered(lambda share: share.payer == "resident" and share.state == "live")
            charged, left = sum(shares.mapped("amount")), sum(shares.mapped("amount_open"))
            lines.append({
                "fee": fee, "month": fee._get_month_name(), "house": fee.house_id.code, "amount": charged,
                "paid": charged - left,
                "open": left, "due": min(shares.filtered("date_due").mapped("date_due"), default=False),
                "explanation": fee.explanation,
            })
        currency = self.company_id.sudo().currency_id
        stays = self.env["recovery.stay"].search([("client_id", "=", self.id), ("origin_id", "=", False)])
        return {
            "lines": lines, "currency": currency, "deposit": sum(stays.mapped("deposit_held")),
            "plan": self.env["recovery.repayment.plan"]._find_running(self)[:1],
            **{name: currency.round(sum(line[name] for line in lines)) for name in ("amount", "paid", "open")},
        }
