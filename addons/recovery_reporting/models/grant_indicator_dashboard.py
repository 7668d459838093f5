from odoo import models
from odoo.tools import formatLang

from ..pace import TONES

# Digits after the point, by unit.
DECIMALS = {
    "people": 0, "contacts": 0, "interventions": 0, "percent": 0, "hours": 0, "fte": 1, "pieces": 0, "units": 0,
    "events": 0, "participants": 0, "publications": 0, "nights": 0, "nights_average": 1, "houses": 0,
    "houses_average": 1, "refusals": 0,
}


class GrantIndicatorDashboard(models.Model):
    """One indicator as the grant screen shows it."""

    _inherit = "recovery.grant.indicator"

    def _get_dashboard_row(self):
        self.ensure_one()
        decimals = DECIMALS[self.unit]

        def to_text(value):
            text = formatLang(self.env, value, digits=decimals)
            return f"{text} %" if self.unit == "percent" else text

        return {
            "id": self.id, "code": self.indicator_id.sudo().code, "name": self.name, "measure": self.measure,
            "unit": self.unit, "unit_label": self.indicator_id._get_own_unit_label(), "decimals": decimals,
            "target": self.target or False, "value": self.value,
            "target_text": to_text(self.target) if self.target else "", "value_text": to_text(self.value),
            "progress": self.progress, "expected": self.expected or False,
            "pace": self.pace, "pace_label": self.pace_label or "", "tone": TONES[self.pace], "detail": self.detail or "",
        }
