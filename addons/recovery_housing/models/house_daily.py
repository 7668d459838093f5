from odoo import fields, models


class HouseDaily(models.Model):
    """What the daily life of a house hangs on its form."""

    _inherit = "recovery.house"

    meeting_service_id = fields.Many2one(
        "recovery.service", string="Meetings are recorded as", ondelete="restrict", check_company=True,
        help="A service, such as a group session, for every resident who was there. Empty: meetings are not counted.",
    )

    def action_open_rota(self):
        """Open the rota of one house for this week."""
        self.ensure_one()
        return self.env["recovery.house.rota.week"].create({"house_id": self.id})._get_screen()

    def action_open_log(self):
        return self._open("recovery_housing.house_log_action", {"default_house_id": self.id, "search_default_week": 1})
