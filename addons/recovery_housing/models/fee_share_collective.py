from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.fields import Command
from odoo.tools import SQL

from .fee_share import ACCOUNTING

# Lines of fees come before taxes and payment terms, which Odoo puts at 10,000 and beyond.
FIRST_LINE = 100


class FeeShareCollective(models.Model):
    """One invoice of a payer for all residents of a month, with a line for each share; superuser throughout.

    It grows while it is a draft: a run makes it in batches, and a fee that is made later joins it. Once it is posted,
    what comes later gets another one.
    """

    _inherit = "recovery.fee.share"

    line_id = fields.Many2one(
        "account.move.line", string="Line of the invoice", readonly=True, copy=False, ondelete="restrict",
        check_company=True, groups=ACCOUNTING,
        help="On an invoice for all residents of a payer; empty: the whole invoice is about this share.",
    )
    loss_line_id = fields.Many2one(
        "account.move.line", string="Line of the loss", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null", check_company=True, groups=ACCOUNTING, help="Of the entry that wrote off what was open.",
    )

    _line_once = UniqueIndex(
        "(line_id) WHERE line_id IS NOT NULL", "Line of the invoice: it is that of another share.",
        lambda row: (row["line_id"],) if row["line_id"] else None,
    )
    _line_of_invoice = Check(
        "CHECK(line_id IS NULL OR move_id IS NOT NULL)", "Line of the invoice: give the invoice as well.",
        lambda row: not row["line_id"] or bool(row["move_id"]),
        # Who takes the invoice away writes the line as well.
        watch={"line_id"},
    )

    def _find_collective(self, company):
        """Return those of these shares of a company that the payer wants on one invoice."""
        others = self.filtered(lambda share: share.payer != "resident")
        return others.filtered(lambda share: share.partner_id.with_company(company).recovery_collective_invoice)

    def _make_collective_invoices(self, company, accounting):
        """Put each of these shares on the draft for its payer and month; drafts that are missing are made."""
        if not self:
            return
        self._lock_payers()
        Move = self.env["account.move"].with_company(company).with_context(mail_create_nosubscribe=True)
        groups = self.grouped(lambda share: (share.partner_id, share.period))
        drafts = self._find_collective_drafts(accounting)
        missing = [shares for key, shares in groups.items() if key not in drafts]
        made = Move.create([shares._prepare_collective_invoice(accounting) for shares in missing])
        for shares, move in zip(missing, made, strict=True):
            shares._take_lines(move, move.invoice_line_ids)
        for key in groups.keys() & drafts.keys():
            shares, move = groups[key], Move.browse(drafts[key].id)
            before = move.invoice_line_ids
            head = shares._prepare_invoice_head(accounting)
            move.write({
                "invoice_line_ids": shares._prepare_collective_lines(accounting),
                "invoice_date_due": max(filter(None, (move.invoice_date_due, head["invoice_date_due"]))),
            })
            shares._take_lines(move, move.invoice_line_ids - before)
        self._sort_lines()

    def _lock_payers(self):
        """Let nobody else put lines on the collective invoices of these payers or take them off.

        It is a write: of two transactions at one time the database makes the second begin again, with what the first
        has made before its eyes.
        """
        self.env.execute_query(SQL(
            """
            UPDATE res_partner SET write_date = write_date
             WHERE id IN (SELECT id FROM res_partner WHERE id IN %s ORDER BY id FOR NO KEY UPDATE)
            RETURNING id
            """, tuple(self.partner_id.ids),
        ))

    def _find_collective_drafts(self, accounting):
        """Return {(contact, month): draft} that takes the lines of these shares, the oldest where there are several."""
        found = {}
        for share in self.search([
            ("partner_id", "in", self.partner_id.ids), ("period", "in", self.mapped("period")), ("state", "=", "live"),
            ("company_id", "in", self.company_id.ids), ("line_id", "!=", False), ("move_state", "=", "draft"),
        ], order="move_id, id"):
            move = share.move_id
            if move.journal_id == accounting["journal"] and move.currency_id == share.currency_id and (
                move.partner_id == share.partner_id
            ):
                found.setdefault((share.partner_id, share.period), move)
        return found

    def _prepare_collective_invoice(self, accounting):
        """Return the values of the draft of shares of one payer and month."""
        payer = self.partner_id
        return {
            **self._prepare_invoice_head(accounting), "invoice_line_ids": self._prepare_collective_lines(accounting),
            "ref": self.with_context(lang=payer.lang).env._("Fees %s", f"{self[0].period:%Y-%m}"),
        }

    def _prepare_collective_lines(self, accounting):
        return [
            Command.create({**share._prepare_invoice_line(accounting), "name": share._get_collective_reference()})
            for share in self
        ]

    def _get_collective_reference(self):
        """Return what the line of one share says: who, house, month, nights of the stay in it, number of the decision."""
        fee = self.fee_id
        nights = self.with_context(lang=self.partner_id.lang).env._("nights: %s", fee.calculation["nights"])
        return " · ".join(filter(None, (fee._get_reference(), nights, self.decision_number)))

    def _take_lines(self, move, lines):
        """Note which of the new lines of a draft is that of which share; they were made in the order of the shares."""
        # Nobody else can have them: they are new.
        for share, line in zip(self.with_context(recovery_new_lines=True), lines.sorted("id"), strict=True):
            share.write({"move_id": move.id, "line_id": line.id})

    @api.model
    def _stand_alone(self):
        return super()._stand_alone() or bool(self.env.context.get("recovery_new_lines"))

    def _sort_lines(self):
        """Order the lines of the invoices of these shares by house and by what they call the resident."""
        moves = self.filtered("line_id").move_id
        places = {}
        for lines in self.search([("move_id", "in", moves.ids), ("line_id", "!=", False)]).grouped("move_id").values():
            ordered = lines.sorted(lambda share: (share.fee_id.house_id.code or "", share.line_id.name, share.line_id.id))
            places.update({
                share.line_id.id: number for number, share in enumerate(ordered, start=FIRST_LINE)
                if share.line_id.sequence != number
            })
        if not places:
            return
        # Odoo would compute taxes and payment terms anew for each line that is written.
        Line = self.env["account.move.line"]
        Line.flush_model(["sequence"])
        self.env.execute_query(SQL(
            "UPDATE account_move_line SET sequence = place.number FROM unnest(%s, %s) AS place (id, number)"
            " WHERE account_move_line.id = place.id RETURNING 1", list(places), list(places.values()),
        ))
        Line.invalidate_model(["sequence"], flush=False)

    # Taking back

    def _leave_drafts(self):
        """Take the lines of these shares off their drafts; a draft of which nothing is left is deleted.

        One that was posted before has a number: it is cancelled.
        """
        if not self:
            return
        self._lock_payers()
        moves, lines = self.move_id, self.line_id
        empty = moves.filtered(lambda move: not (move.invoice_line_ids - lines).filtered(
            lambda line: line.display_type == "product",
        ))
        numbered = empty.filtered("posted_before")
        gone = self.filtered(lambda share: share.move_id not in numbered)
        off = gone.line_id - empty.invoice_line_ids
        gone.write({"move_id": False, "line_id": False})
        off.unlink()
        # Nothing of it is in the ledger, so it is no matter of whoever may delete from it.
        (empty - numbered).with_context(force_delete=True).unlink()
        numbered.button_cancel()

    def _make_credit_notes(self):
        """Return a draft credit note for each of these posted shares, of its line alone where it shares the invoice."""
        today = fields.Date.context_today(self)
        heads = {
            share: {
                "invoice_date": today, "date": today, "invoice_date_due": today, "invoice_user_id": False,
                "ref": share._get_invoice_reference(),
            }
            for share in self
        }
        alone = self.filtered(lambda share: not share.line_id)
        refunds = dict(zip(alone, alone.move_id._reverse_moves([heads[share] for share in alone]), strict=True))
        together = self - alone
        Move = self.env["account.move"].with_context(mail_create_nosubscribe=True)
        made = Move.create([{**share._prepare_credit_note(), **heads[share]} for share in together])
        refunds.update(zip(together, made, strict=True))
        return Move.union(*(refunds[share] for share in self))

    def _prepare_credit_note(self):
        """Return what the credit note of one line copies from its invoice."""
        move, line = self.move_id, self.line_id
        return {
            "move_type": "out_refund", "reversed_entry_id": move.id, "company_id": move.company_id.id,
            "journal_id": move.journal_id.id, "partner_id": move.partner_id.id, "currency_id": move.currency_id.id,
            "fiscal_position_id": move.fiscal_position_id.id, "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({
                "name": line.name, "product_id": line.product_id.id, "account_id": line.account_id.id,
                "quantity": line.quantity, "price_unit": line.price_unit, "discount": line.discount,
                "tax_ids": [Command.set(line.tax_ids.ids)], "analytic_distribution": line.analytic_distribution,
            })],
        }
