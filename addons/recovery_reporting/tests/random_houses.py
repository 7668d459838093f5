"""Houses of a random organisation, with everything that a night must count or pass over."""

from datetime import timedelta

from odoo.fields import Command

from .common import ReportingCase

EXITS = (
    ("completed", "own_home"), ("completed", "shared_home"), ("agreed", "family"), ("left", "friends"), ("left", "unknown"),
    ("excluded", "street"), ("hospital", "hospital"), ("death", "none"), ("transfer", "ours"),
)


class RandomHouses(ReportingCase):
    """Two houses of the grant, one of its programmes that it does not pay for, one of a programme of others."""

    def _new_houses(self, people, grant, dice):
        self.dice = dice
        start, end = self.period
        far = start - timedelta(days=300)
        specs = (
            ("A", self.own, "community", far, None), ("B", self.other, "hostel", start + timedelta(days=20), None),
            ("C", self.own, "readaptation_flat", far, end - timedelta(days=30)), ("D", self.third, "hostel", far, None),
        )
        houses = self.env["recovery.house"].create([
            {
                "code": f"{grant.code}-{code}", "name": f"Demo house {code}", "program_id": program.id, "kind": kind,
                "company_id": self.company.id, "date_open": opened, "date_close": closed,
                "district_id": dice.choice((False, *[district.id for district in self.districts])),
            }
            for code, program, kind, opened, closed in specs
        ])
        beds = self.env["recovery.bed"].create([
            {
                "name": str(number), "house_id": house.id, "kind": "mat" if number == 3 else "bed",
                "date_from": start + timedelta(days=50) if number == 1 else False,
                "date_to": end - timedelta(days=50) if number == 2 else False,
            }
            for house in houses for number in range(4)
        ])
        grant.house_ids = [Command.set(houses[:2].ids)]
        busy = {person: [] for person in people}
        heads = [values for bed in beds for values in self._new_bed_history(bed, busy)]
        self._create_stays(heads)
        self._new_outages(beds)
        beds[-2].active = False
        self._new_shelter(grant, busy)

    def _window(self, bed):
        house, start = bed.house_id, self.period[0] - timedelta(days=70)
        return (
            max(filter(None, (house.date_open, bed.date_from, start))),
            min(filter(None, (house.date_close, bed.date_to, self.today + timedelta(days=60)))),
        )

    def _new_bed_history(self, bed, busy):
        """Yield the stays in one bed: often on the day on which the last one left, some open, reserved or cancelled."""
        day, stop = self._window(bed)
        while day < stop:
            end = min(day + timedelta(days=self.dice.choice((1, 2, 30, 30, 60, 90))), stop)
            lasting = not bed.date_to and not bed.house_id.date_close and self.dice.random() < 0.5
            is_open = day <= self.today < end and lasting
            person = self._find_free(busy, day, self.today + timedelta(days=4000) if is_open else end)
            if person:
                values = self._get_stay_values(person, bed, day, end, is_open)
                yield values
                if values["state"] != "cancelled":
                    busy[person].append((day, values["date_to"] or self.today + timedelta(days=4000)))
                    if is_open:
                        return
            day = end + timedelta(days=self.dice.choice((0, 0, 0, 5, 20)))

    def _get_stay_values(self, person, bed, day, end, is_open):
        values = {"client_id": person.id, "bed_id": bed.id, "date_from": day, "date_to": False if is_open else end}
        if self.dice.random() < 0.1:
            return {**values, "state": "cancelled", "cancel_reason": "declined"}
        if day > self.today:
            return {**values, "state": "reserved"}
        if end > self.today:
            return {**values, "state": "in"}
        reason, destination = self.dice.choice(EXITS)
        return {**values, "state": "out", "exit_reason": reason, "exit_destination": destination}

    def _find_free(self, busy, start, stop):
        free = [
            person for person, spans in busy.items()
            if all(stop <= first or start >= beyond for first, beyond in spans)
        ]
        return self.dice.choice(free) if free else None

    def _create_stays(self, values):
        """Create the stays; those of one person that follow each other at once become moves, half of them."""
        stays = self.env["recovery.stay"].create(values)
        kept = stays.filtered(lambda stay: stay.state != "cancelled")
        ended = {(stay.client_id, stay.date_to): stay for stay in kept if stay.state == "out"}
        moved = [(ended.get((stay.client_id, stay.date_from)), stay) for stay in kept]
        for before, after in moved:
            if before and self.dice.random() < 0.7:
                self.move(before, after)
        # Somebody who lived in one bed for long is split into a chain of two or three.
        for stay in kept.filtered(lambda stay: stay.state == "out" and (stay.date_to - stay.date_from).days > 20):
            if self.dice.random() < 0.4:
                middle = stay.date_from + timedelta(days=self.dice.randint(1, 19))
                end, reason, destination = stay.date_to, stay.exit_reason, stay.exit_destination
                stay.write({"date_to": middle})
                after = stay.copy({
                    "date_from": middle, "date_to": end, "state": "out", "exit_reason": reason,
                    "exit_destination": destination,
                })
                for following in kept.filtered(lambda other, stay=stay: other.previous_id == stay):
                    following.previous_id = after
                self.move(stay, after)

    @staticmethod
    def move(before, after):
        before.write({"exit_reason": "moved", "exit_destination": "ours"})
        after.previous_id = before

    def _new_outages(self, beds):
        """Nights out of service: also such as somebody slept there after all, and one that has no end yet."""
        for bed in beds:
            day, stop = self._window(bed)
            while day < stop and self.dice.random() < 0.8:
                end = day + timedelta(days=self.dice.choice((1, 3, 40)))
                held = bed.stay_ids.filtered(
                    lambda stay, end=end, day=day: stay.state in ("reserved", "in")
                    and stay.date_from < end and (not stay.date_to or stay.date_to > day),
                )
                if not held:
                    self.env["recovery.bed.outage"].create({
                        "bed_id": bed.id, "date_from": day, "date_to": end, "reason": "Demo heating",
                    })
                day = end + timedelta(days=self.dice.randint(5, 60))

    def _new_shelter(self, grant, busy):
        """A shelter of the grant with a register: known, coded and unnamed guests, in beds, on mats, on the floor."""
        house = self.env["recovery.house"].create({
            "code": f"{grant.code}-E", "name": "Demo house E", "program_id": self.own.id, "kind": "night_shelter",
            "company_id": self.company.id, "date_open": self.period[0] - timedelta(days=100),
            "district_id": self.districts[1].id,
        })
        beds = self.env["recovery.bed"].create([
            {"name": str(number), "house_id": house.id, "kind": "mat" if number > 2 else "bed"} for number in range(5)
        ])
        grant.house_ids = [Command.link(house.id)]
        first = self.period[0] - timedelta(days=10)
        days = self.dice.sample(range((self.today - first).days), 30)
        nights = self.env["recovery.night"].create([
            {"house_id": house.id, "date": first + timedelta(days=number), "state": "open", "over_reason": "frost"}
            for number in {*days, 9, 10, 11}
        ])
        guests = self.env["recovery.night.guest"].create([
            values for night in nights for values in self._get_guest_values(night, beds, busy)
        ])
        guests[::9].action_cancel()
        refusals = self.env["recovery.night.refusal"].create([
            {
                "night_id": night.id, "reason": "full",
                **({"client_id": self.dice.choice(list(busy)).id} if self.dice.random() < 0.5 else {"headcount": 3}),
            }
            for night in nights if self.dice.random() < 0.6
        ])
        refusals[::5].action_cancel()
        guests.filtered(lambda guest: guest.bed_id == beds[0]).night_id.action_close()
        beds[0].active = False

    def _get_guest_values(self, night, beds, busy):
        free = list(beds)
        for person in self.dice.sample(list(busy), 3):
            spans = busy[person]
            if all(night.date < first or night.date >= beyond for first, beyond in spans):
                place = self.dice.choice(("bed", "bed", "mat", "none"))
                bed = free.pop(self.dice.randrange(len(free))) if place == "bed" else None
                yield {
                    "night_id": night.id, "client_id": person.id,
                    **({"bed_id": bed.id} if bed else {"place": place}),
                }
        if self.dice.random() < 0.5:
            yield {
                "night_id": night.id, "headcount": self.dice.randint(1, 4),
                "place": self.dice.choice(("bed", "mat", "none")), "gender": self.dice.choice(("female", "unknown")),
            }
