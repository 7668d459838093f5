"""A random organisation from a seed: everything that a measure must count or pass over."""

import random
from datetime import datetime, time, timedelta

from odoo.fields import Command

from .random_houses import RandomHouses

STATES = ("done",) * 7 + ("planned", "no_show", "cancelled")
PLACES = ("centre", "prison", "street", "online")


class RandomWorldCase(RandomHouses):
    """``build(seed)`` fills the two programmes of a grant, a third one and another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls.env["recovery.program"].create({
            "code": "THIRD", "name": "Not in the grant", "service_ids": [Command.set(cls.talk.ids)],
            "employee_ids": [Command.set(cls.stranger.employee_id.ids)],
        })
        cls.exchange.is_intervention = False
        town = cls.env["recovery.district"].create({"name": "Town", "company_id": cls.company.id})
        part = cls.env["recovery.district"].create({
            "name": "Part", "parent_id": town.id, "company_id": cls.company.id,
        })
        village = cls.env["recovery.district"].create({"name": "Village", "company_id": cls.company.id})
        cls.districts = (town, part, village)
        cls.period = (cls.today - timedelta(days=400), cls.today - timedelta(days=100))

    def build(self, seed):
        """Return a grant of last year with random people, meetings and ratings around it."""
        self.random = random.Random(seed)
        grant = self.new_grant(
            f"R-{seed}", programs=self.own | self.other, date_start=self.period[0], date_end=self.period[1],
        )
        people = [self._new_person() for _index in range(24)]
        for person in people:
            for program in self.random.sample((self.own, self.other, self.third), self.random.randint(0, 3)):
                self._new_course(person, program)
        self.env["recovery.encounter"].create([
            values for _index in range(90) for values in self._encounter_values(people)
        ])
        self._new_situations(people, random.Random(seed + 1000))
        self._new_events(people, grant)
        self._new_houses(people, grant, random.Random(seed + 2000))
        foreign = self.new_client(self.foreign)
        self.done(self.foreign, foreign, self.period[0] + timedelta(days=20), self.foreign_talk)
        return grant

    def _day(self):
        """A day in the year around the grant, often on its borders."""
        start, end = self.period
        if self.random.random() < 0.1:
            return self.random.choice((start - timedelta(days=1), start, end, end + timedelta(days=1)))
        return start - timedelta(days=60) + timedelta(days=self.random.randrange((end - start).days + 110))

    def _new_person(self):
        restricted = self.random.random() < 0.15
        return self.new_client(
            self.own, gender=self.random.choice(("female", "male", "other", "unknown")),
            district_id=self.random.choice((False, *[district.id for district in self.districts])),
            identity=self.random.choice(("pseudonymous", "pseudonymous", "anonymous")),
            active=self.random.random() < 0.9, restricted=restricted,
            restricted_user_ids=[Command.set(self.keeper.ids)] if restricted else [],
        )

    def _new_course(self, person, program):
        """One or two episodes of a person, as client or relative, with ratings of every kind."""
        for role in self.random.sample(("client", "relative"), self.random.choice((1, 1, 1, 2))):
            start = self.period[0] - timedelta(days=self.random.randrange(200))
            closed = self.random.random() < 0.3
            episode = self.new_episode(
                person, program, role=role, state="closed" if closed else "active", date_start=start,
                **({"date_end": self.today - timedelta(days=30), "end_reason": "dropout"} if closed else {}),
            )
            for _index in range(self.random.choice((0, 1, 2, 2, 3, 3))):
                self._new_rating(episode)

    def _new_situations(self, people, dice):
        """Snapshots in some programmes: unknown signs, cancelled ones, days outside the grant."""
        cards = ("yes", "no", "no", "unknown")
        days = [self.period[0] - timedelta(days=50) + timedelta(days=30 * step) for step in range(13)]
        snapshots = self.env["recovery.situation"].create([
            {
                "client_id": person.id, "program_id": program.id, "company_id": self.company.id, "date": day,
                "moment": "review", "has_id_card": dice.choice(cards), "debts": dice.choice(("yes", "no", "unknown")),
                "benefits": dice.choice(("yes", "no")), "employed": dice.choice(("yes", "no", "unknown")),
            }
            for person in people for program in (self.own, self.other, self.third)
            for day in dice.sample(days, dice.choice((0, 0, 1, 2, 3)))
        ])
        snapshots[::7].action_cancel("date")

    def _new_rating(self, episode):
        kind, day = self.random.random(), self._day()
        if kind < 0.1:
            self.rate(episode, None, day, skipped_reason="refused")
        elif kind < 0.2:
            self.rate(episode, None, day, individual=5.0, social=0.0)
        else:
            rating = self.rate(episode, self.random.choice((0, 5, 10, 14.9, 15, 15.1, 20, 25, 40)), day)
            if kind < 0.3:
                rating.action_cancel("Wrong person")

    def _new_events(self, people, grant):
        """Events and publications of every kind and state, some of them for other grants alone."""
        other = self.new_grant(f"{grant.code}-B", programs=self.own | self.other | self.third, running=False)
        volunteers = self.env["hr.employee"].create([
            {"name": f"Demo volunteer {number}", "is_volunteer": True, "company_id": self.company.id} for number in range(6)
        ])
        events = self.env["recovery.event"].create([
            self._event_values(people, volunteers) for _index in range(40)
        ])
        for event in events:
            event.grant_ids = self._draw_grants(event.program_id, grant, other)
            if self.random.random() < 0.8:
                event.state = "done"
            elif self.random.random() < 0.5:
                event.state = "cancelled"
        for _index in range(20):
            program = self.random.choice((self.own, self.other, self.third))
            self.env["recovery.publication"].create({
                "name": "Demo leaflet", "program_id": program.id, "company_id": self.company.id, "date": self._day(),
                "state": self.random.choice(("draft", "published", "published", "withdrawn")),
                "grant_ids": self._draw_grants(program, grant, other).ids,
            })

    def _draw_grants(self, program, *grants):
        if self.random.random() < 0.6:
            return self.env["recovery.grant"]
        return self.random.choice([grant for grant in grants if program in grant.program_ids])

    def _event_values(self, people, volunteers):
        program = self.random.choice((self.own, self.other, self.third))
        start = datetime.combine(self._day(), time(10))
        rows = [{"client_id": person.id, "role": self.random.choice(("client", "relative", "self_advocate", "volunteer"))}
                for person in self.random.sample(people, self.random.randint(0, 4))]
        chosen = self.random.sample(list(volunteers), self.random.randint(0, 3))
        rows += [{"employee_id": volunteer.id} for volunteer in chosen]
        return {
            "name": "Demo event", "program_id": program.id, "company_id": self.company.id, "date_start": start,
            "date_end": start + timedelta(hours=self.random.randint(1, 60)), "hours": self.random.choice((2, 4.5, 16)),
            "kind": self.random.choice(("prevention", "camp", "training", "training", "self_advocacy", "clean_up")),
            "place": self.random.choice(PLACES), "headcount": self.random.choice((0, 0, 5, 30)),
            "district_id": self.random.choice((False, *[district.id for district in self.districts])),
            "employee_ids": [Command.set(self.counsellor.employee_id.ids)],
            "participant_ids": [Command.create({
                "state": self.random.choice(("registered", "attended", "completed", "completed", "no_show", "cancelled")),
                **row,
            }) for row in rows],
        }

    def _encounter_values(self, people):
        program = self.random.choice((self.own, self.other, self.other, self.third))
        state = self.random.choice(STATES)
        yield {
            "program_id": program.id, "company_id": self.company.id, "state": state,
            "minutes": self.random.choice((15, 30, 60, 90)), "place": self.random.choice(PLACES),
            "date_start": datetime.combine(self._day(), time(11)),
            "district_id": self.random.choice((False, False, *[district.id for district in self.districts])),
            "employee_ids": [Command.set(self.random.sample(
                (self.counsellor.employee_id.id, self.stranger.employee_id.id, self.manager.employee_id.id),
                self.random.randint(1, 2),
            ))],
            "delivery_ids": [Command.create(values) for values in self._delivery_values(people)],
        }

    def _delivery_values(self, people):
        """One to five people with one or two services, some of them absent; or unnamed people, or both."""
        if self.random.random() < 0.25:
            for _index in range(self.random.randint(1, 2)):
                yield {
                    "headcount": self.random.randint(1, 12), "service_id": self.exchange.id, "minutes": 10,
                    "supply_ids": self._supply_values(),
                }
            if self.random.random() < 0.5:
                return
        for person in self.random.sample(people, self.random.choice((1, 1, 1, 3, 5))):
            services = self.random.sample((self.talk, self.group_work, self.exchange), self.random.choice((1, 1, 2)))
            for service in services:
                values = {
                    "client_id": person.id, "service_id": service.id, "minutes": self.random.choice((0, 15, 40, 60)),
                }
                if service == self.exchange or self.random.random() < 0.1:
                    values["supply_ids"] = self._supply_values()
                if self.random.random() < 0.1:
                    values.update(state=self.random.choice(("no_show", "cancelled")), state_own=True)
                yield values

    def _supply_values(self):
        """Nothing, syringes, filters, or both; some only come back."""
        return [
            Command.create({
                "product_id": product.id, "issued": self.random.choice((0, 5, 10, 20)),
                "returned": self.random.randint(1, 25), "return_method": self.random.choice(("counted", "estimated")),
            })
            for product in self.random.sample((self.syringe, self.filter), self.random.randint(0, 2))
        ]
