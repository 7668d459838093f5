from odoo import api, fields, models
from odoo.addons.recovery_care.situation_signs import RANKS, SIGNS
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex
from odoo.exceptions import UserError

from ..measures import MEASURES


class Indicator(models.Model):
    """A measure with filters: what a funder means by "new clients in prison"."""

    _name = "recovery.indicator"
    _description = "Indicator"
    _inherit = ["recovery.activity.filter", "recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, copy=False)
    name = fields.Char(required=True, translate=True)
    measure = fields.Selection(selection="_selection_measure", required=True)
    unit = fields.Selection(selection="_selection_unit", compute="_compute_unit")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    program_ids = fields.Many2many(
        relation="recovery_indicator_program_rel", column1="indicator_id", column2="program_id",
    )
    service_ids = fields.Many2many(
        relation="recovery_indicator_service_rel", column1="indicator_id", column2="service_id",
    )
    role = fields.Selection(
        selection=lambda self: self._get_choices("role"),
        help="Role in the episode; a delivery without an episode counts as for a client.",
    )
    district_ids = fields.Many2many(
        "recovery.district", "recovery_indicator_district_rel", "indicator_id", "district_id", string="Districts",
        check_company=True, help="Of the encounter, else of the client; with their parts.",
    )
    gender = fields.Selection(selection=lambda self: self._get_choices("gender"))
    new_only = fields.Boolean(
        string="New people only", help="Only people whose first service in the company lies in the period.",
    )
    min_hours = fields.Float(
        string="Hours at least", help="Only people with so many hours of counted services in the period; 0: no threshold.",
    )
    min_change = fields.Float(
        string="Change at least", digits=(4, 1), default=5.0, help="Points of the ORS total that count as improved.",
    )
    unit_id = fields.Many2one(
        "recovery.unit", string="Counted in", ondelete="restrict", index="btree_not_null", check_company=True,
        help="The funder's unit; for the measure “Units”.",
    )
    sign = fields.Selection(
        selection=lambda self: self._selection_sign(), string="Sign of the situation",
        help="What is better than before; for the measure “Share whose situation improved”.",
    )
    description = fields.Text(translate=True, help="The funder's definition in words.")

    _code_uniq = UniqueIndex(
        "(COALESCE(company_id, 0), code)", "Code: another indicator has it.",
        key=lambda row: (row["company_id"] or 0, row["code"]),
    )
    _min_hours = Check(
        "CHECK(min_hours >= 0)", "Hours at least: it cannot be negative.", holds=lambda row: row["min_hours"] >= 0,
    )
    _min_change = Check(
        "CHECK(min_change > 0 AND min_change <= 40)", "Change at least: write points above 0, at most 40.",
        holds=lambda row: 0 < row["min_change"] <= 40,
    )
    _unit = Check(
        "CHECK(measure <> 'units' OR unit_id IS NOT NULL)", "Counted in: choose the unit that is counted.",
        holds=lambda row: row["measure"] != "units" or bool(row["unit_id"]),
    )
    _sign = Check(
        "CHECK(measure <> 'share_situation_improved' OR sign IS NOT NULL)",
        "Sign of the situation: choose what is better than before.",
        holds=lambda row: row["measure"] != "share_situation_improved" or bool(row["sign"]),
    )

    @api.model
    def _selection_measure(self):
        return [(code, measure.get_label(self.env)) for code, measure in MEASURES.items()]

    @api.model
    def _selection_unit(self):
        return [
            ("people", self.env._("people")), ("percent", "%"), ("contacts", self.env._("contacts")),
            ("interventions", self.env._("interventions")), ("hours", self.env._("hours")), ("fte", self.env._("FTE")),
            ("pieces", self.env._("pieces")), ("units", self.env._("units")), ("events", self.env._("events")),
            ("participants", self.env._("participants")), ("publications", self.env._("publications")),
            ("nights", self.env._("nights")), ("nights_average", self.env._("nights on average")),
            ("houses", self.env._("houses")), ("houses_average", self.env._("houses a night")),
            ("refusals", self.env._("people turned away")),
        ]

    @api.model
    def _selection_sign(self):
        """Return [(sign, label)] of the signs with values that can be better or worse."""
        Situation = self.env["recovery.situation"]
        return [(sign, Situation._fields[sign]._description_string(self.env)) for sign in SIGNS if RANKS[sign]]

    def _get_own_unit_label(self):
        """Return the label of what one indicator counts."""
        self.ensure_one()
        name = self.sudo().unit_id.name if self.measure == "units" else False
        return self._get_unit_label({"measure": self.measure, "unit_name": name})

    @api.model
    def _get_unit_label(self, filters):
        """Return the label of what an indicator counts, for its filters as given by ``_get_filters``."""
        labels = dict(self._selection_unit())
        return filters.get("unit_name") or str(labels[MEASURES[filters["measure"]].unit])

    @api.depends("measure")
    def _compute_unit(self):
        for indicator in self:
            indicator.unit = MEASURES[indicator.measure].unit if indicator.measure else False

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        used = self.env["recovery.grant.indicator"].sudo().search([("indicator_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(self.env._(
                "Indicator %s belongs to a grant. Archive it instead.", used.indicator_id.code,
            ))

    def _get_filters(self):
        """Return the filters of one indicator and its measure as plain values, fit for JSON."""
        indicator = self.sudo()
        districts = indicator.district_ids
        return {
            **super()._get_filters(),
            "measure": indicator.measure,
            "role": indicator.role,
            "district_ids": districts.search([("id", "child_of", districts.ids)]).ids if districts else [],
            "gender": indicator.gender,
            "new_only": indicator.new_only,
            "min_hours": indicator.min_hours,
            "min_change": round(indicator.min_change, 1),
            **indicator._get_measure_filters(),
        }

    def _get_measure_filters(self):
        """Return what only one measure asks: the whole rule of a unit, so that a report keeps it, or the sign."""
        if self.measure == "units":
            return {"unit": self.unit_id._get_rule().to_values(), "unit_name": self.unit_id.name}
        return {"sign": self.sign} if self.measure == "share_situation_improved" else {}

    @api.model
    def _describe(self, filters):
        """Return the measure and filters of an indicator, as given by ``_get_filters``, in words."""
        _ = self.env._
        words = [MEASURES[filters["measure"]].get_label(self.env)] if filters.get("measure") in MEASURES else []
        if filters.get("new_only"):
            words.append(_("first service in the period"))
        if filters.get("min_hours"):
            words.append(_("at least %s hours", f"{filters['min_hours']:g}"))
        if filters.get("measure") in ("persons_improved_ors", "share_improved_ors"):
            words.append(_("change of at least %s points", f"{filters.get('min_change') or 5.0:.1f}"))
        if filters.get("unit"):
            words.append(self._describe_unit(filters))
        if filters.get("sign"):
            words.append(str(dict(self._selection_sign()).get(filters["sign"], filters["sign"])))
        return "; ".join(words + self._describe_filters(filters))

    @api.model
    def _describe_unit(self, filters):
        """Return such as “Contact (10 minutes; Up: a unit begun counts; Each person)”."""
        rule, Unit = filters["unit"], self.env["recovery.unit"]

        def label(name):
            return dict(Unit._fields[name]._description_selection(self.env)).get(rule[name], rule[name])

        return self.env._(
            "%(unit)s (%(minutes)s minutes; %(rounding)s; %(counted_per)s)", unit=filters.get("unit_name", ""),
            minutes=rule["minutes"], rounding=label("rounding"), counted_per=label("counted_per"),
        )
