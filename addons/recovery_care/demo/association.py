from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from .association_plan import LAST_DAY, STOPS, AssociationPlan
from .builder import BATCH

PROGRAMS = {
    "street": ("Streetwork", "STREETWORK", "outreach", "street", ("streetworker", "streetworker_2", "coordinator")),
    "warm": (
        "Warming room and sanitary point", "WARMING", "low_threshold", "centre",
        ("streetworker", "streetworker_2", "coordinator"),
    ),
    "day": (
        "Day centre, therapy and legal help", "DAYCENTRE", "counselling", "centre", ("therapist", "lawyer", "coordinator"),
    ),
}
SERVICES = {
    "street": ["FOOD", "SWAP", "AID"], "warm": ["WARM", "HYG", "FOOD", "LAUNDRY", "CLOTHES", "AID", "SWAP"],
    "day": ["DAY", "LEGAL", "CRISIS", "ESCORT", "SEND"],
}
OWN_SERVICES = {"street": ["street"], "warm": [], "day": ["therapy", "support", "camp"]}


class DemoAssociation(models.AbstractModel):
    """Organisation of the street: shifts, the warming room by headcount, and the way of some as far as a therapy."""

    _inherit = "recovery.demo"

    @api.model
    def _build_association(self):
        """Create the association's people and two years of its work, once."""
        demo = self._of_company("association")
        company = demo.env.company
        if self.env["recovery.client"].search_count([("company_id", "=", company.id)], limit=1) or demo._today() <= LAST_DAY:
            return
        plan = AssociationPlan()
        programs = demo._create_association_programs()
        demo._create_association(plan, programs, demo._create_association_clients(plan, programs))
        demo._analyze("client", "episode", "encounter", "delivery", "supply", "outreach_shift", "outreach_stop", "find")

    def _create_association_programs(self):
        """Return {key: programme} with staff and the usual services."""
        company = self.env.company
        programs = {}
        for number, (key, (name, code, modality, place, staff)) in enumerate(PROGRAMS.items(), start=1):
            programs[key] = self.env["recovery.program"].create({
                "name": name, "code": code, "modality": modality, "default_place": place, "company_id": company.id,
                "sequence": 10 * number, "color": number + 4, "nickname_shown": True, "duration_months": 0,
                "employee_ids": [Command.set([self._ref(f"association_{member}").id for member in staff])],
                "service_ids": [Command.set([self._ref(f"association_service_{own}").id for own in OWN_SERVICES[key]])],
            })
            programs[key].add_low_threshold_services(SERVICES[key])
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"recovery_care.demo_association_program_{key}", "record": program, "noupdate": True}
            for key, program in programs.items()
        ])
        programs["street"].volunteer_ids = self.env["hr.employee"].browse([
            self._ref(f"association_volunteer_{number}").id for number in range(1, 5)
        ])
        return programs

    def _create_association_clients(self, plan, programs):
        """Return {id of a planned person: client}; who comes to therapy has an episode."""
        clients = self.env["recovery.client"].create([
            {
                "nickname": person.nickname, "identity": "pseudonymous", "gender": person.gender,
                "birth_year": person.birth_year, "intake_program_id": programs["street"].id,
                "company_id": self.env.company.id,
            }
            for person in plan.clients
        ])
        by_person = {id(person): client for person, client in zip(plan.clients, clients, strict=True)}
        self.env["recovery.episode"].create([
            {
                "client_id": by_person[id(person)].id, "program_id": programs["day"].id, "role": "client",
                "state": "closed" if person.episode_to else "active", "date_applied": person.episode_from,
                "date_start": person.episode_from, "date_end": person.episode_to,
                "end_reason": person.episode_to and ("completed" if person.depth == 3 else "dropout"),
                "keyworker_id": self._ref("association_therapist").id, "referral_source": "other",
            }
            for person in plan.clients if person.episode_from
        ])
        return by_person

    def _create_association(self, plan, programs, clients):
        materials = self._create_material()
        stops = self._create_association_shifts(plan, programs["street"])
        visits = [(visit, None) for visit in plan.visits] + [
            (visit, stops[id(shift)][visit.stop]) for shift in plan.shifts for visit in shift.visits
        ]
        visits.sort(key=lambda pair: pair[0].when)
        services = {
            key: {service.code: service for service in program.service_ids} for key, program in programs.items()
        }
        self._create_encounters([
            self._prepare_association_visit(
                visit, stop, programs[visit.program], services[visit.program], clients, materials,
            )
            for visit, stop in visits
        ])

    def _create_association_shifts(self, plan, program):
        """Create the route, its shifts and what was found; return {id of a planned shift: its stops in order}."""
        route = self.env["recovery.outreach.route"].create({
            "name": "Praga-Północ, four stops", "program_id": program.id,
            "place_ids": [
                Command.create({
                    "name": name, "sequence": number, "district_id": self._ref(f"association_district_{key}").id,
                })
                for number, (name, key) in enumerate(STOPS)
            ],
        })
        shifts = self.env["recovery.outreach.shift"]
        workers = [self._ref("association_streetworker").id, self._ref("association_streetworker_2").id]
        for start in range(0, len(plan.shifts), BATCH):
            shifts |= shifts.create([
                {
                    "program_id": program.id, "route_id": route.id, "date_start": self._as_utc(shift.start),
                    "date_stop": self._as_utc(shift.start + timedelta(hours=4)), "state": shift.state,
                    "employee_ids": [Command.set(workers)],
                    "volunteer_ids": [
                        Command.set([self._ref(f"association_volunteer_{who}").id for who in shift.volunteers]),
                    ],
                    **self._prepare_association_stops(shift, route),
                }
                for shift in plan.shifts[start:start + BATCH]
            ])
        stops = {id(planned): shift.stop_ids.sorted("sequence") for planned, shift in zip(plan.shifts, shifts, strict=True)}
        self.env["recovery.find"].create([
            {
                "stop_id": stops[id(shift)][stop].id, "kind": kind, "pieces": pieces, "origin": "shift",
                "employee_ids": [Command.set(workers[:1])],
            }
            for shift in plan.shifts for stop, kind, pieces in shift.finds
        ])
        return stops

    def _prepare_association_stops(self, shift, route):
        """The stops of a shift that took place, with the times of arrival."""
        if shift.state != "done":
            return {}
        return {"stop_ids": [
            Command.create({
                **place._get_point_values(),
                "arrived": self._as_utc(shift.start + timedelta(minutes=10 + 55 * number)),
            })
            for number, place in enumerate(route.place_ids)
        ]}

    def _prepare_association_visit(self, visit, stop, program, services, clients, materials):
        who = {"client_id": clients[id(visit.client)].id} if visit.client else {"headcount": visit.headcount}
        deliveries = [
            {"service_id": services[code].id, "minutes": services[code].default_minutes, **who} for code in visit.services
        ]
        if visit.supplies:
            deliveries[visit.services.index("SWAP")]["supply_ids"] = [
                Command.create({"product_id": materials[number].id, "issued": issued, "returned": returned})
                for number, issued, returned in visit.supplies
            ]
        return {
            "date_start": self._as_utc(visit.when), "minutes": sum(delivery["minutes"] for delivery in deliveries),
            "program_id": program.id, "company_id": self.env.company.id, "state": visit.state, "stop_id": stop and stop.id,
            "employee_ids": [Command.set([self._ref(f"association_{visit.staff}").id])],
            "delivery_ids": [Command.create(delivery) for delivery in deliveries],
        }
