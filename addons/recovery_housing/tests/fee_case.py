"""A ledger just large enough for fees: no chart of accounts is installed with the add-on."""

from datetime import date

from odoo.fields import Command

from .common import HousingCase


class FeeCase(HousingCase):
    """The year is 2026 in every test that freezes no time: months are given in full."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls.set_up_ledger(cls.company)
        cls.town = cls.env["res.partner"].create({"name": "Demo town", "company_id": cls.company.id})
        cls.insurer = cls.env["res.partner"].create({"name": "Demo insurer", "company_id": cls.company.id})
        cls.accountant = cls.new_user("accountant", "finance")
        cls.accountant.group_ids += cls.env.ref("account.group_account_invoice")

    @classmethod
    def set_up_ledger(cls, company):
        """Give a company accounts and journals, and choose them for fees and deposits; return {name: account}."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        kinds = {
            "receivable": "asset_receivable", "income": "income", "loss": "expense", "cash": "asset_cash",
            "deposit": "liability_current", "kept": "income_other",
        }
        accounts = {
            name: env["account.account"].create({
                "name": f"Demo {name}", "code": f"9{number}0000", "account_type": kind,
                "company_ids": [Command.set(company.ids)],
                "reconcile": kind == "asset_receivable",
            })
            for number, (name, kind) in enumerate(kinds.items(), start=1)
        }
        journals = {
            kind: env["account.journal"].create({
                "name": f"Demo {kind}", "code": f"D{kind[:3].upper()}", "type": kind, "company_id": company.id,
                "default_account_id": accounts[account].id if account else False,
            })
            for kind, account in (("sale", "income"), ("general", None), ("cash", "cash"))
        }
        company.write({
            "fee_journal_id": journals["sale"].id, "fee_account_id": accounts["income"].id,
            "fee_loss_account_id": accounts["loss"].id, "deposit_journal_id": journals["cash"].id,
            "deposit_account_id": accounts["deposit"].id, "deposit_kept_account_id": accounts["kept"].id,
        })
        journals["cash"].inbound_payment_method_line_ids.payment_account_id = accounts["cash"]
        env["ir.default"].set(
            "res.partner", "property_account_receivable_id", accounts["receivable"].id, company_id=company.id,
        )
        return accounts

    @classmethod
    def new_plan(cls, payers=(), **values):
        """Create a plan of the community, 300 a month since January 2020 unless told otherwise.

        :param payers: values of its payers, in their order
        """
        return cls.env["recovery.fee.plan"].create({
            "name": "Demo plan", "company_id": cls.company.id, "applies_to": "house", "amount": 300.0,
            "house_id": cls.community.id if values.get("applies_to", "house") == "house" else False,
            "date_from": date(2020, 1, 1), "payer_ids": [
                Command.create({"sequence": number, **payer}) for number, payer in enumerate(payers)
            ], **values,
        })

    @classmethod
    def stay_from(cls, start, stop=None, bed=None, client=None, state="in", **values):
        """Create a stay by ISO dates; ``stop`` makes one that is over, unless it is said to be ``in``."""
        if stop and state == "out":
            values = {"exit_reason": "completed", "exit_destination": "own_home", **values}
        return cls.env["recovery.stay"].create({
            "bed_id": (bed or cls.bed_a).id, "client_id": (client or cls.client).id, "date_from": start,
            "date_to": stop or False,
            "state": state, **values,
        })

    @classmethod
    def fee_of(cls, stay, period, invoice=True):
        fee = cls.env["recovery.fee"].create({"stay_id": stay.id, "period": period})
        if invoice:
            fee.action_invoice()
        return fee

    @staticmethod
    def shares(fee):
        """Return {payer: amount} of the shares of a fee that count."""
        found = {}
        for share in fee.sudo().share_ids.filtered(lambda share: share.state == "live"):
            found[share.payer] = round(found.get(share.payer, 0) + share.amount, 3)
        return {payer: amount for payer, amount in found.items() if amount}

    def run_job(self, name):
        """Run a job of the add-on, which commits: here within the transaction of the test."""
        with self.enter_registry_test_mode():
            self.env.ref(f"recovery_housing.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def pay(self, moves, amount=None, day=None):
        """Register a payment of invoices, as accounting does."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids,
        ).create({
            "payment_date": day or self.today, "journal_id": self.company.deposit_journal_id.id, "group_payment": False,
            **({"amount": amount} if amount else {}),
        })
        return wizard._create_payments()
