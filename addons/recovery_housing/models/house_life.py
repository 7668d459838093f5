from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check

from .house_incident import TEAM


class HouseLife(models.Model):
    """What the life in a house goes by: limits, rules, and what is open there."""

    _inherit = "recovery.house"

    breath_limit = fields.Float(
        string="Breath limit (‰)", digits=(6, 2), help="A breath test is positive above this much alcohol in the blood.",
    )
    breach_months = fields.Integer(
        string="A breach counts for (months)", default=6, required=True,
        help="So long it counts for the next step, unless the rule says otherwise.",
    )
    rule_ids = fields.One2many("recovery.house.rule", "house_id", string="Rules of the house", copy=True)
    incident_open_count = fields.Integer(
        string="Open incidents", compute="_compute_incident_open_count",
        groups=TEAM,
    )
    incident_step_count = fields.Integer(string="Steps planned", compute="_compute_incident_step_count", groups=TEAM)
    incident_step_overdue_count = fields.Integer(string="Steps overdue", compute="_compute_incident_step_count", groups=TEAM)

    _life = Check(
        "CHECK(breath_limit >= 0 AND breach_months > 0)", "Breath limit, A breach counts for: at least zero ‰ and a month.",
        lambda row: row["breath_limit"] >= 0 and row["breach_months"] > 0,
    )

    def _compute_incident_open_count(self):
        counts = dict(self.env["recovery.house.incident"]._read_group(
            [("house_id", "in", self.ids), ("state", "in", ("open", "followed_up"))], ["house_id"], ["__count"],
        ))
        for house in self:
            house.incident_open_count = counts.get(house, 0)

    def _compute_incident_step_count(self):
        planned = self.env["recovery.house.incident.step"].search_fetch(
            [("house_id", "in", self.ids), ("state", "=", "planned")], ["house_id", "state", "deadline"],
        ).grouped("house_id")
        for house in self:
            steps = planned.get(house._origin, self.env["recovery.house.incident.step"])
            house.incident_step_count = len(steps)
            house.incident_step_overdue_count = len(steps.filtered("is_overdue"))

    def action_open_incident_steps(self):
        return self._open("recovery_housing.house_incident_step_action", {"search_default_planned": 1})

    def action_open_incidents(self):
        return self._open("recovery_housing.house_incident_action", {"default_house_id": self.id, "search_default_open": 1})

    def action_open_rule_events(self):
        return self._open("recovery_housing.house_rule_event_action", {"search_default_valid": 1})

    def action_open_tests(self):
        return self._open("recovery_housing.substance_test_action", {})
