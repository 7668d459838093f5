from datetime import datetime, time, timedelta
from random import Random

from odoo import api, fields, models
from odoo.addons.recovery_care.demo.builder import QUIET


class DemoLife(models.AbstractModel):
    """House life of the demonstration, done by the people who work there, with their rights."""

    _inherit = "recovery.demo"

    @api.model
    def _build_life(self, plan, company):
        """Fill the screens of house life of one company, once.

        Facts lie around the day of loading. People are created here and the houses furnished; then the staff do the rest.

        :return: whether there was anything to do
        """
        demo = self.with_company(company).with_context(**QUIET, allowed_company_ids=company.ids)
        demo = demo.with_context(tz=demo._zone().zone, lang="en_US")
        houses = demo.env["recovery.house"].search([("company_id", "=", company.id)])
        if not houses or demo.env["recovery.house.task"].search_count([("house_id", "in", houses.ids)], limit=1):
            return False
        by_code = {house.code: house for house in houses}
        houses = [by_code[row.code] for row in plan.houses]
        rng = Random(plan.houses[0].code)
        demo._furnish_life(plan, houses)
        demo._settle_residents(plan, by_code)
        demo._create_life_applications(plan, by_code)
        stays = demo._find_life_residents(houses)
        demo._create_life_photos(plan, houses, stays)
        demo._create_life_leaves(plan, stays, rng)
        demo._create_life_tests(plan, stays, rng)
        demo._create_life_rules(plan, stays)
        demo._create_life_incidents(plan, houses, stays)
        demo._create_life_rota(plan, houses, stays)
        demo._create_life_meetings(plan, houses)
        demo._create_life_visits(plan, stays)
        demo._create_life_log(plan, houses, rng)
        demo.env["recovery.stay.leave"]._cron_late()
        return True

    # Who acts

    def _by(self, plan, role, records=None):
        """Return the environment of a member of staff, or records in it; where nobody has the role the manager does it."""
        acting = self.with_user(self.env.ref(plan.staff.get(role) or plan.staff["manager"])).env
        return acting if records is None else records.with_env(acting)

    def _worker(self, plan, role):
        """Return the employee (superuser) whom a member of staff is in this company."""
        return self._by(plan, role).user.sudo().with_company(self.env.company).employee_id.with_env(self.env)

    # When

    def _now(self):
        return fields.Datetime.now().replace(second=0)

    def _day(self, days):
        """Return the date so many days from today, by the clock of the company."""
        return self._as_local(self._now()).date() + timedelta(days=days)

    def _moment(self, when):
        """Return the moment (UTC) that is meant: a number is hours from now, a pair (days from today, hour)."""
        if when is None:
            return False
        if not isinstance(when, tuple):
            return self._now() + timedelta(hours=when)
        days, hour = when
        minutes = round(hour * 60)
        return self._as_utc(datetime.combine(self._day(days), time(minutes // 60, minutes % 60)))

    # Who lives there

    def _find_life_residents(self, houses):
        """Return those who live in the houses, who stay on and came first before others; not who should have left."""
        stays = self.env["recovery.stay"].search(
            [("house_id", "in", [house.id for house in houses]), ("state", "=", "in"), ("is_overdue", "=", False)],
        )
        return stays.sorted(lambda stay: (bool(stay.date_to), stay.date_from, stay.id))

    def _pick(self, stays, number):
        return stays[number % len(stays)]

    def _lived_there(self, stay, days):
        """Return whether somebody lived there so many days ago, and not only just."""
        return stay.date_from < self._day(-days)
