from datetime import timedelta

from freezegun import freeze_time
from odoo import fields

from .common import HousingCase


class LeaveCase(HousingCase):
    """Somebody who has lived in bed A for ten days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.stay = cls.new_stay(start=-10, state="in")

    @classmethod
    def hours(cls, hours):
        """Return the moment so many hours from now."""
        return cls.now + timedelta(hours=hours)

    def at_noon(self, hours=0):
        """Freeze the time at noon of the company's clock, or so many hours later."""
        noon = self.env["recovery.stay.leave"].new({"stay_id": self.stay.id})._get_midnight(self.today) + timedelta(hours=12)
        return freeze_time(noon + timedelta(hours=hours))

    @classmethod
    def new_leave(cls, start=1, stop=25, stay=None, user=None, **values):
        """Create a leave from ``start`` to ``stop`` hours from now; by default of the client, asked for."""
        return cls.env["recovery.stay.leave"].with_user(user or cls.env.user).create({
            "stay_id": (stay or cls.stay).id, "start": cls.hours(start),
            "stop": stop is not None and cls.hours(stop), **values,
        })
