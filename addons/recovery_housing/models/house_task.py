from datetime import datetime, time

from dateutil import rrule
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check, UniqueIndex

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class HouseTask(models.Model):
    """What has to be done in a house again and again, and how much of somebody's share it is."""

    _name = "recovery.house.task"
    _description = "Task of a house"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "house_id, sequence, name, id"
    _rec_names_search = ["name", "house_id"]

    name = fields.Char(required=True, help="Such as “Kitchen” or “Cooking”, without the name of a resident.")
    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="restrict", check_company=True)
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    minutes = fields.Integer(required=True, default=30, help="How long it takes one person.")
    weight = fields.Float(
        required=True, default=1.0, digits=(4, 2), help="2: counts double, because it is unpleasant or heavy.",
    )
    load = fields.Integer(
        string="Weighted minutes", compute="_compute_load", store=True,
        help="Minutes times weight: what the task counts towards somebody's share.",
    )
    people = fields.Integer(required=True, default=1, help="How many do it together.")
    every_weeks = fields.Integer(string="Every (weeks)", required=True, default=1, help="1: each week; 2: every other.")
    mon, tue, wed, thu, fri, sat, sun = (
        fields.Boolean(string=label)
        for label in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, help="Weeks are counted from the week of this day.",
    )
    date_to = fields.Date(string="To", help="The last day; empty: for the time being.")
    description = fields.Text(string="How", help="What has to be done and where things are. Nothing about residents.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(house_id, name) WHERE active IS TRUE", "Name: the house has a task of this name.",
        lambda row: (row["house_id"], row["name"]) if row["active"] else None,
    )
    _numbers = Check(
        "CHECK(minutes BETWEEN 1 AND 1440 AND weight BETWEEN 0.1 AND 10 AND people BETWEEN 1 AND 50"
        " AND every_weeks BETWEEN 1 AND 52)",
        "Minutes, Weight, People, Every: write 1 to 1440 minutes, a weight of 0.1 to 10, 1 to 50 people and 1 to 52 weeks.",
        lambda row: (
            1 <= row["minutes"] <= 1440 and 0.1 <= row["weight"] <= 10 and 1 <= row["people"] <= 50
            and 1 <= row["every_weeks"] <= 52
        ),
    )
    _weekday = Check(
        "CHECK((mon OR tue OR wed OR thu OR fri OR sat OR sun) IS TRUE)", "Weekdays: choose at least one.",
        lambda row: any(row[day] for day in WEEKDAYS),
    )
    _dates = Check(
        "CHECK(date_to >= date_from)", "To: the task cannot end before it begins.",
        lambda row: row["date_to"] is None or row["date_to"] >= row["date_from"],
    )

    @api.depends("minutes", "weight")
    def _compute_load(self):
        for task in self:
            task.load = max(round(task.minutes * task.weight), 1)

    @api.depends("name", "house_id.code")
    def _compute_display_name(self):
        for task in self:
            task.display_name = f"{task.name or ''} · {task.house_id.sudo().code or ''}"

    def write(self, vals):
        """A change of the rhythm holds for what is planned and not yet due."""
        result = super().write(vals)
        if vals.keys() & {"every_weeks", *WEEKDAYS, "date_from", "date_to", "people", "active"}:
            self.sudo().house_id._plan_rota()
        return result

    def _get_days(self, first, last):
        """Return the set of days from ``first`` to ``last`` on which one task is due."""
        self.ensure_one()
        first, last = max(first, self.date_from), min(last, self.date_to or last)
        if not self.active or first > last:
            return set()
        rule = rrule.rrule(
            rrule.WEEKLY, dtstart=datetime.combine(self.date_from, time.min), interval=self.every_weeks, wkst=rrule.MO,
            byweekday=[number for number, day in enumerate(WEEKDAYS) if self[day]],
        )
        return {
            moment.date()
            for moment in rule.between(datetime.combine(first, time.min), datetime.combine(last, time.min), inc=True)
        }

    def action_open_duties(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.house_task_duty_action")
        return {**action, "domain": [("task_id", "=", self.id)], "context": {"default_task_id": self.id}}
