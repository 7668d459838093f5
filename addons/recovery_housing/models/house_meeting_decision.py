from odoo import api, fields, models
from odoo.fields import Domain


class HouseMeetingDecision(models.Model):
    """What a meeting of the house decided, who sees to it and until when."""

    _name = "recovery.house.meeting.decision"
    _description = "Decision of a house meeting"
    _inherit = ["recovery.state.machine", "recovery.client.record", "recovery.free.text"]
    _order = "meeting_id desc, sequence, id"
    _rec_names_search = ["name", "meeting_id"]
    _free_text_fields = ("name",)

    _state_transitions = {"open": {"done", "dropped"}, "done": {"open"}, "dropped": {"open"}}

    name = fields.Char(string="Decision", required=True)
    meeting_id = fields.Many2one("recovery.house.meeting", required=True, index=True, ondelete="restrict")
    house_id = fields.Many2one(related="meeting_id.house_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(
        related="meeting_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, precompute=True, default=None)
    employee_id = fields.Many2one(
        "hr.employee", string="Responsible", ondelete="restrict", index="btree_not_null", check_company=True,
    )
    client_id = fields.Many2one(string="Resident responsible", required=False)
    date_due = fields.Date(string="Until")
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")], required=True, default="open", copy=False, index=True,
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    sequence = fields.Integer(default=10)

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for decision in self:
            decision.is_overdue = decision.state == "open" and bool(decision.date_due) and decision.date_due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "open") & Domain("date_due", "<", "today")
        return overdue if True in value else ~overdue

    @api.depends("meeting_id")
    def _compute_display_name(self):
        """Without the words: names of records travel further than the records."""
        for decision in self:
            decision.display_name = decision.meeting_id.sudo().display_name

    def action_done(self):
        self.write({"state": "done"})

    def action_drop(self):
        self.write({"state": "dropped"})

    def action_reopen(self):
        self.write({"state": "open"})
