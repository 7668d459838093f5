from odoo import api, fields, models
from odoo.tools import SQL

from .fee_share_open import LEDGER

# Name, first and last day after the due date.
AGES = (("amount_30", 1, 30), ("amount_60", 31, 60), ("amount_90", 61, 90), ("amount_older", 91, 1_000_000))


class FeeArrears(models.Model):
    """What is open of posted invoices of fees today, by resident, payer and programme, and how long it has been due."""

    _name = "recovery.fee.arrears"
    _description = "Arrears"
    _inherit = ["recovery.access.logged"]
    _auto = False
    _order = "amount_late desc, id"
    _rec_name = "client_id"

    client_id = fields.Many2one("recovery.client", readonly=True)
    program_id = fields.Many2one("recovery.program", string="Programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    payer = fields.Selection(
        selection=lambda self: self.env["recovery.fee.share"]._fields["payer"]._description_selection(self.env),
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", string="Invoice to", readonly=True)
    amount_open = fields.Monetary(string="Open", readonly=True)
    amount_late = fields.Monetary(string="Late", readonly=True)
    amount_future = fields.Monetary(string="Not due yet", readonly=True)
    amount_30 = fields.Monetary(string="1–30 days", readonly=True)
    amount_60 = fields.Monetary(string="31–60 days", readonly=True)
    amount_90 = fields.Monetary(string="61–90 days", readonly=True)
    amount_older = fields.Monetary(string="Over 90 days", readonly=True)
    date_oldest = fields.Date(string="Oldest due", readonly=True)

    _depends = {
        **LEDGER,
        "recovery.fee.share": [
            *LEDGER["recovery.fee.share"], "client_id", "program_id", "company_id", "payer", "partner_id",
        ],
        "account.move": [*LEDGER["account.move"], "invoice_date_due"],
    }

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        days = SQL("(%s - m.invoice_date_due)", today)
        left = SQL("COALESCE(part.open, m.amount_residual_signed)")
        sums = [
            SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0) AS %s", left, where, SQL.identifier(name))
            for name, where in (
                ("amount_late", SQL("%s > 0", days)), ("amount_future", SQL("%s <= 0", days)),
                *((name, SQL("%s BETWEEN %s AND %s", days, first, last)) for name, first, last in AGES),
            )
        ]
        return SQL(
            """
            SELECT MIN(s.id) AS id, s.client_id, s.program_id, s.company_id, s.payer, s.partner_id,
                   SUM(%(left)s) AS amount_open, %(sums)s, MIN(m.invoice_date_due) AS date_oldest
              FROM recovery_fee_share s JOIN account_move m ON m.id = s.move_id
              LEFT JOIN (%(parts)s) part ON part.share_id = s.id
             WHERE s.state = 'live' AND m.state = 'posted' AND m.amount_residual_signed <> 0 AND %(left)s <> 0
             GROUP BY s.client_id, s.program_id, s.company_id, s.payer, s.partner_id
            """,
            left=left, sums=SQL(", ").join(sums),
            parts=self.env["recovery.fee.share"]._select_open_parts(SQL("m.amount_residual_signed <> 0")),
        )

    @api.depends("client_id.code")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.sudo().client_id.code

    def action_open_fees(self):
        """Open the fees behind one row."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.fee_action")
        return {
            **action, "context": {},
            "domain": [
                ("client_id", "=", self.client_id.id), ("program_id", "=", self.program_id.id), ("state", "=", "invoiced"),
            ],
        }

    def action_new_plan(self):
        """Begin a repayment plan with everything that the resident owes."""
        self.ensure_one()
        plan = self.env["recovery.repayment.plan"].create({
            "client_id": self.client_id.id, "program_id": self.program_id.id, "company_id": self.company_id.id,
        })
        plan.action_collect()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.repayment.plan", "view_mode": "form",
            "views": [(False, "form")], "res_id": plan.id,
        }
