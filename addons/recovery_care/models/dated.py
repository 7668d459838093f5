from odoo import api, fields, models
from odoo.fields import Domain


class Dated(models.AbstractModel):
    """In force from one day to another, both included; without a last day until somebody ends it."""

    _name = "recovery.dated"
    _description = "In force between two days"

    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", help="The last day; empty: until further notice.")
    is_current = fields.Boolean(string="In force", compute="_compute_is_current", search="_search_is_current")

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        current = self._filtered_on(fields.Date.context_today(self))
        for record in self:
            record.is_current = record in current

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = Domain("date_from", "<=", "today") & (Domain("date_to", "=", False) | Domain("date_to", ">=", "today"))
        return current if True in value else ~current

    def _filtered_on(self, day):
        """Return those of these records that are in force on a day."""
        return self.filtered(lambda record: (
            bool(record.date_from) and record.date_from <= day and (not record.date_to or day <= record.date_to)
        ))
