from odoo import api, fields, models


class ClientStatement(models.Model):
    """The statement that a resident gets: what was charged, paid and is open, deposit and plan of repayment."""

    _inherit = "recovery.client"

    fee_count = fields.Integer(
        compute="_compute_fee_count",
        groups="recovery_care.group_house,recovery_care.group_finance,recovery_care.group_auditor",
    )

    @api.depends_context("uid")
    def _compute_fee_count(self):
        counts = dict(self.env["recovery.fee"]._read_group(
            [("client_id", "in", self.ids), ("state", "!=", "cancelled")], ["client_id"], ["__count"],
        ))
        for client in self:
            client.fee_count = counts.get(client._origin, 0)

    def action_open_fees(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.fee_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {}}

    def _get_statement_lang(self):
        """Return the code of the language in which one client's papers are printed."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return self.language if self.language in installed else self.company_id.partner_id.sudo().lang or self.env.lang

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
            standing = shares.filtered(lambda share: share.amount > 0 and not share._is_taken_back() and share.date_due)
            charged, left = sum(shares.mapped("amount")), sum(shares.mapped("amount_open"))
            lines.append({
                "fee": fee, "month": fee._get_month_name(), "house": fee.house_id.code, "amount": charged,
                "paid": charged - left,
                "open": left, "due": min(standing.mapped("date_due"), default=False),
                "explanation": fee.explanation,
            })
        currency = self.company_id.sudo().currency_id
        stays = self.env["recovery.stay"].search([("client_id", "=", self.id), ("origin_id", "=", False)])
        return {
            "lines": lines, "currency": currency, "deposit": sum(stays.mapped("deposit_held")),
            "plan": self.env["recovery.repayment.plan"]._find_running(self)[:1],
            **{name: currency.round(sum(line[name] for line in lines)) for name in ("amount", "paid", "open")},
        }
