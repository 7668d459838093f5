from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.fields import Domain
from odoo.tools import format_date


class HouseIncidentFollowUp(models.Model):
    """What follows from an incident, step by step; it is closed when nothing is planned any more."""

    _inherit = "recovery.house.incident"

    step_ids = fields.One2many("recovery.house.incident.step", "incident_id", string="Follow-up")
    step_planned_count = fields.Integer(
        string="Steps planned", compute="_compute_step_planned_count", store=True,
    )
    step_overdue_count = fields.Integer(string="Steps overdue", compute="_compute_step_overdue_count")
    next_due = fields.Date(
        string="Next deadline", compute="_compute_next_due", help="Of the follow-up and of the steps that are planned.",
    )

    # Stored on the incident, so that of two people, one closing and one planning, the second is refused.
    _steps = Check(
        "CHECK(state <> 'closed' OR COALESCE(step_planned_count, 0) = 0)",
        "Follow-up: a step is still planned. Say that it is done, or drop it with a reason.",
        lambda row: row["state"] != "closed" or not row["step_planned_count"],
    )

    @api.depends("step_ids.state")
    def _compute_step_planned_count(self):
        for incident in self:
            incident.step_planned_count = len(incident.step_ids.filtered(lambda step: step.state == "planned"))

    @api.depends("step_ids.is_overdue")
    def _compute_step_overdue_count(self):
        for incident in self:
            incident.step_overdue_count = len(incident.step_ids.filtered("is_overdue"))

    @api.depends("state", "follow_up_due", "step_ids.state", "step_ids.deadline")
    def _compute_next_due(self):
        for incident in self:
            days = incident.step_ids.filtered(lambda step: step.state == "planned").mapped("deadline")
            if incident.state == "open":
                days.append(incident.follow_up_due)
            incident.next_due = min(filter(None, days), default=False)

    @api.depends("step_ids.is_overdue")
    def _compute_is_overdue(self):
        super()._compute_is_overdue()
        for incident in self:
            incident.is_overdue = incident.is_overdue or any(incident.step_ids.mapped("is_overdue"))

    @api.model
    def _search_is_overdue(self, operator, value):
        late = super()._search_is_overdue(operator, {True})
        if late is NotImplemented:
            return late
        late |= Domain("step_ids", "any", [("is_overdue", "=", True)])
        return late if True in value else ~late

    def _get_refusal(self, rule, rows):
        """Name the steps that are in the way of closing; the kind and the day, not their words."""
        if rule.name != self._steps.name:
            return super()._get_refusal(rule, rows)
        planned = self.sudo().step_ids.filtered(lambda step: step.state == "planned")
        names = ", ".join(
            " ".join(filter(None, [step.kind_id.name, step.deadline and f"({format_date(self.env, step.deadline)})"]))
            for step in planned
        )
        return self.env._("Follow-up: still planned: %s. Say that it is done, or drop it with a reason.", names)

    def write(self, vals):
        if vals.get("state") == "cancelled":
            self.check_access("write")
            self._check_transition("cancelled")
            self.sudo().step_ids.filtered(lambda step: step.state == "planned").action_drop("cancelled")
        return super().write(vals)

    @api.model
    @api.readonly
    def get_open(self, limit=6):
        """Return what the next shift has to know of incidents that are not over, as far as the user may see them.

        :param int limit: of how many incidents more than the number is told; late ones come first
        :return: {open: incidents, overdue: steps, incidents: [{id, code, house, kind, is_overdue, next_due}]}
        """
        if not self.has_access("read"):
            return {"open": 0, "overdue": 0, "incidents": []}
        incidents = self.search([("state", "in", ("open", "followed_up"))])
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        late = fields.Date.to_date("9999-12-31")
        shown = incidents.sorted(lambda incident: (not incident.is_overdue, incident.next_due or late, incident.id))[:limit]
        return {
            "open": len(incidents), "overdue": sum(incidents.mapped("step_overdue_count")),
            "incidents": [
                {
                    "id": incident.id, "code": incident.code, "house": incident.house_id.sudo().name,
                    "kind": kinds[incident.kind], "is_overdue": incident.is_overdue,
                    "next_due": format_date(self.env, incident.next_due) if incident.next_due else False,
                }
                for incident in shown
            ],
        }
