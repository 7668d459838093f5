from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex


class ClientIncome(models.Model):
    """What a resident has to live on, a month, from a day on. An amount of zero ends a source."""

    _name = "recovery.client.income"
    _description = "Income of a client"
    _inherit = ["recovery.client.record"]
    _order = "date_from desc, id desc"
    _merge_clashes = {"once": "aside"}

    source = fields.Selection(
        [
            ("work", "Work"), ("unemployment", "Unemployment benefit"), ("social", "Social benefit"),
            ("housing", "Housing benefit"), ("disability", "Disability benefit"), ("pension", "Pension"),
            ("sickness", "Sickness benefit"), ("family", "Family"), ("other", "Other"),
        ],
        required=True, default="work",
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, index=True)
    amount = fields.Monetary(string="A month", help="Net. Zero: this source has ended, or there is no income at all.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    proof = fields.Selection(
        [("seen", "Document seen"), ("kept", "Copy kept"), ("told", "Told by the person")], required=True, default="told",
    )
    document = fields.Binary(attachment=True, copy=False, help="Only what is needed to prove the amount.")
    document_name = fields.Char(copy=False)

    _money = Check("CHECK(amount >= 0)", "A month: an income cannot be negative.", lambda row: row["amount"] >= 0)
    _once = UniqueIndex(
        "(client_id, company_id, source, date_from)",
        "From: this source has an amount from this day on already. Change that one.",
        lambda row: (row["client_id"], row["company_id"], row["source"], row["date_from"]),
    )

    @api.depends("client_id.code", "date_from")
    def _compute_display_name(self):
        for income in self:
            income.display_name = f"{income.sudo().client_id.code or ''} · {income.date_from or ''}"

    @api.model
    def _find_known(self, clients, day):
        """Return {client: income a month on a day}: of each source what was last known by then; one query.

        A client of whom nothing is known by then is left out, which is not the same as having nothing.
        """
        latest = {}
        for income in self.search([("client_id", "in", clients.ids), ("date_from", "<=", day)], order="date_from, id"):
            latest[income.client_id, income.source] = income.amount
        known = {}
        for (client, _source), amount in latest.items():
            known[client] = known.get(client, 0) + amount
        return known

    @api.model_create_multi
    def create(self, vals_list):
        incomes = super().create(vals_list)
        incomes.sudo().client_id._check_fees(min(incomes.mapped("date_from"), default=None))
        return incomes

    def write(self, vals):
        self.check_access("write")
        clients, days = self.sudo().client_id, self.mapped("date_from")
        result = super().write(vals)
        (clients | self.sudo().client_id)._check_fees(min([*days, *self.mapped("date_from")], default=None))
        return result

    def unlink(self):
        self.check_access("unlink")
        clients, day = self.sudo().client_id, min(self.mapped("date_from"), default=None)
        result = super().unlink()
        clients._check_fees(day)
        return result
