import pytz
from odoo import api, fields, models


class EventFind(models.Model):
    """A clean-up counts what it found."""

    _inherit = "recovery.event"

    find_ids = fields.One2many("recovery.find", "event_id", string="Finds")
    found_count = fields.Integer(
        string="Found", compute="_compute_found_count", help="Used pieces, without finds that were cancelled.",
    )

    @api.depends("find_ids.pieces", "find_ids.state")
    @api.depends_context("uid")
    def _compute_found_count(self):
        Find = self.env["recovery.find"]
        found = dict(Find._read_group(
            [("event_id", "in", self._origin.ids), ("state", "=", "done")], ["event_id"], ["pieces:sum"],
        )) if Find.has_access("read") else {}
        for event in self:
            event.found_count = found.get(event._origin, 0)

    def _get_last_day(self):
        """Return the day on which one event ends, in the time zone of its company."""
        zone = self.company_id._get_timezone() if self.company_id else pytz.utc
        return pytz.utc.localize(self.date_end).astimezone(zone).date()
