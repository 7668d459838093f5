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
    entry_key = fields.Char(
        string="Key of the entry", copy=False, readonly=True, index="btree_not_null",
        help="Made by the device that sent the encounter, so that sending it again saves nothing twice.",
    )
    supply_ids = fields.One2many("recovery.supply", "encounter_id", string="Material")
    counter = fields.Char(copy=False, help="The device at which the visit was recorded.")

    @api.depends("state")
    def _compute_recorded_on(self):
        for encounter in self:
            encounter.recorded_on = encounter.recorded_on or self._get_recorded_on(encounter.state)

    @api.depends("recorded_on", "date_stop", "program_id.late_entry_days")
    def _compute_is_late_entry(self):
        for encounter in self:
            encounter.is_late_entry = self._is_late(encounter.recorded_on, encounter.date_stop, encounter.program_id)

    @api.model
    def _get_recorded_on(self, state):
        return fields.Datetime.now() if state in ("done", "no_show") else False

    @api.model
    def _is_late(self, recorded, stop, program):
        return bool(recorded and stop) and recorded > stop + timedelta(days=program.late_entry_days)

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
