"""A house with two rooms and three beds, another one in another programme, one of another company."""

from datetime import timedelta

from odoo.addons.recovery_care.tests.common import RecoveryCase


class HousingCase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_houses()

    @classmethod
    def set_up_houses(cls):
        cls.opened = cls.today - timedelta(days=1000)
        cls.community, cls.flat, cls.abroad = (
            cls.new_house(program, code) for program, code in ((cls.own, "RIV"), (cls.other, "FLAT"), (cls.foreign, "RIV"))
        )
        cls.room1, cls.room2 = cls.env["recovery.room"].create([
            {"name": name, "house_id": cls.community.id} for name in ("Room 1", "Room 2")
        ])
        cls.bed_a, cls.bed_b, cls.bed_c = cls.env["recovery.bed"].create([
            {"name": "A", "room_id": cls.room1.id}, {"name": "B", "room_id": cls.room1.id},
            {"name": "A", "room_id": cls.room2.id},
        ])
        cls.bed_flat, cls.bed_abroad = cls.env["recovery.bed"].create([
            {"name": "A", "house_id": cls.flat.id}, {"name": "A", "house_id": cls.abroad.id},
        ])

    @classmethod
    def new_house(cls, program, code, **values):
        """Create a house open for a thousand days, without beds."""
        return cls.env["recovery.house"].create({
            "name": f"Demo house {code}", "code": code, "program_id": program.id, "company_id": program.company_id.id,
            "kind": "community", "date_open": cls.opened, **values,
        })

    @classmethod
    def day(cls, days):
        """Return the day so many days from today."""
        return cls.today + timedelta(days=days)

    @classmethod
    def new_stay(cls, bed=None, client=None, start=0, stop=None, state="reserved", user=None, **values):
        """Create a stay from ``start`` to ``stop`` days from today; by default of the client, open-ended, in bed A."""
        if state == "out":
            values = {"exit_reason": "completed", "exit_destination": "own_home", **values}
        return cls.env["recovery.stay"].with_user(user or cls.env.user).create({
            "bed_id": (bed or cls.bed_a).id, "client_id": (client or cls.client).id, "date_from": cls.day(start),
            "date_to": stop is not None and cls.day(stop), "state": state, **values,
        })
