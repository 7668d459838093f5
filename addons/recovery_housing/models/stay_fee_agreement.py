from odoo import fields, models

from ..fee_rules import exact, get_month, share_stretches


class StayFeeAgreement(models.Model):
    """What a resident signs for: the price of the stay and their own part of it."""

    _inherit = "recovery.stay"

    def _get_agreed_fee(self):
        """Return {"price", "resident"}: in words what a full month (or a night) of one stay costs when it begins.

        The resident's part is left out where others pay nothing, and where it follows from an income that is not known.
        """
        stay = self.sudo()
        if stay.fee_exempt:
            return {"price": self.env._("No fee was agreed for this stay."), "resident": False}
        first, stop = get_month(stay.date_from)
        Fee = self.env["recovery.fee"].sudo()
        defaults = self.env["recovery.fee.plan"].sudo()._find_defaults(stay.house_id, first)
        plan = stay._get_fee_plan(first, defaults)
        terms = Fee._get_terms(stay, defaults, {}, Fee._find_incomes(stay, defaults, first, stop), first, stop)
        by_night, money = terms["basis"] == "night", stay.currency_id.format
        price = plan.summary if plan else False
        if stay.monthly_fee:
            price = self.env._("%s a month", money(stay.monthly_fee))
        part = stay._get_part_of_resident(plan, terms)
        if part is None:
            return {"price": price, "resident": False}
        words = self.env._("%s a night", money(part)) if by_night else self.env._("%s a month", money(part))
        return {"price": price, "resident": words}

    def _get_part_of_resident(self, plan, terms):
        """Return what the resident pays of a full month (or night) of one stay; None: all of it, or it is not known."""
        asks_income = plan.basis == "income" and not self.monthly_fee
        first = self.date_from
        payers = self.env["recovery.stay.payer"]._find_of(self, first, fields.Date.add(first, days=1))[self]
        if not (plan.payer_ids or payers or asks_income) or asks_income and terms["income"] is None:
            return None
        rate = exact(self.currency_id.round(float(terms["rate"])))
        stretches = self.env["recovery.fee"]._list_stretches(plan, payers, [first])
        parts = share_stretches(rate, 1, stretches, self.currency_id.rounding)
        return float(sum(part for key, part in parts.items() if ("payer", "resident") in key))
