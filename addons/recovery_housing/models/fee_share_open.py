from odoo import api, models
from odoo.tools import SQL

# What is read of the ledger for it, besides the shares themselves.
LEDGER = {
    "recovery.fee.share": ["state", "move_id", "line_id", "credits_id", "loss_line_id"],
    "account.move": ["state", "amount_residual_signed", "amount_total", "amount_total_signed"],
    "account.move.line": ["move_id", "display_type", "price_total", "sequence"],
    "account.partial.reconcile": ["amount", "debit_move_id", "credit_move_id"],
}


class FeeShareOpen(models.Model):
    """What is open of a share: of its own invoice what the ledger says, of an invoice for many its part of that.

    The credit note or the loss of one share counts for that share. Everything else that settles the invoice is spread
    over its lines in proportion to what they stand for after their credit notes, so that the parts add up to what is
    open of the invoice. A line that was written off has nothing open unless more is open than the others stand for,
    such as when a payment is undone.
    """

    _inherit = "recovery.fee.share"

    @api.depends("move_id.amount_residual_signed", "move_id.state", "amount", "state", "line_id", "loss_line_id")
    def _compute_amount_open(self):
        """Of posted invoices what the ledger says; of drafts everything."""
        parts = self._get_open_parts()
        for share in self:
            move = share.move_id
            if share.state != "live" or not move or move.state == "cancel":
                share.amount_open = 0
            elif share.line_id and move.state == "posted":
                share.amount_open = parts[share]["open"]
            else:
                share.amount_open = move.amount_residual_signed if move.state == "posted" else share.amount

    @api.depends("move_id.payment_state", "move_id.amount_residual_signed", "move_id.state", "line_id", "loss_line_id")
    def _compute_payment_state(self):
        """As the invoice is; where that is paid in part, as the own line is."""
        parts = self._get_open_parts()
        for share in self:
            part, state = parts.get(share), share.move_id.payment_state
            if part and part["charged"] and part["credited"] >= part["charged"]:
                state = "reversed"
            elif part and state == "partial":
                state = "paid" if not part["open"] else "partial" if part["open"] < part["charged"] else "not_paid"
            share.payment_state = state

    def _get_open_parts(self):
        """Return {share: {"open", "charged", "credited"}} of those on a posted invoice for many; superuser.

        Amounts are in the currency of the company: what is open, what the line says with taxes, and what its own credit
        notes have settled of the invoice. One query, whatever the number of shares.
        """
        shares = self._origin.filtered(lambda share: share.line_id and share.move_id.state == "posted")
        if not shares:
            return {}
        for model, names in LEDGER.items():
            self.env[model].flush_model(names)
        found = {
            share_id: {"open": float(left), "charged": float(charged), "credited": float(credited)}
            for share_id, left, charged, credited in self.env.execute_query(SQL(
                "SELECT share_id, open, charged, credited FROM (%s) part WHERE share_id IN %s",
                self._select_open_parts(SQL("m.id IN %s", tuple(shares.move_id.ids))), tuple(shares.ids),
            ))
        }
        return {share: found[share._origin.id] for share in self if share._origin.id in found}

    @api.model
    def _select_open_parts(self, where):
        """Return the SQL of (share_id, open, charged, credited) of the lines of posted invoices for many.

        What is open of an invoice is spread in units of the currency, the remaining units by largest remainder.

        :param SQL where: condition on the invoices, ``m``
        """
        return SQL(
            """
            WITH invoice AS (
                SELECT m.id, m.amount_total_signed AS total, m.amount_total_signed / NULLIF(m.amount_total, 0) AS rate,
                       c.rounding, ROUND(m.amount_residual_signed / c.rounding) AS units
                  FROM account_move m JOIN res_company y ON y.id = m.company_id JOIN res_currency c ON c.id = y.currency_id
                 WHERE m.state = 'posted' AND %s
                   AND m.id IN (SELECT move_id FROM recovery_fee_share WHERE line_id IS NOT NULL)
            ), own AS MATERIALIZED (
                SELECT s.id, SUM(p.amount) FILTER (WHERE k.id = s.loss_line_id) AS lost,
                       SUM(p.amount) FILTER (WHERE s.id = r.credits_id) AS credited
                  FROM invoice i
                  JOIN account_move_line d ON d.move_id = i.id
                  JOIN account_partial_reconcile p ON p.debit_move_id = d.id
                  JOIN account_move_line k ON k.id = p.credit_move_id
                  LEFT JOIN recovery_fee_share r
                    ON r.move_id = k.move_id AND r.credits_id IS NOT NULL AND r.state = 'live'
                  JOIN recovery_fee_share s ON s.move_id = i.id AND (s.id = r.credits_id OR s.loss_line_id = k.id)
                 GROUP BY s.id
            ), line AS (
                SELECT i.id, i.total, i.units, i.rounding, l.id AS line_id, l.sequence, s.id AS share_id,
                       l.price_total * i.rate AS charged, COALESCE(o.credited, 0) AS credited, COALESCE(o.lost, 0) AS lost,
                       o.lost IS NOT NULL AS closed
                  FROM invoice i JOIN account_move_line l ON l.move_id = i.id AND l.display_type = 'product'
                  LEFT JOIN recovery_fee_share s ON s.line_id = l.id LEFT JOIN own o ON o.id = s.id
            ), owed AS (
                -- What lines that are not closed stand for together comes first; the rest is that of closed ones.
                SELECT *, charged - credited - lost AS weight, LEAST(units, ROUND((
                           total - COALESCE(SUM(charged) FILTER (WHERE closed) OVER same_move, 0)
                           - COALESCE(SUM(credited) FILTER (WHERE NOT closed) OVER same_move, 0)
                       ) / rounding)) AS first
                  FROM line WINDOW same_move AS (PARTITION BY id)
            ), spread AS (
                SELECT *, CASE WHEN closed THEN units - first ELSE first END AS wanted, COALESCE(
                           CASE WHEN closed THEN units - first ELSE first END * weight
                           / NULLIF(SUM(weight) OVER (PARTITION BY id, closed), 0), 0
                       ) AS exact
                  FROM owed
            )
            SELECT share_id, charged, credited, rounding * (FLOOR(exact) + CASE WHEN
                       ROW_NUMBER() OVER (PARTITION BY id, closed ORDER BY exact - FLOOR(exact) DESC, sequence, line_id)
                       <= wanted - SUM(FLOOR(exact)) OVER (PARTITION BY id, closed) THEN 1 ELSE 0 END) AS open
              FROM spread
            """, where,
        )
