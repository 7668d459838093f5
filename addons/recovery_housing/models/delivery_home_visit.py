from odoo import api, fields, models
from odoo.fields import Domain

from .visit_rhythm import READERS

FOUND = ("found_home", "found_food", "found_bills", "found_company", "found_use", "found_safety", "found_agreed")
# Answers after which somebody has to do something; use that is told of is a reason to talk, not to be alarmed.
CONCERNS = {
    "found_home": ("neglected", "unfit"), "found_food": ("none",), "found_bills": ("notice",),
    "found_company": ("trouble",), "found_use": ("signs", "intoxicated"), "found_safety": ("concern", "danger"),
}


class DeliveryHomeVisit(models.Model):
    """What was found at somebody's home: what a tenancy is lost by, asked the same way each time. Nothing is mandatory."""

    _inherit = "recovery.delivery"

    found_home = fields.Selection(
        [("order", "In order"), ("untidy", "Untidy"), ("neglected", "Neglected"), ("unfit", "Unfit to live in")],
        string="State of the home", copy=False, groups=READERS,
    )
    found_food = fields.Selection(
        [("enough", "Enough"), ("little", "Little"), ("none", "None")], string="Food at home", copy=False, groups=READERS,
    )
    found_bills = fields.Selection(
        [("paid", "Paid"), ("behind", "Behind"), ("notice", "Notice or cut off")], string="Rent and bills", copy=False,
        groups=READERS,
    )
    found_company = fields.Selection(
        [
            ("nobody", "Nobody else"), ("household", "Those who live here"), ("guests", "Guests"),
            ("trouble", "Guests who bring trouble"),
        ],
        string="Who was there", copy=False, groups=READERS,
    )
    found_use = fields.Selection(
        [("none", "No sign of use"), ("told", "Told of use"), ("signs", "Signs of use"), ("intoxicated", "Intoxicated")],
        string="Alcohol and drugs", copy=False, groups=READERS,
    )
    found_safety = fields.Selection(
        [("safe", "Safe"), ("concern", "Cause for concern"), ("danger", "Danger now")], string="Safety", copy=False,
        groups=READERS,
    )
    found_agreed = fields.Selection(
        [
            ("before", "Goes on as before"), ("sooner", "Another visit soon"), ("home", "Help with the home"),
            ("money", "Help with money"), ("health", "Doctor or treatment"), ("talk", "Counselling"),
            ("repair", "Repair"), ("other", "Something else"),
        ],
        string="What was agreed", copy=False, groups=READERS, help="Details belong into a note of the encounter.",
    )
    found_concern = fields.Boolean(
        string="Concern", compute="_compute_found_concern", store=True, groups=READERS,
        help="Something was found that somebody has to act upon.",
    )
    visit_state = fields.Selection(
        [
            ("planned", "Planned"), ("overdue", "Overdue"), ("done", "Done"), ("no_show", "Nobody met"),
            ("cancelled", "Cancelled"),
        ],
        string="Visit", compute="_compute_visit_state", search="_search_visit_state", groups=READERS,
    )
    visit_employee_ids = fields.Many2many(related="encounter_id.employee_ids", string="Staff")

    _concern_idx = models.Index("(program_id, date) WHERE found_concern")

    @api.depends(*FOUND)
    def _compute_found_concern(self):
        for delivery in self:
            delivery.found_concern = any(delivery[name] in answers for name, answers in CONCERNS.items())

    @api.depends("state", "date")
    def _compute_visit_state(self):
        today = fields.Date.context_today(self)
        for delivery in self:
            late = delivery.state == "planned" and bool(delivery.date) and delivery.date < today
            delivery.visit_state = "overdue" if late else delivery.state

    @api.model
    def _search_visit_state(self, operator, value):
        # Odoo asks for the groups of a field that is searched by a method of its own only when it is read.
        self._check_field_access(self._fields["visit_state"], "read")
        if operator != "in":
            return NotImplemented
        planned = Domain("state", "=", "planned")
        states = {
            "overdue": planned & Domain("date", "<", "today"), "planned": planned & Domain("date", ">=", "today"),
        }
        return Domain.OR(states.get(state) or Domain("state", "=", state) for state in value)

    def _get_amendable_facts(self):
        return (*super()._get_amendable_facts(), *FOUND)

    def action_visit_done(self):
        """Finish the visits: their encounters are done, and the next ones planned."""
        self.encounter_id.action_done()

    def action_visit_missed(self):
        """Nobody opened: the encounters are no-shows, and another attempt is planned."""
        self.encounter_id.action_no_show()
