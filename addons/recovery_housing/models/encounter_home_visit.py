import pytz
from odoo import api, fields, models

from .visit_rhythm import READERS


class EncounterHomeVisit(models.Model):
    """A visit at home: what was found, and the next one of its rhythm."""

    _inherit = "recovery.encounter"

    by_rhythm = fields.Boolean(
        string="Planned by a rhythm", readonly=True, copy=False,
        help="Planned because of the rhythm of a house or tenancy, and cancelled with it.",
    )
    is_home_visit = fields.Boolean(compute="_compute_is_home_visit")
    home_visit_ids = fields.One2many(
        "recovery.delivery", "encounter_id", string="What was found", groups=READERS,
        domain=[("service_id.kind", "=", "accommodation"), ("client_id", "!=", False), ("state", "!=", "cancelled")],
    )

    @api.depends("place", "delivery_ids.service_id.kind")
    def _compute_is_home_visit(self):
        """Computed as superuser: whoever sees the encounter sees what kind of services it holds."""
        for encounter in self.sudo():
            encounter.is_home_visit = encounter.place == "home" and any(
                delivery.service_id.kind == "accommodation" and delivery.client_id for delivery in encounter.delivery_ids
            )

    @api.model_create_multi
    def create(self, vals_list):
        encounters = super().create(vals_list)
        encounters._plan_next_visits()
        return encounters

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("done", "no_show"):
            self._plan_next_visits()
        return result

    def _plan_next_visits(self):
        """Plan the next visits of those who were visited, or were not met, at the same hour.

        A visit that somebody cancels is planned again by the job of the night, not at once: it may have been moved.
        """
        for encounter in self.filtered(lambda one: one.place == "home" and one.state in ("done", "no_show")).sudo():
            clients = encounter.delivery_ids.filtered(
                lambda delivery: delivery.service_id.kind == "accommodation" and delivery.state != "cancelled",
            ).client_id
            if clients:
                zone = encounter.company_id._get_timezone()
                hour = pytz.utc.localize(encounter.date_start).astimezone(zone).time()
                self.env["recovery.visit.rhythm"]._update_visits_of(clients, hour)
