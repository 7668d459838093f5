from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ..table_rules import Check, UniqueIndex
from ..unit_rule import IDENTITIES, UnitRule, count_units


class Unit(models.Model):
    """A funder's unit of work: so many minutes of certain services to certain people, rounded in a certain way.

    The same encounter counts in every unit; nothing is typed twice. See ``unit_rule``.
    """

    _name = "recovery.unit"
    _description = "Unit of work"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, copy=False)
    name = fields.Char(required=True, translate=True)
    minutes = fields.Integer(string="Minutes of a unit", required=True, default=30)
    rounding = fields.Selection(
        [
            ("none", "Not rounded"), ("up", "Up: a unit begun counts"), ("half_up", "Half up: from half a unit on"),
            ("accumulate", "Added up: full units, the rest carries on"),
        ],
        required=True, default="up",
        help="Rounded is the sum of a person's counted minutes in an encounter. Minutes that are added up carry on from "
             "one encounter of the person to the next within the period of a report.",
    )
    counted_per = fields.Selection(
        [("person", "Each person"), ("encounter", "The encounter: a group counts once")],
        string="Counted for", required=True, default="person",
    )
    services = fields.Selection(
        [("all", "All services"), ("intervention", "Interventions only"), ("chosen", "Chosen services or a kind")],
        required=True, default="all",
    )
    service_ids = fields.Many2many(
        "recovery.service", "recovery_unit_service_rel", "unit_id", "service_id", string="Chosen services",
        check_company=True,
    )
    service_kind = fields.Selection(
        selection=lambda self: self.env["recovery.service"]._fields["kind"]._description_selection(self.env),
        string="Kind of service", help="All services of this kind, besides the chosen ones.",
    )
    count_identified = fields.Boolean(string="Known by name", default=True)
    count_pseudonymous = fields.Boolean(string="Known by a code", default=True)
    count_anonymous = fields.Boolean(string="Anonymous", default=True)
    unnamed = fields.Selection(
        [("none", "Not counted"), ("once", "Once an encounter"), ("each", "Each of them")],
        string="Unnamed people", required=True, default="none",
    )
    count_remote = fields.Boolean(string="By phone and online", default=True)
    count_no_show = fields.Boolean(
        string="No-shows", help="In volumes of the organisation; a grant claims only what was done.",
    )
    count_indirect = fields.Boolean(string="Indirect work", help="Services marked as indirect work.")
    description = fields.Text(translate=True, help="Where the rule comes from, and what the funder says in words.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: for every company.",
    )
    active = fields.Boolean(default=True)
    example_minutes = fields.Integer(string="Try with minutes", default=45)
    example_once = fields.Char(string="One person", compute="_compute_examples")
    example_twice = fields.Char(string="The same person, twice", compute="_compute_examples")
    example_group = fields.Char(string="A group of four", compute="_compute_examples")
    example_unnamed = fields.Char(string="Three unnamed people", compute="_compute_examples")

    _code_uniq = UniqueIndex(
        "(COALESCE(company_id, 0), code)", "Code: another unit has it.",
        key=lambda row: (row["company_id"] or 0, row["code"]),
    )
    _minutes = Check(
        "CHECK(minutes BETWEEN 1 AND 1440)", "Minutes of a unit: write 1 to 1440.",
        holds=lambda row: 1 <= row["minutes"] <= 1440,
    )
    _accumulate = Check(
        "CHECK(rounding <> 'accumulate' OR counted_per = 'person')",
        "Rounding: minutes add up for a person, not for a group. Count each person.",
        holds=lambda row: row["rounding"] != "accumulate" or row["counted_per"] == "person",
    )
    _somebody = Check(
        "CHECK(count_identified OR count_pseudonymous OR count_anonymous OR unnamed <> 'none')",
        "Who counts: choose at least one kind of people.",
        holds=lambda row: (
            row["count_identified"] or row["count_pseudonymous"] or row["count_anonymous"] or row["unnamed"] != "none"
        ),
    )
    _example_minutes = Check(
        "CHECK(example_minutes BETWEEN 0 AND 1440)", "Try with minutes: write 0 to 1440.",
        holds=lambda row: 0 <= row["example_minutes"] <= 1440,
    )

    @api.constrains("services", "service_ids", "service_kind")
    def _check_services(self):
        for unit in self:
            if unit.services == "chosen" and not (unit.service_ids or unit.service_kind):
                raise ValidationError(self.env._("Chosen services: choose services or a kind of service."))

    @api.depends(
        "example_minutes", "minutes", "rounding", "counted_per", "count_identified", "count_pseudonymous",
        "count_anonymous", "unnamed",
    )
    @api.depends_context("lang")
    def _compute_examples(self):
        """Worked examples with people and services that the unit counts, as far as it counts anybody."""
        for unit in self:
            if not 1 <= unit.minutes <= 1440 or unit.example_minutes < 0:
                unit.update(dict.fromkeys(("example_once", "example_twice", "example_group", "example_unnamed"), False))
                continue
            unit.example_once = unit._get_example([(1, 1)])
            unit.example_twice = unit._get_example([(1, 1), (2, 1)])
            unit.example_group = unit._get_example([(1, client) for client in range(1, 5)])
            unit.example_unnamed = unit._get_example([(1, None)], headcount=3)

    def _get_example(self, visits, headcount=0):
        """Return in words what ``example_minutes`` of each of ``visits``, [(encounter, person)], make."""
        rule = self._get_rule()
        row = {
            "state": "done", "place": "centre", "identity": (rule.identities or ("",))[0], "kind": rule.service_kind,
            "service_id": rule.service_ids[:1] and rule.service_ids[0], "is_intervention": True, "is_indirect": False,
            "date": fields.Date.today(), "minutes": self.example_minutes, "headcount": headcount,
        }
        units = count_units(rule, [{**row, "encounter_id": encounter, "client_id": client} for encounter, client in visits])
        return self._format(sum(units.values()))

    def _format(self, units):
        """Return a number of units as text, with two decimals where it is not whole."""
        return formatLang(self.env, float(units), digits=0 if units == int(units) else 2)

    def _get_rule(self):
        """Return the UnitRule of one unit."""
        self.ensure_one()
        unit = self.sudo().with_context(active_test=False)
        chosen = unit.services == "chosen"
        return UnitRule(
            minutes=unit.minutes, rounding=unit.rounding, counted_per=unit.counted_per, services=unit.services,
            service_ids=tuple(unit.service_ids._origin.ids) if chosen else (),
            service_kind=unit.service_kind if chosen else False,
            identities=tuple(identity for identity in IDENTITIES if unit[f"count_{identity}"]),
            unnamed=unit.unnamed, remote=unit.count_remote, no_show=unit.count_no_show, indirect=unit.count_indirect,
        )
