from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex

REFERRERS = [
    ("detox", "Detoxification"), ("treatment", "Treatment"), ("hospital", "Hospital"), ("prison", "Prison"),
    ("shelter", "Shelter or street"), ("house", "Another house"), ("other", "Somebody else"), ("self", "Nobody, came alone"),
]
# Factor, values: what a company begins with. How much a factor weighs is for every organisation to say.
DEFAULTS = [
    ("waiting", {"points": 1, "every_days": 7, "maximum": 20}), ("homeless", {"points": 5}), ("children", {"points": 3}),
    ("pregnant", {"points": 5}), ("referral", {"points": 3, "referred_from": "detox"}),
]


class HousingWeight(models.Model):
    """How many points something gives on the waiting list; a house may weigh it otherwise than its company."""

    _name = "recovery.housing.weight"
    _description = "Weight on the waiting list"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "company_id, house_id, sequence, id"
    _rec_names_search = ["house_id"]

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    house_id = fields.Many2one(
        "recovery.house", index="btree_not_null", ondelete="cascade", check_company=True,
        help="Empty: for every house of the company that does not weigh the same thing itself.",
    )
    factor = fields.Selection(
        [
            ("waiting", "Days of waiting"), ("homeless", "Homeless now"), ("children", "With children"),
            ("pregnant", "Pregnancy"), ("referral", "Referred from"), ("age", "Age"),
        ],
        required=True, default="waiting",
    )
    points = fields.Integer(required=True, default=1, help="May be negative.", aggregator=None)
    every_days = fields.Integer(
        string="Every … days", required=True, default=7, aggregator=None, help="The points are given once for so many days."
    )
    maximum = fields.Integer(
        string="No more than", required=True, default=0, aggregator=None,
        help="Points that waiting can give in all; zero: no limit.",
    )
    referred_from = fields.Selection(REFERRERS, string="From")
    age_from = fields.Integer(string="From the age of", required=True, default=0, aggregator=None)
    age_to = fields.Integer(string="To the age of", required=True, default=0, aggregator=None, help="Zero: no limit.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _once = UniqueIndex(
        "(company_id, COALESCE(house_id, 0), factor, COALESCE(referred_from, ''), age_from) WHERE active IS TRUE",
        "Factor: it has a weight here already. Change that one.",
        lambda row: (
            row["company_id"], row["house_id"] or 0, row["factor"], row["referred_from"] or "", row["age_from"],
        ) if row["active"] else None,
    )
    _days = Check(
        "CHECK(every_days > 0 AND maximum >= 0)", "Every … days: at least one, and the limit is not negative.",
        lambda row: row["every_days"] > 0 and row["maximum"] >= 0,
    )
    _referral = Check(
        "CHECK((factor = 'referral') = (referred_from IS NOT NULL))", "From: choose where from, for referrals alone.",
        lambda row: (row["factor"] == "referral") == bool(row["referred_from"]),
    )
    _ages = Check(
        "CHECK(age_from >= 0 AND (age_to = 0 OR age_to >= age_from) AND (factor = 'age' OR age_from = 0 AND age_to = 0))",
        "To the age of: not before the age from which it counts, and for the age alone.",
        lambda row: row["age_from"] >= 0 and (row["age_to"] == 0 or row["age_to"] >= row["age_from"]) and (
            row["factor"] == "age" or row["age_from"] == row["age_to"] == 0
        ),
    )

    @api.depends("factor", "points", "house_id.name", "referred_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for weight in self:
            parts = [weight.house_id.name, self._name_factor(weight.factor, weight.referred_from)]
            weight.display_name = " · ".join(filter(None, parts)) + f": {weight.points}"

    @api.model
    def _name_factor(self, factor, referred_from=None):
        """Return a factor in words, such as “Referred from: Prison”."""
        name = dict(self._fields["factor"]._description_selection(self.env)).get(factor, factor or "")
        place = dict(self._fields["referred_from"]._description_selection(self.env)).get(referred_from)
        return f"{name}: {place}" if place else name

    @api.model
    def _create_defaults(self, companies=None):
        """Give companies without any weights those to begin with."""
        companies = companies or self.env["res.company"].sudo().search([])
        known = self.sudo().with_context(active_test=False).search([("company_id", "in", companies.ids)]).company_id
        self.sudo().create([
            {"company_id": company.id, "factor": factor, "sequence": 10 * index, **values}
            for company in companies - known for index, (factor, values) in enumerate(DEFAULTS, 1)
        ])
