from datetime import date

from odoo.addons.recovery_housing.tests.fee_case import FeeCase

from .housing_case import GrantHousingCase


class GrantFeeCase(GrantHousingCase, FeeCase):
    """Fees of 310 a month in 2026, and grants of that year that pay parts of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bread = cls.new_year_grant("BREAD")
        cls.roof = cls.new_year_grant("ROOF")

    @classmethod
    def new_year_grant(cls, code, start="2026-01-01", end="2026-12-31", **values):
        return cls.new_grant(code, date_start=start, date_end=end, **values)

    @staticmethod
    def by_grant(grant, value, **values):
        """Return the values of a payer of a plan that is a grant."""
        return {"payer": "grant", "grant_id": grant.id, "value": value, **values}

    @classmethod
    def stay_payer(cls, stay, grant, user=None, **values):
        """Create the payer of one resident that is a grant: a tenth of the fee in the whole of 2026."""
        return cls.env["recovery.stay.payer"].with_user(user or cls.env.user).create({
            "stay_id": stay.id, "payer": "grant", "grant_id": grant.id if grant else False, "value": 10,
            "date_from": "2026-01-01", **values,
        })

    def paid(self, fee):
        """Return {code of the grant, or kind of payer: amount} of the shares that count."""
        found = {}
        for share in fee.sudo().share_ids.filtered(lambda share: share.state == "live"):
            name = share.grant_id.code or share.payer
            found[name] = round(found.get(name, 0) + share.amount, 2)
        return {name: amount for name, amount in found.items() if amount}

    def months(self, stay, *numbers):
        """Make the fees of months of 2026; return them."""
        fees = self.env["recovery.fee"]
        for number in numbers:
            fees |= self.fee_of(stay, date(2026, number, 1))
        return fees

    def borne(self, grant, user=None):
        """Return (fees borne, of it by invoice) of a grant as a user sees them."""
        self.env.flush_all()
        self.env.invalidate_all()
        grant = grant.with_user(user or self.finance)
        return round(grant.fee_amount, 2), round(grant.fee_amount_invoiced, 2)
