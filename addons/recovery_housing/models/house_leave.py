from datetime import datetime, time, timedelta

import pytz
from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check

NOON = 12


class HouseLeave(models.Model):
    """When the residents of a house have to be in, and who decides on their leave."""

    _inherit = "recovery.house"

    has_curfew = fields.Boolean(string="Curfew", tracking=True, help="Everybody is in by a fixed hour unless exempted.")
    curfew_from = fields.Float(
        string="In by", default=22.0, tracking=True,
        help="In the evening, by the clock of the company. Hours before noon belong to the night after.",
    )
    curfew_until = fields.Float(
        string="In until", default=6.0, tracking=True,
        help="In the morning. Whoever goes out before is absent without leave.",
    )
    curfew_ids = fields.One2many("recovery.house.curfew", "house_id", string="Other evenings", copy=True)
    leave_decided_by = fields.Selection(
        [("house", "House staff"), ("manager", "Programme manager")], string="Leave is granted by", required=True,
        default="house", tracking=True,
    )
    out_count = fields.Integer(string="Out now", compute="_compute_out_count", groups="recovery_care.group_house")

    _curfew = Check(
        "CHECK(curfew_from >= 0 AND curfew_from < 24 AND curfew_until >= 0 AND curfew_until < 12)",
        "In by, In until: a time of the evening or night, and one of the morning after.",
        lambda row: 0 <= row["curfew_from"] < 24 and 0 <= row["curfew_until"] < NOON,
    )

    def _compute_out_count(self):
        counts = dict(self.env["recovery.stay.leave"]._read_group(
            [("house_id", "in", self.ids), ("state", "=", "away")], ["house_id"], ["__count"],
        ))
        for house in self:
            house.out_count = counts.get(house, 0)

    def _get_next_curfew(self, moment):
        """Return the first curfew of one house after a moment (both datetimes in UTC), or None when there is none."""
        self.ensure_one()
        house = self.sudo()
        if not house.has_curfew:
            return None
        zone = house.company_id._get_timezone()
        other = {curfew.weekday: curfew for curfew in house.curfew_ids}
        today = pytz.utc.localize(moment).astimezone(zone).date()
        for days in range(-1, 8):
            evening = today + timedelta(days=days)
            curfew = other.get(str(evening.weekday()))
            if curfew and curfew.free:
                continue
            deadline = self._get_moment(evening, curfew.hour_from if curfew else house.curfew_from, zone)
            if deadline > moment:
                return deadline
        return None

    def _is_curfew(self, moment):
        """Return whether the residents of one house have to be in at a moment (datetime in UTC)."""
        self.ensure_one()
        house = self.sudo()
        if not house.has_curfew:
            return False
        zone = house.company_id._get_timezone()
        morning = pytz.utc.localize(moment).astimezone(zone).date()
        for evening in (morning - timedelta(days=1), morning):
            end = self._get_moment(evening, house.curfew_until, zone)
            begin = self._get_next_curfew(self._get_moment(evening, NOON, zone))
            if begin and begin <= moment < end:
                return True
        return False

    def _get_moment(self, evening, hour, zone):
        """Return when it is an hour of an evening, in UTC; hours before noon are those of the night after."""
        day = evening + timedelta(days=1) if hour < NOON else evening
        minutes = round(hour * 60)
        local = zone.localize(datetime.combine(day, time(minutes // 60 % 24, minutes % 60)))
        return zone.normalize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def action_open_leaves(self):
        return self._open("recovery_housing.stay_leave_action", {"search_default_current": 1})

    def action_open_door(self):
        return self._open_with("recovery_housing.stay_action_door", [("state", "=", "in")])

    def _open_with(self, xmlid, domain):
        action = self._open(xmlid, {})
        return {**action, "domain": [*action["domain"], *domain]}
