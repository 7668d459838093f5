from odoo.addons.recovery_housing.tests.common import HousingCase
from odoo.fields import Command

from ..measures import MEASURES, Scope
from .common import ReportingCase

HOUSING = (
    "bed_nights", "residents", "occupancy_share", "houses_open", "houses_open_average", "length_of_stay",
    "length_of_stay_median", "independent_exits_share", "turned_away",
)


class GrantHousingCase(ReportingCase, HousingCase):
    """The grant of a year pays for the community (three beds) and the flat (one); nobody lives there yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grant.house_ids = [Command.set((cls.community | cls.flat).ids)]

    @classmethod
    def lived(cls, start, stop, bed=None, client=None, destination="own_home", **values):
        """Create a stay that is over, from ``start`` to ``stop`` days from today."""
        return cls.new_stay(
            bed, client, start, stop, state="out", **{"exit_destination": destination, **values},
        )

    def nights(self, grant=None):
        """Return {(stay, state, origin): [(first, until)]} of what a grant has of nights, in days from today."""
        found = {}
        for row in self.env["recovery.attribution"].search(
            [("grant_id", "=", (grant or self.grant).id), ("stay_id", "!=", False)], order="date_from",
        ):
            days = tuple((day - self.today).days for day in (row.date_from, row.date_to))
            found.setdefault((row.stay_id, row.state, row.origin), []).append(days)
        return found

    def value(self, measure, start=-30, stop=-1, **filters):
        """Return a figure of the programmes of the grant between two days counted from today, whoever claims it."""
        return self.whole(measure, self.day(start), self.day(stop), **filters).value

    def whole(self, measure, date_from, date_to, **filters):
        return MEASURES[measure].figure(self.env, self.scope(date_from, date_to, **filters))

    def scope(self, date_from, date_to, **filters):
        return Scope(
            grant_id=None, company_id=self.company.id, program_ids=tuple((self.own | self.other).ids), date_from=date_from,
            date_to=date_to, today=self.today, filters=filters,
        )
