from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# States of a leave in which somebody is, was or will be away; see ``recovery.stay.leave``.
AWAY = ("approved", "away", "returned", "ended")


class StayRota(models.Model):
    """Who is in the house on which day, for the rota and the day-to-day life; and what follows when somebody goes."""

    _inherit = "recovery.stay"

    duty_ids = fields.One2many(
        "recovery.house.task.duty", "stay_id", string="Duties",
        groups="recovery_care.group_house,recovery_care.group_counsellor",
    )

    def _is_here_on(self, day):
        """Return whether one stay holds in the night of a day; of whoever was offered a bed not before they accept."""
        if self.state == "reserved" and "open" in self.sudo().offer_ids.mapped("state"):
            return False
        return self._covers(day)

    @api.model
    def _find_nights_away(self, stays, first, last):
        """Return [(stay id, first night away, first night back or False)] of leaves that touch the days; superuser."""
        if "recovery.stay.leave" not in self.env or not stays:
            return []
        leaves = self.env["recovery.stay.leave"].sudo().search_fetch(
            Domain("stay_id", "in", stays.ids) & Domain("state", "in", AWAY) & Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", first)),
            ["stay_id", "date_from", "date_to"],
        )
        return [(leave.stay_id.id, leave.date_from, leave.date_to) for leave in leaves]

    def _get_days_away(self, first, last):
        """Return {stay id: set of the days from ``first`` to ``last`` whose night is spent elsewhere, on leave}."""
        days = defaultdict(set)
        for stay_id, start, stop in self._find_nights_away(self, first, last):
            day, end = max(start, first), min(stop or last + timedelta(days=1), last + timedelta(days=1))
            while day < end:
                days[stay_id].add(day)
                day += timedelta(days=1)
        return days

    def _get_days_by_client(self, days):
        """Return {client id: list of those of the days on which the person sleeps in the house of these stays}.

        :param list days: consecutive, oldest first
        """
        away = self._get_days_away(days[0], days[-1])
        present = defaultdict(list)
        for stay in self:
            present[stay.client_id.id] += [
                day for day in days if stay._is_here_on(day) and day not in away.get(stay.id, ())
            ]
        return present

    def action_open_week(self):
        """Open this week of one resident."""
        self.ensure_one()
        return self.env["recovery.stay.week"].create({"stay_id": self.id})._get_screen()

    def action_move(self, bed_id, date_from=None):
        """Whoever moves inside the house keeps their duties."""
        houses = self.sudo().house_id
        stay = super(StayRota, self.with_context(recovery_rota_later=True)).action_move(bed_id, date_from)
        stay = stay.with_env(self.env)
        (houses | stay.sudo().house_id)._follow_residents()
        return stay

    @api.model_create_multi
    def create(self, vals_list):
        stays = super().create(vals_list)
        stays.sudo().house_id._follow_residents()
        return stays

    def write(self, vals):
        follows = vals.keys() & {"bed_id", "date_from", "date_to", "state"}
        houses = self.sudo().house_id if follows else self.env["recovery.house"]
        result = super().write(vals)
        if follows:
            (houses | self.sudo().house_id)._follow_residents()
        return result
