from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError


class HouseCriterion(models.Model):
    """What a house asks of whoever is to live there; who does not meet it may still be let in, for a reason."""

    _name = "recovery.house.criterion"
    _description = "Criterion of a house"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "house_id, sequence, id"
    _rec_names_search = ["name", "house_id"]

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("treatment", "Basic treatment completed"), ("abstinent", "Abstinent"), ("age", "Age"), ("gender", "Gender"),
            ("district", "From the district"), ("income", "Own income"), ("own", "Other, answered by hand"),
        ],
        required=True, default="own",
        help="All but the last are looked up in what is recorded about the client, and may be answered by hand too.",
    )
    name = fields.Char(
        string="Question", translate=True, help="For a criterion answered by hand, such as “Agrees with the house rules”.",
    )
    number_from = fields.Integer(
        string="At least", required=True, default=0, aggregator=None,
        help="Days of abstinence, years of age, or an income a month.",
    )
    number_to = fields.Integer(
        string="At most", required=True, default=0, aggregator=None, help="Years of age; zero: no limit.",
    )
    gender = fields.Selection([("female", "Women"), ("male", "Men")], string="For")
    district_ids = fields.Many2many(
        "recovery.district", "recovery_house_criterion_district_rel", "criterion_id", "district_id", string="Districts",
        check_company=True, help="With the districts that lie in them.",
    )
    program_ids = fields.Many2many(
        "recovery.program", "recovery_house_criterion_program_rel", "criterion_id", "program_id", string="Treatment in",
        check_company=True, help="Programmes whose completion counts; empty: every residential one.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _numbers = Check(
        "CHECK(number_from >= 0 AND (number_to = 0 OR number_to >= number_from))",
        "At most: it cannot be less than “At least”, and neither is negative.",
        lambda row: row["number_from"] >= 0 and (row["number_to"] == 0 or row["number_to"] >= row["number_from"]),
    )
    _own_named = Check(
        "CHECK(kind <> 'own' OR name IS NOT NULL)", "Question: write what is to be answered by hand.",
        lambda row: row["kind"] != "own" or bool(row["name"]),
    )
    _days = Check(
        "CHECK(kind <> 'abstinent' OR number_from > 0)", "At least: write the number of days of abstinence.",
        lambda row: row["kind"] != "abstinent" or row["number_from"] > 0,
    )
    _ages = Check(
        "CHECK(kind <> 'age' OR number_from > 0 OR number_to > 0)", "At least: write from which age, up to which, or both.",
        lambda row: row["kind"] != "age" or row["number_from"] > 0 or row["number_to"] > 0,
    )
    _gender_named = Check(
        "CHECK(kind <> 'gender' OR gender IS NOT NULL)", "For: choose women or men.",
        lambda row: row["kind"] != "gender" or bool(row["gender"]),
    )

    @api.constrains("kind", "district_ids")
    def _check_districts(self):
        for criterion in self:
            if criterion.kind == "district" and not criterion.district_ids:
                raise ValidationError(self.env._("Districts: choose at least one."))

    @api.depends("kind", "name", "number_from", "number_to", "gender", "district_ids.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for criterion in self:
            criterion.display_name = criterion.name or criterion._describe() or kinds.get(criterion.kind)

    def _describe(self):
        """Return what one criterion asks for in words, or nothing where its kind says it all."""
        lowest, highest = self.number_from, self.number_to
        if self.kind == "abstinent":
            return self.env._("Abstinent at least %s days", lowest)
        if self.kind == "income" and lowest:
            return self.env._("Own income of at least %s a month", lowest)
        if self.kind == "age":
            if lowest and highest:
                return self.env._("Aged %(first)s to %(last)s", first=lowest, last=highest)
            return self.env._("At least %s years old", lowest) if lowest else self.env._("At most %s years old", highest)
        if self.kind == "gender":
            return dict(self._fields["gender"]._description_selection(self.env)).get(self.gender)
        if self.kind == "district":
            return self.env._("From %s", ", ".join(self.district_ids.mapped("name")))
        return None

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._add_checks()
        return criteria

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"house_id", "active"}:
            self._add_checks()
        return result

    def _add_checks(self):
        """Ask a criterion that is new of everybody who has applied already."""
        self.env["recovery.housing.application"].sudo()._search_open(self.sudo().house_id)._add_checks()
