from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import ValidationError
from odoo.tools import SQL

GENDERS = {"women": "female", "men": "male"}


class HouseNight(models.Model):
    """Houses whose nights are written down one by one."""

    _inherit = "recovery.house"

    night_auto = fields.Boolean(
        string="Open the night by itself", help="Tonight's register or count is there when the evening begins.",
    )
    night_hour = fields.Float(string="Opens at", default=18.0, help="On the clock of the company, from noon to midnight.")
    night_ids = fields.One2many(
        "recovery.night", "house_id", string="Night registers",
        groups="recovery_care.group_staff,recovery_care.group_coded",
    )

    _night_hour = Check(
        "CHECK(night_hour >= 12 AND night_hour < 24)", "Opens at: an hour between noon and midnight.",
        lambda row: 12 <= row["night_hour"] < 24,
    )

    def _is_for(self, gender):
        """Return whether the house is for somebody of this gender, where it is known."""
        return self._is_policy_met(self.gender_policy, gender)

    @api.model
    def _is_policy_met(self, policy, gender):
        return GENDERS.get(policy, gender) == gender or gender not in GENDERS.values()

    def write(self, vals):
        """Nights stay with the programme whose staff see them."""
        if "program_id" in vals:
            self.check_access("write")
        for house in self.sudo() if "program_id" in vals else ():
            if vals["program_id"] != house.program_id.id and house.night_ids:
                raise ValidationError(self.env._(
                    "Programme: “%s” has nights already, and its staff see them. Open another house for another programme.",
                    house.name,
                ))
        return super().write(vals)

    @api.constrains("date_open", "date_close")
    def _check_nights(self):
        """Nights lie inside the time in which the house is open."""
        for house in self:
            outside = house.sudo().night_ids.filtered(
                lambda night, house=house: not house._is_open_between(night.date, night.date + timedelta(days=1)),
            )
            if outside:
                raise ValidationError(self.env._(
                    "Opened, Closed: %(count)s nights in “%(house)s” lie outside these dates.",
                    count=len(outside), house=house.name,
                ))

    def _get_night_to_open(self):
        """Return the date of the night that one house has to open by now, or False."""
        zone = self.company_id._get_timezone()
        local = pytz.utc.localize(fields.Datetime.now()).astimezone(zone).replace(tzinfo=None)
        date = (local - timedelta(hours=12)).date()
        hour = (local - fields.Datetime.to_datetime(date)).total_seconds() / 3600
        return date if hour >= self.night_hour and self._is_open_between(date, date + timedelta(days=1)) else False

    def _claim_night(self):
        """Let whoever opens a night of this house in another transaction meanwhile be repeated by the server."""
        self.env.cr.execute(SQL("UPDATE recovery_house SET active = active WHERE id IN %s", tuple(sorted(self.ids))))

    def action_open_nights(self):
        return self._open("recovery_housing.night_action", {"default_house_id": self.id})
