from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# So many days back changes of plans and leave are looked for every night; those of stays and incomes at once.
LOOKED_BACK = 100
BATCH = 200


class FeeCorrection(models.Model):
    """What happens when a fee turns out to be another one. Posted invoices are never changed."""

    _inherit = "recovery.fee"

    # Noticing

    def _compare(self):
        """Price drafts anew and set or clear the flag of invoiced fees; superuser."""
        if not self:
            return
        drafts = self.filtered(lambda fee: fee.state == "draft")
        if drafts:
            drafts._price()
        invoiced = self - drafts
        results = invoiced._calculate() if invoiced else {}
        differing = invoiced.filtered(lambda fee: fee._get_wanted(results[fee]) != fee._get_charged())
        differing.filtered(lambda fee: not fee.to_check).write({"to_check": True})
        (invoiced - differing).filtered("to_check").write({"to_check": False})

    def _get_wanted(self, result):
        """Return {key of a share: units of the currency} as it would be charged now; see _get_key."""
        wanted = {}
        for share in result["shares"]:
            key = frozenset((name, value) for name, value in share.items() if name != "amount")
            wanted[key] = wanted.get(key, 0) + self._count_units(share["amount"])
        return {key: units for key, units in wanted.items() if units}

    def _get_charged(self):
        """Return the same of what is charged by shares that count."""
        charged = {}
        for share in self.share_ids.filtered(lambda share: share.state == "live" and share.move_state != "cancel"):
            key = share._get_key()
            charged[key] = charged.get(key, 0) + self._count_units(share.amount)
        return {key: units for key, units in charged.items() if units}

    def _count_units(self, amount):
        return round(amount / self.currency_id.rounding)

    @api.model
    def _cron_check(self):
        """Look at the fees of the last months: plans may have changed since. Running it again changes nothing."""
        begin = (fields.Date.context_today(self) - timedelta(days=LOOKED_BACK)).replace(day=1)
        fees = self.search(Domain("period", ">=", begin) & Domain("state", "!=", "cancelled"), order="id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(fees))
        for start in range(0, len(fees), BATCH):
            chunk = fees[start:start + BATCH].exists()
            chunk._compare()
            if not Cron._commit_progress(len(chunk)):
                break

    # Putting right

    def action_correct(self):
        """Take back what was charged wrongly and charge what is right.

        Drafts of invoices are cancelled, posted invoices get a credit note as a draft; new drafts are made beside them.
        Shares that were right stay as they are. What was written off is owed again where it is another amount now.

        :raises UserError: where the income is not known
        """
        self.check_access("write")
        fees = self.sudo().filtered(lambda fee: fee.state in ("invoiced", "paid", "written_off"))
        fees._lock_fees()
        results = fees._calculate()
        for fee in fees:
            if results[fee]["problem"]:
                raise UserError(self.env._("Income: it is not known for %s. Enter it first.", fee.display_name))
            fee._correct(results[fee])

    def _correct(self, result):
        wanted, charged = self._get_wanted(result), self._get_charged()
        if self.state == "written_off":
            if wanted == charged:
                self.to_check = False
                return
            self.share_ids._take_back_loss()
        for key in charged.keys() | wanted.keys():
            if wanted.get(key) == charged.get(key):
                continue
            mine = self.share_ids.filtered(lambda share, key=key: share._get_key() == key and share.state == "live")
            mine._take_back()
            if wanted.get(key):
                [values] = [share for share in result["shares"] if self._get_wanted({"shares": [share]}).get(key)]
                self.env["recovery.fee.share"].create({**values, "fee_id": self.id})
        self.write({
            "amount": result["amount"], "plan_id": result["plan"].id, "calculation": result["calculation"],
            "to_check": False,
            "problem": False, "state": "invoiced",
        })
        self.share_ids._make_invoices(self.company_id)
        self.env.add_to_compute(self._fields["state"], self)

    def action_cancel(self):
        """Take fees back altogether: drafts of invoices are cancelled, posted ones get a credit note."""
        self.check_access("write")
        fees = self.sudo()
        fees._lock_fees()
        fees.filtered(lambda fee: fee.state != "draft").share_ids.filtered(lambda share: share.state == "live")._take_back()
        fees.write({"state": "cancelled", "to_check": False, "problem": False})

    def action_reset(self):
        """Price cancelled fees anew, as drafts."""
        self.check_access("write")
        fees = self.sudo()
        fees.write({"state": "draft"})
        fees._price()

    # Writing off

    def action_write_off(self, reason):
        """Book what is open of posted invoices as a loss, and settle the invoices with it.

        It is an entry of the ledger: it takes the finance officer of Recovery who also has Odoo's right to invoices.

        :param str reason: a value of ``write_off_reason``
        :raises AccessError: without both rights
        :raises UserError: for fees without a posted invoice that is open, or where the account is not set
        """
        self.check_access("write")
        user = self.env.user
        if not (user.has_group("recovery_care.group_finance") and user.has_group("account.group_account_invoice")):
            raise AccessError(self.env._(
                "Writing off is reserved for finance officers who may also post invoices (group “Invoicing” of Accounting).",
            ))
        for fee in self.sudo():
            fee._lock_fees()
            shares = fee.share_ids.filtered(
                lambda share: share.state == "live" and share.amount > 0 and share.amount_open > 0,
            )
            if not shares or shares.filtered(lambda share: share.move_state != "posted"):
                raise UserError(self.env._("Written off because: %s has no posted invoice that is open.", fee.display_name))
            fee.write({"state": "written_off", "write_off_reason": reason, "to_check": False})
            # Between its invoices something is open: it is no reason to take the step back.
            with self.env.protecting([fee._fields["state"]], fee):
                shares._write_off()
