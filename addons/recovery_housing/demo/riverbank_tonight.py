from datetime import timedelta

from odoo import models

from .life_plan import Resident

# Nights before tonight.
NIGHTS = 7
EVENING, NOON = 18, 12
REGULARS = (
    ("1", "male", 1977), ("2", "male", 1992), ("3", "female", 1985), ("4", "male", 1968), ("5", "male", 1981),
    ("6", "female", 1996), ("7", "male", 1973), ("8", "male", 1989),
)


class DemoRiverbankTonight(models.AbstractModel):
    """The nights of this week in shelter and warming room, and tonight as far as it has come."""

    _inherit = "recovery.demo"

    def _build_riverbank_tonight(self, plan):
        """Write down the last nights and open tonight; the shelter's evening begins at six."""
        tonight = self.env["recovery.night"]._get_tonight(self.env.company)
        days = [tonight - timedelta(days=number) for number in range(NIGHTS, 0, -1)]
        shelter, warm = self._home("riverbank_shelter"), self._home("riverbank_warm")
        staff, guests = self._by(plan, "house"), self._create_regulars(plan, shelter)
        beds = shelter.bed_ids.filtered(lambda bed: not bed.outage_ids)
        rows = []
        nights = self._create_nights(shelter, days)
        for number, night in enumerate(nights.values()):
            rows += [
                {"client_id": guest.id, **self._prepare_guest(night, bed, place)}
                for place, (guest, bed) in enumerate(zip(guests[number % 3:], beds[:5 + number % 2], strict=False))
            ]
        staff["recovery.night.guest"].create(rows)
        staff["recovery.night.refusal"].create([
            {
                "night_id": night.id, "headcount": 1, "reason": reason, "moment": self._at(night.date, 21),
                "referred_to": "warming",
            }
            for night, reason in zip(list(nights.values())[::3], ("full", "pet", "intoxicated"), strict=False)
        ])
        self._close_nights(nights)
        self._create_warm_week(staff, warm, days, tonight)
        self._open_shelter(staff, shelter, beds, guests, tonight)

    def _create_regulars(self, plan, shelter):
        """Create people who come to the shelter these nights; its staff know them by nickname."""
        rows = [Resident("SHELTER", "Hall", bed, gender, year, 0) for bed, gender, year in REGULARS]
        return self._create_life_clients(
            plan, rows, {"SHELTER": shelter}, len(plan.residents) + len(plan.applicants),
        )

    def _create_warm_week(self, staff, warm, days, tonight):
        nights = self._create_nights(warm, [*days, tonight])
        now, rows = self._now(), []
        for number, (day, night) in enumerate(nights.items()):
            if day == tonight:
                begun = max(min(now, self._at(day, 19)), self._at(day, NOON))
                rows.append({"night_id": night.id, "direction": "in", "persons": 6, "moment": min(begun, now)})
                continue
            rows += [
                {"night_id": night.id, "direction": "in", "persons": 8 + number % 4, "moment": self._at(day, 19)},
                {"night_id": night.id, "direction": "out", "persons": 8 + number % 4, "moment": self._at(day, 31)},
            ]
        staff["recovery.night.passage"].create(rows)
        self._close_nights({day: night for day, night in nights.items() if day != tonight})

    def _open_shelter(self, staff, shelter, beds, guests, tonight):
        """Tonight is prepared until the evening; then there are guests, one of whom has gone out again."""
        night = staff["recovery.night"].create({"house_id": shelter.id, "date": tonight})
        night.employee_ids = self._home("riverbank_house_worker")
        opening, now = self._at(tonight, EVENING), self._now()
        if now < opening:
            return
        night.action_open()
        here = staff["recovery.night.guest"].create([
            {
                "night_id": night.id, "client_id": guest.id, "bed_id": bed.id,
                "arrived": min(opening + timedelta(minutes=9 * number), now),
            }
            for number, (guest, bed) in enumerate(zip(guests, beds[:5], strict=False))
        ])
        here[-1:].action_leave()
        staff["recovery.night.refusal"].create({
            "night_id": night.id, "headcount": 1, "reason": "violent", "moment": now, "referred_to": "none",
        })
