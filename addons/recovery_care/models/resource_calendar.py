from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """The days of a company are counted in the time zone of its working hours, which is kept in a cache."""
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return result
