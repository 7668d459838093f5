from odoo import models


class ClientStatement(models.Model):
    """The statement that a resident gets: what was charged, paid and is open, deposit and plan of repayment.

    Each company in whose houses somebody lives writes its own, and goes on doing so for whom it no longer sees.
    """

    _inherit = "recovery.client"

    def action_open_fees(self):
        return self._open_housing_list("recovery_housing.fee_action")

    def _get_statement_companies(self):
        """Return the companies of the user of whom one client gets a statement, that in which the user works first.

        They are those of the stays that the user may read; without any it is that of the client or of the user.
        """
        found = self.env["recovery.stay"]._read_group(
            [("client_id", "=", self.id), ("company_id", "in", self.env.companies.ids)], [], ["company_id:recordset"],
        )
        companies = found[0][0] or self.sudo().company_id & self.env.companies or self.env.company
        return companies.sorted(lambda company: (company != self.env.company, company.id))

    def _get_statement_lang(self, company):
        """Return the code of the language of one client's statement by a company: theirs, else the company's."""
        return self.sudo()._get_paper_lang(company.partner_id.sudo().lang)

    def _get_fee_statement(self, company=None):
        """Return what the statement of one client by a company tells, as far as the user may read it.

        :param company: the first of ``_get_statement_companies`` when empty
        :return: {"lines": [{"fee", "month", "house", "amount", "paid", "open", "due", "explanation"}], "amount", "paid",
            "open": totals in the company's currency, "deposit": money held, "plan": running repayment plan}
        """
        self.ensure_one()
        company = company or self._get_statement_companies()[0]
        charged_here = [("client_id", "=", self.id), ("company_id", "=", company.id)]
        fees = self.env["recovery.fee"].search(
            [*charged_here, ("state", "in", ("invoiced", "paid", "written_off"))], order="period, id",
        )
        lines = []
        for fee in fees:
            shares = fee.share_ids.filtered(lambda share: share.payer == "resident" and share.state == "live")
            standing = shares.filtered(lambda share: share.amount > 0 and not share._is_taken_back() and share.date_due)
            charged, left = sum(shares.mapped("amount")), sum(shares.mapped("amount_open"))
            lines.append({
                "fee": fee, "month": fee._get_month_name(), "house": fee.house_id.code, "amount": charged,
                "paid": charged - left,
                "open": left, "due": min(standing.mapped("date_due"), default=False),
                "explanation": fee.explanation,
            })
        currency = company.sudo().currency_id
        stays = self.env["recovery.stay"].search([*charged_here, ("origin_id", "=", False)])
        plans = self.env["recovery.repayment.plan"]._find_running(self)
        return {
            "lines": lines, "currency": currency, "deposit": sum(stays.mapped("deposit_held")),
            "plan": plans.filtered(lambda plan: plan.company_id == company)[:1],
            **{name: currency.round(sum(line[name] for line in lines)) for name in ("amount", "paid", "open")},
        }
