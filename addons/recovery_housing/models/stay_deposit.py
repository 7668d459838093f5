from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL


class StayDeposit(models.Model):
    """Money that a resident left with the house, gets back, or loses for a reason. Until then it is not ours."""

    _name = "recovery.stay.deposit"
    _description = "Deposit"
    _inherit = ["recovery.state.machine", "recovery.stay.record"]
    _order = "date desc, id desc"
    _rec_names_search = ["client_id"]

    _state_transitions = {"draft": {"booked", "cancelled"}, "booked": {"cancelled"}, "cancelled": set()}

    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("received", "Received"), ("returned", "Given back"), ("kept", "Kept")], required=True, default="received",
        index=True,
    )
    kept_reason = fields.Selection(
        [("damage", "Damage"), ("unpaid", "Fees not paid"), ("cleaning", "Cleaning"), ("keys", "Keys"), ("other", "Other")],
        string="Kept because",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [("draft", "Not booked"), ("booked", "Booked"), ("cancelled", "Cancelled")],
        required=True, default="draft", copy=False, index=True,
    )
    move_id = fields.Many2one(
        "account.move", string="Journal entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        check_company=True, groups="account.group_account_invoice,account.group_account_readonly",
    )

    _amount_sign = Check("CHECK(amount > 0)", "Amount: write how much it was.", lambda row: row["amount"] > 0)
    _reason = Check(
        "CHECK((kind = 'kept') = (kept_reason IS NOT NULL))", "Kept because: say why it is kept, and only then.",
        lambda row: (row["kind"] == "kept") == bool(row["kept_reason"]),
    )

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        for deposit in self:
            deposit.display_name = f"{deposit.sudo().client_id.code or ''} · {deposit.date or ''}"

    @api.constrains("stay_id", "kind", "amount", "state")
    def _check_held(self):
        """Nobody gives back or keeps more than was received, whichever of the stays of a person it was received for."""
        self._check_stays_held(self.sudo().stay_id)

    @api.model
    def _check_stays_held(self, stays):
        """Raise ValidationError where more than was received was given back or kept, or booked so; stays as superuser.

        The first stays are written: of two changes at one time the database makes the second begin again.
        """
        if not stays:
            return
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE recovery_stay SET write_date = write_date WHERE id IN %s", tuple(
            sorted({stay.id for stay in stays._get_first()}),
        )))
        for states in (("draft", "booked"), ("booked",)):
            for stay, held in stays._get_deposits_held(states).items():
                if stay.company_id.currency_id.compare_amounts(held, 0) < 0:
                    raise ValidationError(self.env._("Amount: no more can be given back or kept than was received."))

    def write(self, vals):
        if not self.env.su:
            if "state" in vals:
                raise UserError(self.env._("State: book or cancel the deposit by its buttons."))
            if vals.keys() & {
                "stay_id", "kind", "amount", "date", "kept_reason",
            } and any(one.state != "draft" for one in self):
                raise UserError(self.env._("Amount: the deposit is booked. Cancel it and write down what is right."))
        if "stay_id" not in vals:
            return super().write(vals)
        self.check_access("write")
        before = self.sudo().stay_id
        result = super().write(vals)
        self._check_stays_held(before)
        return result

    def unlink(self):
        self.check_access("unlink")
        stays = self.sudo().stay_id
        result = super().unlink()
        self._check_stays_held(stays)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(deposit.state != "draft" for deposit in self):
            raise UserError(self.env._("State: what was booked is cancelled, not deleted."))

    def action_book(self):
        """Write the journal entry, as a draft that accounting posts.

        What is received is a liability; what is kept is income, or, where fees were not paid, pays the oldest of them.

        :raises AccessError: for whoever is neither finance officer nor manager
        :raises UserError: where journal and account are not chosen
        """
        self._check_may_book()
        for company, deposits in self.sudo().filtered(lambda one: one.state == "draft").grouped("company_id").items():
            accounting = company._get_deposit_accounting()
            contacts = deposits.client_id._get_payer_contacts(company)
            paid = deposits.filtered(lambda one: one._is_for_fees())._get_fee_accounts(contacts)
            moves = self.env["account.move"].sudo().with_company(company).create([
                deposit._prepare_entry({**accounting, **paid.get(deposit, {})}, contacts[deposit.client_id])
                for deposit in deposits
            ])
            for deposit, move in sorted(zip(deposits, moves, strict=True), key=lambda pair: pair[0].kind != "received"):
                deposit.write({"state": "booked", "move_id": move.id})

    def action_cancel(self):
        """Take deposits back: an entry that is a draft is cancelled, one that is posted is reversed.

        :raises ValidationError: where it was given back or kept already
        """
        self._check_may_book()
        for deposit in self.sudo().sorted(lambda one: one.kind == "received"):
            move = deposit.move_id
            deposit.state = "cancelled"
            if move.state == "draft":
                move.button_cancel()
            elif move.state == "posted":
                if deposit._is_for_fees():
                    deposit._get_credit().remove_move_reconcile()
                move._reverse_moves([{"date": fields.Date.context_today(self), "ref": move.ref}])

    def _check_may_book(self):
        self.check_access("write")
        user = self.env.user
        allowed = user.has_group("recovery_care.group_finance") or user.has_group("recovery_care.group_manager")
        if not self.env.su and not allowed:
            raise AccessError(self.env._("Booking deposits is reserved for finance officers and programme managers."))

    def _prepare_entry(self, accounting, contact):
        self.ensure_one()
        debit, credit = {
            "received": ("money", "liability"), "returned": ("liability", "money"), "kept": ("liability", "kept"),
        }[self.kind]
        reference = f"{self.client_id._get_payer_reference(self.company_id)} · {self.house_id.code}"
        line = {"name": reference, "partner_id": contact.id, "currency_id": self.currency_id.id}
        return {
            "move_type": "entry", "company_id": self.company_id.id, "journal_id": accounting["journal"].id,
            "date": self.date,
            "ref": reference, "line_ids": [
                Command.create({**line, "account_id": accounting[debit].id, "debit": self.amount, "credit": 0}),
                Command.create({**line, "account_id": accounting[credit].id, "debit": 0, "credit": self.amount}),
            ],
        }
