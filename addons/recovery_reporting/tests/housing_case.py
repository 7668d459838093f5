from odoo.addons.recovery_housing.tests.common import HousingCase
from odoo.fields import Command

from .common import ReportingCase


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
