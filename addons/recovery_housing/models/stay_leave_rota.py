from odoo import api, fields, models

from .stay_rota import AWAY


class StayLeaveRota(models.Model):
    """Whoever is granted leave has no duty on those days: the rota follows at once, not only at night."""

    _inherit = "recovery.stay.leave"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._follow_nights_away({})
        return leaves

    def write(self, vals):
        if not vals.keys() & {"state", "start", "stop", "left_at", "returned", "stay_id"}:
            return super().write(vals)
        self.check_access("write")
        before = self._get_nights_away()
        result = super().write(vals)
        self._follow_nights_away(before)
        return result

    def _get_nights_away(self):
        """Return {leave: (stay, first night away, first night back)} of what lies ahead and takes somebody off the rota."""
        today = fields.Date.context_today(self)
        return {
            leave: (leave.stay_id, leave.date_from, leave.date_to) for leave in self.sudo()
            if leave.state in AWAY and leave.date_from != leave.date_to and (not leave.date_to or leave.date_to >= today)
        }

    def _follow_nights_away(self, before):
        """Plan anew in the houses in which the nights away are others than ``before``."""
        after = self._get_nights_away()
        changed = [leave for leave in self.sudo() if before.get(leave) != after.get(leave)]
        stays = self.env["recovery.stay"].sudo().union(
            *(nights[leave][0] for nights in (before, after) for leave in changed if leave in nights),
        )
        if stays:
            stays.house_id._follow_residents()
