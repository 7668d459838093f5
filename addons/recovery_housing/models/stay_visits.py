from odoo import api, models
from odoo.fields import Domain


class StayVisits(models.Model):
    """Who lives in a household or flat of ours is visited in the rhythm of the house."""

    _name = "recovery.stay"
    _inherit = ["recovery.stay", "recovery.visit.rhythm"]

    def _get_visit_terms(self):
        running = self.filtered(lambda stay: stay.state == "in" and stay.house_id.visit_every_days)
        if not running:
            return {}
        own = self.env["recovery.tenancy"].sudo().search(
            Domain("stay_id", "in", running.ids) & self.env["recovery.tenancy"]._get_visited_domain(),
        )
        by_tenancy = own._get_visit_terms().keys()
        visited = {tenancy.stay_id for tenancy in by_tenancy}
        return {
            stay: (
                stay.house_id.visit_every_days, stay.date_from, stay.program_id,
                stay.episode_id.keyworker_id or stay.house_id.employee_ids[:1],
            )
            for stay in running if stay not in visited
        }

    @api.model
    def _get_visited_domain(self):
        return Domain("state", "=", "in") & Domain("house_id.visit_every_days", ">", 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "bed_id"}:
            self._update_visits()
        return result
