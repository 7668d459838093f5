from datetime import timedelta

from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check


class HouseDaily(models.Model):
    """What the daily life of a house hangs on its form."""

    _inherit = "recovery.house"

    meeting_service_id = fields.Many2one(
        "recovery.service", string="Meetings are recorded as", ondelete="restrict", check_company=True,
        help="A service, such as a group session, for every resident who was there. Empty: meetings are not counted.",
    )

    shift_early = fields.Float(string="Early shift from", default=6.0, required=True)
    shift_late = fields.Float(string="Late shift from", default=14.0, required=True)
    shift_night = fields.Float(
        string="Night shift from", default=22.0, required=True, help="Until the early shift, by the clock of the company.",
    )

    _shifts = Check(
        "CHECK(shift_early >= 0 AND shift_early < shift_late AND shift_late < shift_night AND shift_night < 24)",
        "Early, late, night shift: each begins after the one before, on one day.",
        lambda row: 0 <= row["shift_early"] < row["shift_late"] < row["shift_night"] < 24,
    )

    def _get_shift(self, local):
        """Return (name, date of its first hour) of the shift of one house at a local datetime."""
        hour = local.hour + local.minute / 60
        begun = [name for name in ("early", "late", "night") if hour >= self[f"shift_{name}"]]
        return (begun[-1], local.date()) if begun else ("night", local.date() - timedelta(days=1))

    def action_open_rota(self):
        """Open the rota of one house for this week."""
        self.ensure_one()
        return self.env["recovery.house.rota.week"].create({"house_id": self.id})._get_screen()

    def action_open_log(self):
        return self._open("recovery_housing.house_log_action", {"default_house_id": self.id, "search_default_week": 1})
