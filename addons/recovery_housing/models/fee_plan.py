from datetime import date, timedelta

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, NoOverlap
from odoo.exceptions import ValidationError

LAST_OF_MONTH = "EXTRACT(day FROM date_to + 1) = 1"


def _is_last_of_month(day):
    return fields.Date.end_of(day, "month") == day


class FeePlan(models.Model):
    """What living somewhere costs, month by month, and who pays which share of it."""

    _name = "recovery.fee.plan"
    _description = "Fee plan"
    _inherit = ["recovery.prechecked", "analytic.mixin"]
    _check_company_auto = True
    _order = "company_id, sequence, date_from desc, id"
    _rec_names_search = ["name"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    applies_to = fields.Selection(
        [("house", "A house"), ("company", "Houses without a plan of their own"), ("stay", "Stays that name it")],
        string="Applies to", required=True, default="house",
    )
    house_id = fields.Many2one("recovery.house", index="btree_not_null", ondelete="restrict", check_company=True)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1, month=1),
        help="The first day of a month.",
    )
    date_to = fields.Date(string="Until", help="The last day of a month; empty: until there is another plan.")
    basis = fields.Selection(
        [("month", "A month"), ("night", "A night"), ("income", "Share of the income, a month")],
        required=True, default="month",
    )
    amount = fields.Monetary(help="For a month or a night. A monthly fee agreed on the stay takes its place.")
    income_percent = fields.Float(string="Share of income (%)", digits=(5, 2))
    amount_min = fields.Monetary(string="At least", help="A month, whatever the income.")
    amount_max = fields.Monetary(string="At most", help="A month, whatever the income; zero: no limit.")
    prorata = fields.Selection(
        [
            ("nights", "By nights slept"), ("days", "By calendar days, the day of leaving included"),
            ("half", "By half months begun"), ("none", "The whole month"),
        ],
        string="Part of a month", required=True, default="nights",
    )
    absence_rule = fields.Selection(
        [("full", "Charged in full"), ("reduced", "Charged in part"), ("free", "Not charged")],
        string="Nights on leave", required=True, default="full",
    )
    absence_after = fields.Integer(
        string="After nights in a row", help="So many nights of a leave are charged in full first.",
    )
    absence_percent = fields.Float(string="Then charged (%)", digits=(5, 2), default=50)
    due_days = fields.Integer(string="Due after (days)", default=14)
    payer_ids = fields.One2many("recovery.fee.plan.payer", "plan_id", string="Payers", copy=True)
    tax_ids = fields.Many2many(
        "account.tax", "recovery_fee_plan_tax_rel", "plan_id", "tax_id", string="Taxes", check_company=True,
        domain=[("type_tax_use", "=", "sale")], help="Only taxes that the amount includes; empty: none.",
    )
    summary = fields.Char(compute="_compute_summary", help="The plan in one line.")

    _dates = Check(
        "CHECK(date_to IS NULL OR date_to > date_from)", "Until: a plan ends after it begins.",
        lambda row: row["date_to"] is None or row["date_to"] > row["date_from"],
    )
    _months = Check(
        f"CHECK(EXTRACT(day FROM date_from) = 1 AND (date_to IS NULL OR {LAST_OF_MONTH}))",
        "From, Until: a plan applies to whole months. Choose the first and the last day of a month.",
        lambda row: row["date_from"].day == 1 and (row["date_to"] is None or _is_last_of_month(row["date_to"])),
    )
    _house = Check(
        "CHECK((applies_to = 'house') = (house_id IS NOT NULL))", "House: choose it for a plan of a house, and only there.",
        lambda row: (row["applies_to"] == "house") == bool(row["house_id"]),
    )
    _money = Check(
        "CHECK(amount >= 0 AND amount_min >= 0 AND amount_max >= 0 AND (amount_max = 0 OR amount_max >= amount_min))",
        "Amount: it cannot be negative, and “At most” not be less than “At least”.",
        lambda row: min(row["amount"], row["amount_min"], row["amount_max"]) >= 0
        and (not row["amount_max"] or row["amount_max"] >= row["amount_min"]),
    )
    _percents = Check(
        "CHECK(income_percent BETWEEN 0 AND 100 AND absence_percent BETWEEN 0 AND 100 AND absence_after >= 0"
        " AND due_days BETWEEN 0 AND 365)",
        "Share, nights, days: write percents from 0 to 100 and no negative numbers.",
        lambda row: 0 <= row["income_percent"] <= 100 and 0 <= row["absence_percent"] <= 100
        and row["absence_after"] >= 0 and 0 <= row["due_days"] <= 365,
    )
    _house_once = NoOverlap(
        "EXCLUDE USING gist (int4range(house_id, house_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (applies_to = 'house' AND active)",
        "House: it has another plan in some of these months. End that one first.",
        lambda row: {"house_id": row["house_id"]} if row["applies_to"] == "house" and row["active"] else None,
        lambda row: (row["date_from"], row["date_to"] + timedelta(days=1) if row["date_to"] else date.max),
    )
    _company_once = NoOverlap(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (applies_to = 'company' AND active)",
        "Applies to: another plan is for houses without their own in some of these months. End that one first.",
        lambda row: {"company_id": row["company_id"]} if row["applies_to"] == "company" and row["active"] else None,
        lambda row: (row["date_from"], row["date_to"] + timedelta(days=1) if row["date_to"] else date.max),
    )

    @api.depends("basis", "amount", "income_percent", "amount_min", "amount_max", "currency_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for plan in self:
            money = plan.currency_id.format
            if plan.basis == "month":
                plan.summary = self.env._("%s a month", money(plan.amount))
            elif plan.basis == "night":
                plan.summary = self.env._("%s a night", money(plan.amount))
            elif plan.amount_max:
                plan.summary = self.env._(
                    "%(percent)g %% of the income, %(least)s to %(most)s a month", percent=plan.income_percent,
                    least=money(plan.amount_min), most=money(plan.amount_max),
                )
            else:
                plan.summary = self.env._(
                    "%(percent)g %% of the income, at least %(least)s a month", percent=plan.income_percent,
                    least=money(plan.amount_min),
                )

    @api.constrains("tax_ids")
    def _check_taxes(self):
        for plan in self:
            added = plan.sudo().tax_ids.filtered(lambda tax: not tax.price_include)
            if added:
                raise ValidationError(self.env._(
                    "Taxes: “%s” is added to the amount. Choose a tax that the amount includes.", added[0].name,
                ))

    def _is_valid_in(self, period):
        """Return whether one plan applies to the month that begins on ``period``."""
        return self.active and self.date_from <= period and (not self.date_to or self.date_to >= period)

    @api.model
    def _find_defaults(self, houses, period):
        """Return {house: plan} for the month that begins on ``period``; two queries whatever their number."""
        plans = self.search([
            ("applies_to", "in", ["house", "company"]), ("company_id", "in", houses.company_id.ids),
            ("date_from", "<=", period), "|", ("date_to", "=", False), ("date_to", ">=", period),
        ])
        own = {plan.house_id: plan for plan in plans if plan.applies_to == "house"}
        general = {plan.company_id: plan for plan in plans if plan.applies_to == "company"}
        return {house: own.get(house) or general.get(house.company_id) or self.browse() for house in houses}

    def _get_absence_terms(self):
        """Return (nights charged in full first, percent after that) of one plan."""
        if self.absence_rule == "full":
            return 0, 100
        return self.absence_after, self.absence_percent if self.absence_rule == "reduced" else 0

    def copy_data(self, default=None):
        return [
            {
                **values, "name": self.env._("%s (copy)", plan.name), "applies_to": "stay", "house_id": False,
                **(default or {}),
            }
            for plan, values in zip(self, super().copy_data(default), strict=True)
        ]
