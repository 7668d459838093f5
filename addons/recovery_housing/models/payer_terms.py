from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check

OTHERS = [("municipality", "Municipality"), ("insurer", "Insurer"), ("grant", "Grant"), ("other", "Other")]
PAYERS = [("resident", "Resident"), *OTHERS]


class PayerTerms(models.AbstractModel):
    """How somebody pays a part of a fee: who, in which place, how much, at most how much, and who gets the invoice."""

    _name = "recovery.payer.terms"
    _description = "Terms of a payer"
    _inherit = ["recovery.prechecked"]

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10, help="Who comes first pays first; nobody pays more than what is left.")
    payer = fields.Selection(OTHERS, required=True, default="municipality")
    partner_id = fields.Many2one(
        "res.partner", string="Invoice to", index="btree_not_null", ondelete="restrict", check_company=True,
        help="A grant without a contact is not invoiced.",
    )
    method = fields.Selection(
        [("percent", "Percent of the fee"), ("fixed", "Fixed amount"), ("rest", "What is left")], required=True,
        default="percent",
    )
    value = fields.Float(
        string="Percent or amount", digits=(12, 3),
        help="A fixed amount is for a month (or for a night, like the plan) and is reduced for a part of a month.",
    )
    cap = fields.Monetary(string="At most", help="A month (or a night, like the plan); zero: no limit.")

    _value = Check(
        "CHECK(value >= 0 AND cap >= 0 AND (method <> 'percent' OR value <= 100))",
        "Percent or amount: write a percentage up to 100, and nothing negative.",
        lambda row: row["value"] >= 0 and row["cap"] >= 0 and (row["method"] != "percent" or row["value"] <= 100),
    )

    def _get_dates(self):
        """Return (first night, last night) that one payer pays; the last is False where it pays until further notice."""
        return self._get_agreed_dates()

    def _get_agreed_dates(self):
        """Return the same as it was agreed with one payer."""
        raise NotImplementedError

    def _get_key(self):
        """Return what tells the share of one payer from those of others; see ``recovery.fee.share._make_key``."""
        return self.env["recovery.fee.share"]._make_key(self)
