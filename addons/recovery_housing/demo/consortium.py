from datetime import timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.builder import QUIET
from odoo.fields import Command

from .consortium_plan import CHILDREN, HOUSES, LAST_DAY, PARTNERS, RESIDENTS, START, ConsortiumPlan

FIRST_NAMES = {
    "female": ("Ajda", "Alenka", "Breda", "Darja", "Jasna", "Lidija", "Majda", "Nada", "Neža", "Polona", "Tjaša", "Urška"),
    "male": ("Aljaž", "Anže", "Blaž", "Borut", "Dušan", "Gašper", "Janez", "Luka", "Matjaž", "Rok", "Tine", "Žiga"),
}
# “Trial”, “sample”, “made up”, “nobody” …: no family bears such names.
LAST_NAMES = {
    "female": ("Poskusna", "Vzorčna", "Izmišljena", "Preizkusna", "Nikogaršnja", "Neresnična", "Demo"),
    "male": ("Poskusni", "Vzorčni", "Izmišljeni", "Preizkusni", "Nikogaršnji", "Neresnični", "Demo"),
}
SERVICES = (
    ("COUNSEL", "Individual counselling", "individual", 60), ("FAMILY", "Counselling of relatives", "family", 60),
    ("HOMEVISIT", "Visit in the household", "accommodation", 60),
)


AGREEMENT = """
<p>Demonstration text. The resident lives here as long as agreed above and takes part in the life of the house.</p>
<ul>
<li>No alcohol, drugs or violence in the house; guests until nine in the evening.</li>
<li>Each resident does the tasks of the rota and comes to the weekly meeting.</li>
<li>The resident may end the stay on any day; the house gives notice of fourteen days, or at once after violence.</li>
</ul>
"""


class DemoConsortium(models.AbstractModel):
    """Organisation 2: four partners, six houses, fifteen residents, two years."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consortium(self):
        """Create houses, people, stays and sessions of the four partners, once."""
        if self._today() <= LAST_DAY or self.env["recovery.house"].search_count([
            ("company_id", "=", self._home("ljubljana").id),
        ], limit=1):
            return
        plan, people = ConsortiumPlan(), {}
        for number, partner in enumerate(PARTNERS):
            demo = self._of_partner(partner)
            programs = demo._create_partner_programs(partner, number)
            houses = demo._create_houses(HOUSES, partner, programs["home"])
            people.update(demo._create_partner_people(plan, partner, programs))
            demo._create_partner_stays(partner, houses, people)
            demo._create_partner_leaves()
            demo._create_partner_sessions(plan, partner, programs, people)
        demo._analyze("client", "episode", "encounter", "delivery", "stay", "bed")

    def _home(self, key):
        return self.env.ref(f"recovery_housing.demo_{key}")

    def _of_partner(self, partner):
        company = self._home(partner)
        return self.with_company(company).with_context(**QUIET, allowed_company_ids=company.ids)

    def _create_partner_programs(self, partner, number):
        """Return {"home": houses, "talk": counselling} with their services."""
        company = self.env.company
        services = self.env["recovery.service"].create([
            {"code": code, "name": name, "kind": kind, "default_minutes": minutes, "company_id": company.id}
            for code, name, kind, minutes in SERVICES
        ])
        staff = self.env["hr.employee"].search([("company_id", "=", company.id)])
        home, talk = self.env["recovery.program"].create([
            {
                "name": name, "code": code, "modality": modality, "duration_months": months, "company_id": company.id,
                "sequence": 10, "color": number + 1, "employee_ids": [Command.set(staff.ids)],
                "service_ids": [Command.set(services.ids)],
            }
            for name, code, modality, months in (
                ("Communities and households", "HOME", "residential", 0), ("Counselling", "TALK", "counselling", 24),
            )
        ])
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"recovery_housing.demo_{partner}_{key}", "record": program, "noupdate": True}
            for key, program in (("home", home), ("talk", talk))
        ])
        return {"home": home, "talk": talk}

    def _create_houses(self, rows, partner, program):
        """Return {code: house} of one partner, with rooms and beds."""
        staff = program.employee_ids[:2]
        houses = self.env["recovery.house"].create([
            {
                "name": name, "code": code, "kind": kind, "gender_policy": policy, "children_welcome": children,
                "company_id": self.env.company.id, "program_id": program.id, "date_open": START.replace(year=2019),
                "employee_ids": [Command.set(staff.ids)], "address": "Demonstracijska 0 (demo)",
                "responsible_id": staff[:1].id, "deputy_id": staff[1:].id,
                "room_ids": [
                    Command.create({
                        "name": room, "sequence": number,
                        "bed_ids": [Command.create({"name": bed, "sequence": place}) for place, bed in enumerate(beds)],
                    })
                    for number, (room, beds) in enumerate(rooms.items())
                ],
            }
            for owner, code, name, kind, policy, children, rooms in rows if owner == partner
        ])
        self._furnish(houses)
        return {house.code: house for house in houses}

    def _furnish(self, houses):
        """Give houses a rent contract, the text that residents sign, and what they are handed over."""
        landlord = self.env["res.partner"].create({
            "name": f"Demo landlord of {self.env.company.city}", "is_company": True, "company_id": self.env.company.id,
        })
        self.env["recovery.house.lease"].create([
            {
                "house_id": house.id, "company_id": self.env.company.id, "landlord_id": landlord.id,
                "reference": f"DEMO-{house.code}", "date_from": START.replace(year=2023),
                "date_to": LAST_DAY.replace(year=2027) + timedelta(days=61 * number), "rent": 620 + 45 * number,
                "currency_id": self.env.company.currency_id.id,
            }
            for number, house in enumerate(houses)
        ])
        houses.write({
            "agreement_text": AGREEMENT,
            "item_ids": [
                Command.create({"name": name, "quantity": quantity}) for name, quantity in (
                    ("Bed linen", 2), ("Towel", 2), ("Blanket", 1), ("Chip for the washing machine", 1),
                )
            ],
        })

    # People

    def _create_partner_people(self, plan, partner, programs):
        """Return {id of a planned person: client} of one partner; relatives and children are clients of their own."""
        mine = [person for person in plan.people if person.partner == partner]
        numbers = {id(person): number for number, person in enumerate(plan.people)}
        clients = self.env["recovery.client"].create([
            self._prepare_partner_client(person, numbers[id(person)], programs) for person in mine
        ])
        by_person = {id(person): client for person, client in zip(mine, clients, strict=True)}
        residents = {person.resident: by_person[id(person)] for person in mine if person.resident is not None}
        self.env["recovery.episode"].create([
            self._prepare_partner_episode(person, by_person[id(person)], residents, programs)
            for person in mine if person.resident is None
        ])
        self.env["recovery.relation"].create([
            {
                "client_id": residents[person.relative_of].id, "related_client_id": by_person[id(person)].id,
                "kind": ("partner", "parent", "sibling")[person.relative_of % 3], "contact_allowed": True,
            }
            for person in mine if person.relative_of is not None
        ])
        self._create_children(residents, programs["home"])
        return by_person

    def _prepare_partner_client(self, person, number, programs):
        first, last = FIRST_NAMES[person.gender], LAST_NAMES[person.gender]
        program = programs["home" if person.resident is not None else "talk"]
        return {
            "identity": "identified", "gender": person.gender, "birth_year": person.birth_year, "language": "sl_SI",
            "first_name": first[number % len(first)], "last_name": last[number // len(first) % len(last)],
            "intake_program_id": program.id, "company_id": self.env.company.id,
        }

    def _prepare_partner_episode(self, person, client, residents, programs):
        relative = person.relative_of is not None
        ended = person.last < LAST_DAY
        return {
            "client_id": client.id, "program_id": programs["talk"].id, "company_id": self.env.company.id,
            "role": "relative" if relative else "client",
            "for_client_id": relative and residents[person.relative_of].id,
            "state": "closed" if ended else "active", "date_applied": person.first, "date_start": person.first,
            "date_end": ended and person.last, "end_reason": ended and "completed",
            "keyworker_id": programs["talk"].employee_ids[:1].id,
        }

    def _create_children(self, residents, program):
        mine = [(number, year) for number, year in CHILDREN if number in residents]
        children = self.env["recovery.client"].create([
            {
                "identity": "pseudonymous", "nickname": f"Demo Škrjanček {year}", "birth_year": year, "gender": "unknown",
                "intake_program_id": program.id, "company_id": self.env.company.id, "language": "sl_SI",
            }
            for _number, year in mine
        ])
        self.env["recovery.relation"].create([
            {
                "client_id": residents[number].id, "related_client_id": child.id, "kind": "child", "is_dependent": True,
                "shares_household": number == CHILDREN[0][0],
            }
            for (number, _year), child in zip(mine, children, strict=True)
        ])

    # Stays

    def _create_partner_stays(self, partner, houses, people):
        """Create the stretches of each resident, the later ones as continuations, and close what is over."""
        beds = {
            (code, bed.room_id.name, bed.name): bed for code, house in houses.items() for bed in house.bed_ids
        }
        residents = self.env["recovery.client"].browse(
            client.id for client in people.values() if client.company_id == self.env.company
        ).sorted("id")
        rows = [row for row in RESIDENTS if row[0] == partner]
        for client, (_partner, _gender, _year, stretches) in zip(residents, rows, strict=False):
            self._create_chain(client, stretches, beds)
        self._reserve_ahead(houses)

    def _create_chain(self, client, stretches, beds):
        previous = self.env["recovery.stay"]
        for code, room, bed, start, stop, reason, destination in stretches:
            previous = previous.create({
                "client_id": client.id, "bed_id": beds[code, room, bed].id, "date_from": start, "date_to": stop,
                "state": "out" if stop else "in", "exit_reason": reason, "exit_destination": destination,
                "previous_id": previous.id, "monthly_fee": 120 if code in ("STA", "MILL") else 90,
                "key_number": f"{code} {room[-1]}{bed}", "key_given_on": start, "key_returned_on": stop,
                "agreement_signed_on": start,
            })
        if previous.state == "out":
            previous.episode_id.write({
                "state": "closed", "date_end": previous.date_to,
                "end_reason": {"completed": "completed", "agreed": "agreed", "excluded": "excluded"}.get(reason, "dropout"),
            })

    def _reserve_ahead(self, houses):
        """Two people are expected, and one bed waits for its heating: tonight's board has something of everything."""
        today = self._today()
        for code, room, days, nickname in (("RIV", "Room 2", 9, "Demo Slavec"), ("SEA", "Room 1", 3, "Demo Lastovka")):
            if code in houses:
                client = self.env["recovery.client"].create({
                    "nickname": nickname, "identity": "pseudonymous", "gender": "male" if code == "RIV" else "female",
                    "intake_program_id": houses[code].program_id.id, "company_id": self.env.company.id, "birth_year": 1985,
                })
                self.env["recovery.stay"].create({
                    "client_id": client.id, "bed_id": houses[code].bed_ids.filtered(
                        lambda bed, room=room: bed.room_id.name == room,
                    )[:1].id, "date_from": today + timedelta(days=days),
                })
        if "VIL" in houses:
            self.env["maintenance.request"].create({
                "name": "Heating", "house_id": houses["VIL"].id, "company_id": self.env.company.id,
                "bed_ids": [Command.set(houses["VIL"].room_ids[1].bed_ids[:1].ids)],
                "outage_from": today - timedelta(days=6),
            })

    # Sessions

    def _create_partner_sessions(self, plan, partner, programs, people):
        """Create the individual sessions; residents are counselled by the team of their house."""
        staff = programs["talk"].employee_ids
        services = {service.code: service for service in programs["talk"].service_ids}
        sessions = sorted(
            (session for session in plan.sessions if session.person.partner == partner), key=lambda session: session.when,
        )
        self._create_encounters([
            {
                "date_start": self._as_utc(session.when), "minutes": session.minutes, "state": session.state,
                "program_id": programs["home" if session.person.resident is not None else "talk"].id,
                "company_id": self.env.company.id, "place": "centre",
                "employee_ids": [Command.set(staff[number % len(staff)].ids)],
                "delivery_ids": [Command.create({
                    "client_id": people[id(session.person)].id, "minutes": session.minutes,
                    "service_id": services["FAMILY" if session.person.relative_of is not None else "COUNSEL"].id,
                })],
            }
            for number, session in enumerate(sessions)
        ])
