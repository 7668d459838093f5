"""A shelter with three beds and two mats, and a warming room, both of the own programme; the clock can be set."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytz
from odoo import fields

from .common import HousingCase


class NightCase(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_nights()

    @classmethod
    def set_up_nights(cls):
        cls.shelter = cls.new_house(cls.own, "SHL", kind="night_shelter")
        cls.warm = cls.new_house(cls.own, "WARM", kind="warming_room", capacity=5)
        cls.bed1, cls.bed2, cls.bed3, cls.mat1, cls.mat2 = cls.env["recovery.bed"].create([
            {"name": name, "house_id": cls.shelter.id, "sequence": index, "kind": kind}
            for index, (name, kind) in enumerate((
                ("1", "bed"), ("2", "bed"), ("3", "bed"), ("Mat 1", "mat"), ("Mat 2", "mat"),
            ))
        ])
        cls.tonight = cls.env["recovery.night"]._get_tonight(cls.company)
        cls.ryba, cls.sova, cls.kos = (
            cls.new_client(cls.own, nickname=name, gender=gender, code=f"N{number}")
            for number, (name, gender) in enumerate((
                ("Demo Ryba", "female"), ("Demo Sova", "male"), ("Demo Kos", "unknown"),
            ))
        )

    @classmethod
    def new_night(cls, house=None, days=0, user=None, **values):
        """Create the open night of a house, so many days before or after tonight."""
        return cls.env["recovery.night"].with_user(user or cls.env.user).create({
            "house_id": (house or cls.shelter).id, "date": cls.tonight + timedelta(days=days), "state": "open", **values,
        })

    @classmethod
    def new_guest(cls, night, client=None, bed=None, user=None, **values):
        """Write down a client, or ``headcount`` unnamed people."""
        return cls.env["recovery.night.guest"].with_user(user or cls.env.user).create({
            "night_id": night.id, "client_id": client and client.id, "bed_id": bed and bed.id, **values,
        })

    @classmethod
    def new_refusal(cls, night, reason="full", user=None, **values):
        values = {"headcount": 1, **values} if not values.get("client_id") else values
        return cls.env["recovery.night.refusal"].with_user(user or cls.env.user).create({
            "night_id": night.id, "reason": reason, **values,
        })

    @classmethod
    def new_passage(cls, night, direction="in", persons=1, user=None, **values):
        return cls.env["recovery.night.passage"].with_user(user or cls.env.user).create({
            "night_id": night.id, "direction": direction, "persons": persons, **values,
        })

    def at(self, text, days=0):
        """Set the clock of ``fields.Datetime.now`` to a time (HH:MM) in Prague, so many days after today."""
        hour, minute = map(int, text.split(":"))
        day = self.today + timedelta(days=days)
        local = pytz.timezone("Europe/Prague").localize(datetime(day.year, day.month, day.day, hour, minute))
        moment = local.astimezone(pytz.utc).replace(tzinfo=None)
        return patch.object(fields.Datetime, "now", staticmethod(lambda *_args: moment))
