from datetime import date, datetime, time, timedelta

from odoo import api, models

# Fees are charged from July on: leave of those months is told by those who live there then.
LAST_DAY = date(2026, 6, 28)
FIRST_WEEKEND, BETWEEN = timedelta(weeks=4), timedelta(weeks=6)
ASKED_BEFORE = timedelta(days=3)
FRIDAY = 4
REASONS = ("family", "family", "leisure", "work", "authority")


class DemoConsortiumLeave(models.AbstractModel):
    """Weekends of the residents of organisation 2 away from their house, over its two years."""

    _inherit = "recovery.demo"

    @api.model
    def _create_partner_leaves(self):
        """Write down, for each stay of one partner, a weekend away every six weeks; a bed stays held meanwhile."""
        stays = self.env["recovery.stay"].search(
            [("company_id", "=", self.env.company.id), ("state", "in", ("in", "out"))], order="date_from, id",
        )
        leaves = self.env["recovery.stay.leave"].create([
            values for number, stay in enumerate(stays) for values in self._list_weekends(number, stay)
        ])
        leaves.decided_by_id = self._home("consortium_user_manager")
        for leave in leaves:
            leave.decided_on = leave.start - ASKED_BEFORE

    def _list_weekends(self, number, stay):
        """Yield the values of the weekends of a stay, which begin on a Friday and end on a Sunday before it ends."""
        day = stay.date_from + FIRST_WEEKEND
        day += timedelta(days=(FRIDAY - day.weekday()) % 7)
        turn = number
        while day + timedelta(days=3) < min(stay.date_to or LAST_DAY, LAST_DAY):
            left = self._as_utc(datetime.combine(day, time(16)))
            back = self._as_utc(datetime.combine(day + timedelta(days=2), time(19)))
            yield {
                "stay_id": stay.id, "kind": "leave", "reason": REASONS[turn % len(REASONS)], "state": "returned",
                "start": left, "left_at": left, "stop": back, "returned": back - timedelta(minutes=10 + 5 * (turn % 7)),
                "contact_name": "Demo relative", "contact_address": "Demonstration: in town",
            }
            day += BETWEEN
            turn += 1
