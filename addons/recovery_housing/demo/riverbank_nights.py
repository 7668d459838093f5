from datetime import datetime, time, timedelta
from random import Random

from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import END, LAST_DAY, START, AssociationPlan
from odoo.fields import Command

# In the shelter's register, of those who come at all.
SHARE = 0.2
REFUSED = ("intoxicated", "full", "violent", "pet", "women")
WINTER = (11, 12, 1, 2, 3)
# Nobody comes in from the street at once: first they know who asks them.
KNOWN_BEFORE = timedelta(days=3)


class DemoRiverbankNights(models.AbstractModel):
    """Nineteen months of nights: the shelter's register and the warming room's headcount."""

    _inherit = "recovery.demo"

    @api.model
    def _build_riverbank_nights(self):
        """Create the nights once, after the houses."""
        demo = self._of_company("association")
        company = demo.env.company
        if demo._today() <= LAST_DAY or self.env["recovery.night"].search_count([("company_id", "=", company.id)], limit=1):
            return
        plan, rng = AssociationPlan(), Random(8)
        own = demo.env["recovery.client"].search([("company_id", "=", company.id)])
        clients = {client.nickname: client for client in own}
        housed = demo._find_housed_nights()
        days = [START + timedelta(days=number) for number in range((END - START).days + 1)]
        for start in range(0, len(days), 60):
            demo._create_shelter_nights(days[start:start + 60], plan, clients, housed, rng)
        demo._create_warm_nights([day for day in days if day.month in WINTER], rng)
        demo._analyze("night", "night_guest", "night_passage", "night_refusal")

    def _find_housed_nights(self):
        """Return the {(client, day)} slept in hostel and flats."""
        stays = self.env["recovery.stay"].search([("company_id", "=", self.env.company.id), ("state", "=", "out")])
        return {
            (stay.client_id, stay.date_from + timedelta(days=number))
            for stay in stays for number in range((stay.date_to - stay.date_from).days)
        }

    def _create_nights(self, house, days):
        """Return {day: open night}."""
        nights = self.env["recovery.night"].create([
            {
                "house_id": house.id, "date": day, "state": "open", "opened_on": self._at(day, 18),
                "employee_ids": [Command.set(self._home("riverbank_house_worker").ids)],
            }
            for day in days
        ])
        return {night.date: night for night in nights}

    def _close_nights(self, nights):
        for night in nights.values():
            night.write({
                "state": "closed", "closed_on": self._at(night.date, 32),
                "closed_by_id": self._home("riverbank_user_house").id,
            })

    def _at(self, day, hour, minute=0):
        """Return the moment (UTC) so many hours after midnight of a day."""
        return self._as_utc(datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute))

    def _create_shelter_nights(self, days, plan, clients, housed, rng):
        shelter = self._home("riverbank_shelter")
        nights, beds = self._create_nights(shelter, days), shelter.bed_ids
        guests, refusals = [], []
        for day, night in nights.items():
            share = SHARE * (2 if day.month in WINTER else 1)
            coming = [
                clients[person.nickname] for person in plan.clients
                if person.depth and person.first <= day <= person.last and rng.random() < share
                and day >= person.first + KNOWN_BEFORE
            ]
            coming = [client for client in coming if (client, day) not in housed][:len(beds) - 1]
            guests += [
                {"client_id": client.id, **self._prepare_guest(night, bed, number)}
                for number, (client, bed) in enumerate(zip(coming, beds, strict=False))
            ]
            if rng.random() < 0.35:
                guests.append({"headcount": 1, **self._prepare_guest(night, beds[-1], len(coming))})
            if rng.random() < 0.14:
                refusals.append({
                    "night_id": night.id, "headcount": 1, "reason": rng.choice(REFUSED), "moment": self._at(day, 22),
                    "referred_to": rng.choice(("warming", "sobering", "shelter", "none")),
                })
        self.env["recovery.night.guest"].create(guests)
        self.env["recovery.night.refusal"].create(refusals)
        self._close_nights(nights)

    def _prepare_guest(self, night, bed, number):
        return {
            "night_id": night.id, "bed_id": bed.id, "state": "left", "arrived": self._at(night.date, 19, 7 * number),
            "left": self._at(night.date, 31, 5 * number),
        }

    def _create_warm_nights(self, days, rng):
        """Every winter night people come in, some go out again, and the rest leave in the morning."""
        nights = self._create_nights(self._home("riverbank_warm"), days)
        rows = []
        for day, night in nights.items():
            early, late = rng.randint(4, 10), rng.randint(1, 6)
            gone = rng.randint(0, min(early, 3))
            rows += [
                {"night_id": night.id, "direction": "in", "persons": early, "moment": self._at(day, 19)},
                {"night_id": night.id, "direction": "in", "persons": late, "moment": self._at(day, 22, 30)},
                {"night_id": night.id, "direction": "out", "persons": early + late - gone, "moment": self._at(day, 30)},
            ]
            if gone:
                rows.append({"night_id": night.id, "direction": "out", "persons": gone, "moment": self._at(day, 25)})
        self.env["recovery.night.passage"].create(rows)
        self._close_nights(nights)
