from odoo import fields, models

from .client import STAY_READERS
from .housing_application import IN_LINE

SETTINGS_READERS = f"{STAY_READERS},recovery_care.group_administrator"


class HouseApplication(models.Model):
    """Who waits for a house, and what it asks of them."""

    _inherit = "recovery.house"

    criterion_ids = fields.One2many("recovery.house.criterion", "house_id", string="Criteria", groups=SETTINGS_READERS)
    weight_ids = fields.One2many("recovery.housing.weight", "house_id", string="Own weights", groups=SETTINGS_READERS)
    in_line_count = fields.Integer(string="In line", compute="_compute_in_line_count", groups=STAY_READERS)

    def _compute_in_line_count(self):
        """Those who asked for the house, and those who asked for any of its kind; two queries."""
        Application = self.env["recovery.housing.application"]
        in_line = ("state", "in", IN_LINE)
        named = dict(Application._read_group([in_line, ("house_id", "in", self.ids)], ["house_id"], ["__count"]))
        by_kind = {(program, kind): count for program, kind, count in Application._read_group(
            [in_line, ("house_id", "=", False), ("program_id", "in", self.program_id.ids)], ["program_id", "kind_id"],
            ["__count"],
        )}
        for house in self:
            house.in_line_count = named.get(house, 0) + by_kind.get((house.program_id, house.kind_id), 0)

    def action_open_line(self):
        """Open the waiting list of one house, ranked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.housing_application_action")
        return {
            **action, "domain": list(self.env["recovery.housing.application"]._get_domain_of(self)),
            "context": {
                "default_house_id": self.id, "search_default_in_line": 1, "housing_rank_house": self.id,
            },
        }
