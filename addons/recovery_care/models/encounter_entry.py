from datetime import timedelta

from odoo import api, fields, models


class EncounterEntry(models.Model):
    """When and where an encounter was written down, which may be long after it took place."""

    _inherit = "recovery.encounter"

    recorded_on = fields.Datetime(
        string="Recorded on", compute="_compute_recorded_on", store=True, readonly=False, precompute=True, copy=False,
        help="When it was first said that the encounter took place, or that nobody came.",
    )
    is_late_entry = fields.Boolean(
        string="Late entry", compute="_compute_is_late_entry", store=True, precompute=True,
        help="Recorded later than the programme allows.",
    )
    counter = fields.Char(string="Counter", copy=False, help="The device at which the visit was recorded.")

    @api.depends("state")
    def _compute_recorded_on(self):
        now = fields.Datetime.now()
        for encounter in self:
            happened = encounter.state in ("done", "no_show")
            encounter.recorded_on = encounter.recorded_on or (now if happened else False)

    @api.depends("recorded_on", "date_stop", "program_id.late_entry_days")
    def _compute_is_late_entry(self):
        for encounter in self:
            days = encounter.program_id.late_entry_days
            encounter.is_late_entry = bool(encounter.recorded_on and encounter.date_stop) and (
                encounter.recorded_on > encounter.date_stop + timedelta(days=days)
            )

    @api.model_create_multi
    def create(self, vals_list):
        """When something was recorded is not for people to choose."""
        if not self.env.su:
            vals_list = [{name: value for name, value in vals.items() if name != "recorded_on"} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name != "recorded_on"}
        return super().write(vals)
