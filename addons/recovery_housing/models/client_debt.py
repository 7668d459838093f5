from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.tools import SQL


class ClientDebt(models.Model):
    """What a client owes to one creditor from a day on, until a later row says otherwise. Zero: it is paid."""

    _name = "recovery.client.debt"
    _description = "Debt of a client"
    _inherit = ["recovery.client.record", "recovery.free.text"]
    _order = "date_from desc, id desc"
    _free_text_fields = ("creditor",)
    _free_text_paths = ("client_id.program_ids",)
    # Written down for both files of one person: one row is enough.
    _merge_clashes = {"once": "aside"}

    kind = fields.Selection(
        [
            ("rent", "Rent and charges"), ("bank", "Bank or loan company"), ("insurance", "Health or social insurance"),
            ("fine", "Fines and courts"), ("maintenance", "Maintenance of children"), ("phone", "Phone and energy"),
            ("private", "Private person"), ("us", "Our organisation"), ("other", "Other"),
        ],
        string="Owed to", required=True, default="bank",
    )
    creditor = fields.Char(
        help="Name or number, where there are several of a kind.", groups="recovery_care.group_staff",
    )
    date_from = fields.Date(string="As of", required=True, default=fields.Date.context_today)
    amount = fields.Monetary(help="What is owed from this day on. Zero: paid, or written off.")
    instalment = fields.Monetary(string="Pays a month")
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("open", "Open"), ("instalments", "In instalments"), ("enforcement", "Enforced"),
            ("bankruptcy", "In bankruptcy"), ("closed", "Paid or written off"),
        ],
        required=True, compute="_compute_state", store=True, readonly=False, precompute=True,
    )
    is_current = fields.Boolean(
        string="Latest", compute="_compute_is_current", search="_search_is_current",
        help="No later row about this creditor.",
    )

    _money = Check(
        "CHECK(amount >= 0 AND instalment >= 0)", "Amount: neither it nor what is paid a month can be negative.",
        lambda row: row["amount"] >= 0 and row["instalment"] >= 0,
    )
    _once = UniqueIndex(
        "(client_id, company_id, kind, COALESCE(creditor, ''), date_from)",
        "As of: this creditor has an amount of this day already. Change that one.",
        lambda row: (row["client_id"], row["company_id"], row["kind"], row["creditor"] or "", row["date_from"]),
    )

    @api.depends("amount", "instalment")
    def _compute_state(self):
        for debt in self:
            if not debt.amount:
                debt.state = "closed"
            elif debt.state in (False, "closed", "open", "instalments"):
                debt.state = "instalments" if debt.instalment else "open"

    @api.depends("client_id", "kind", "date_from")
    def _compute_is_current(self):
        latest = {row_id for row_id, in self.env.execute_query(self._get_latest_query())}
        for debt in self:
            debt.is_current = debt._origin.id in latest

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in" if True in value else "not in", SQL("(%s)", self._get_latest_query()))]

    @api.model
    def _get_latest_query(self):
        """Return the SELECT of the ids of the latest row about each creditor; of these clients where there are any."""
        self.flush_model(["client_id", "kind", "creditor", "date_from"])
        clients = SQL("WHERE client_id IN %s", tuple(self.client_id.ids)) if self.client_id else SQL()
        return SQL(
            "SELECT DISTINCT ON (client_id, kind, COALESCE(creditor, '')) id FROM recovery_client_debt %s"
            " ORDER BY client_id, kind, COALESCE(creditor, ''), date_from DESC, id DESC", clients,
        )

    @api.depends("client_id.code", "date_from")
    def _compute_display_name(self):
        for debt in self:
            debt.display_name = f"{debt.sudo().client_id.code or ''} · {debt.date_from or ''}"
