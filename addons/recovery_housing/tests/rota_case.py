"""A house with three residents for fifty days and a kitchen to be cleaned each day."""

from datetime import timedelta

from .common import HousingCase

EVERY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True)


class RotaCase(HousingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada, cls.ben, cls.cyr = (
            cls.new_client(cls.own, first_name=name, last_name=f"Testov{name}") for name in ("Ada", "Ben", "Cyril")
        )
        cls.stay_ada, cls.stay_ben, cls.stay_cyr = cls.stays = cls.env["recovery.stay"].union(*(
            cls.new_stay(bed, client, start=-50, state="in") for bed, client in (
                (cls.bed_a, cls.ada), (cls.bed_b, cls.ben), (cls.bed_c, cls.cyr),
            )
        ))
        cls.kitchen = cls.new_task("Kitchen")

    @classmethod
    def new_task(cls, name, house=None, **values):
        """Create a task of half an hour each day, without planning it."""
        return cls.env["recovery.house.task"].create({
            "name": name, "house_id": (house or cls.community).id, "date_from": cls.day(-60), **EVERY_DAY, **values,
        })

    def plan(self):
        return self.community._plan_rota()

    def duties_of(self, client, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["recovery.house.task.duty"].search([("client_id", "=", client.id), *domain])

    def all_duties(self):
        return self.env["recovery.house.task.duty"].search([("house_id", "=", self.community.id)])

    def away(self, *nights):
        """Patch who is away: (stay, first day, first day back) in days from today, back None: open."""
        rows = [
            (stay.id, self.day(first), back is not None and self.day(back)) for stay, first, back in nights
        ]
        return self.patch(type(self.env["recovery.stay"]), "_find_nights_away", lambda model, stays, first, last: [
            row for row in rows if row[0] in stays.ids and row[1] <= last and (not row[2] or row[2] > first)
        ])

    @staticmethod
    def days(first, count):
        return [first + timedelta(days=number) for number in range(count)]
