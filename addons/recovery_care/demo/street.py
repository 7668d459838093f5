from datetime import datetime, time, timedelta
from random import Random

from odoo import api, fields, models
from odoo.fields import Command

from .course import END

# Routes of the demonstration: places with the district they lie in.
ROUTES = {
    "Station and river": (
        ("Station, west exit", "privoz"), ("Tram loop", "marianske_hory"), ("Bridge, left bank", "moravska_ostrava"),
        ("Market hall", "moravska_ostrava"),
    ),
    "Estates": (("Shopping centre", "poruba"), ("Park behind the school", "zabreh"), ("Terminus", "hrabuvka")),
}
WEEKS = 8
# The evenings of the week on which a team goes out, and with which route.
EVENINGS = {1: "Station and river", 4: "Estates"}


class DemoStreet(models.AbstractModel):
    """Evenings on the street: routes, shifts with their stops, visits and finds."""

    _inherit = "recovery.demo"

    @api.model
    def _build_street(self):
        """Create the contact point's routes and shifts once: eight weeks, tonight's running one and the next."""
        company, program = self._ref("company"), self._ref("program_contact")
        if self.env["recovery.outreach.shift"].search_count([("company_id", "=", company.id)], limit=1):
            return
        demo = self._of_company()
        program = program.with_env(demo.env)
        program.volunteer_ids = self._ref("employee_volunteer_1") | self._ref("employee_volunteer_2")
        routes = demo._create_routes(program, {
            name: [(place, self._ref(f"district_{district}")) for place, district in places]
            for name, places in ROUTES.items()
        })
        demo._create_street_shifts(program, demo._plan_evenings(routes))

    def _create_routes(self, program, plans):
        """Create the routes of a programme.

        :param dict plans: {name: [(place, district)]}
        :return: {name: recovery.outreach.route}
        """
        routes = self.env["recovery.outreach.route"].create([
            {
                "name": name, "program_id": program.id, "place_ids": [
                    Command.create({"name": place, "district_id": district.id, "sequence": number})
                    for number, (place, district) in enumerate(places, start=1)
                ],
            }
            for name, places in plans.items()
        ])
        return dict(zip(plans, routes, strict=True))

    def _plan_evenings(self, routes):
        """Return what ``_create_street_shifts`` takes: the past weeks, one cancelled, tonight, and the next evening."""
        today, now = self._today(), fields.Datetime.now()
        team = self._ref("employee_outreach") | self._ref("employee_counsellor")
        volunteers = self._ref("employee_volunteer_1"), self._ref("employee_volunteer_2")
        evenings = []
        days = [today - timedelta(days=ago) for ago in range(7 * WEEKS, -7, -1)]
        upcoming = [day for day in days if day > today and day.weekday() in EVENINGS]
        for day in days:
            ago = (today - day).days
            if day.weekday() in EVENINGS and day > END and ago and day <= upcoming[0]:
                evenings.append({
                    "route": routes[EVENINGS[day.weekday()]], "start": self._as_utc(datetime.combine(day, time(18))),
                    "hours": 3.5, "workers": team, "volunteers": volunteers[ago % 2] if ago % 3 else None,
                    "state": "planned" if ago < 0 else "cancelled" if ago // 7 == 3 and day.weekday() == 4 else "done",
                })
        evenings.append({
            "route": routes["Station and river"], "start": now - timedelta(minutes=100), "hours": 4, "workers": team,
            "volunteers": volunteers[0], "state": "running", "reached": 2,
        })
        return evenings

    def _create_street_shifts(self, program, evenings, clients=None, seed=29):
        """Create shifts with their stops, visits and finds, in batches, however many there are.

        :param program: recovery.program with a service of the kind exchange
        :param list evenings: dicts of ``route``, ``start`` (UTC), ``hours``, ``workers`` (hr.employee), ``volunteers``
            (hr.employee or None), ``state``, and ``reached`` (number of stops; all when left out)
        :param clients: who is met beside unnamed people; those of the programme when left out
        :param int seed: of what is drawn by chance
        :return: the recovery.outreach.shift records
        """
        rng = Random(seed)
        clients = clients or self.env["recovery.client"].search([
            ("intake_program_id", "=", program.id), ("identity", "=", "pseudonymous"),
        ], order="id")
        shifts = self.env["recovery.outreach.shift"].create([self._prepare_shift(program, plan) for plan in evenings])
        visits, finds = [], []
        for shift, plan in zip(shifts, evenings, strict=True):
            if shift.state not in ("running", "done"):
                continue
            stops = shift.stop_ids.sorted("sequence")[:plan.get("reached")]
            end = min(shift.date_stop, fields.Datetime.now())
            minutes = int((end - shift.date_start).total_seconds() // 60) // max(len(stops), 1)
            for number, stop in enumerate(stops):
                arrived = shift.date_start + timedelta(minutes=number * minutes + rng.randint(2, 8))
                visits += self._plan_visits(rng, shift, stop, arrived, minutes - 12, clients)
                if rng.random() < 0.4:
                    finds.append({
                        "stop_id": stop.id, "kind": rng.choice(("syringe", "syringe", "needle", "other")),
                        "pieces": rng.choice((1, 2, 2, 3, 5, 8, 14)),
                        "method": rng.choice(("counted", "counted", "estimated")),
                        "employee_ids": [Command.set(shift.employee_ids.ids)],
                    })
        self._create_encounters(visits)
        self.env["recovery.find"].create(finds)
        return shifts

    def _prepare_shift(self, program, plan):
        return {
            "program_id": program.id, "route_id": plan["route"].id, "state": plan["state"], "date_start": plan["start"],
            "date_stop": plan["start"] + timedelta(hours=plan["hours"]),
            "employee_ids": [Command.set(plan["workers"].ids)],
            "volunteer_ids": [Command.set(plan["volunteers"].ids if plan["volunteers"] else [])],
        }

    def _plan_visits(self, rng, shift, stop, arrived, minutes, clients):
        """Return the values of the visits at a stop; the first one says when the team arrived."""
        services = {service.kind: service for service in shift.program_id.service_ids}
        sending = shift.program_id.service_ids.filtered("is_referral")[:1]
        products = shift.program_id._get_materials()
        syringes = products.filtered(lambda product: product.material_kind == "syringe")
        visits = []
        for number in range(rng.randint(1, 4)):
            known = bool(clients) and rng.random() < 0.6
            who = {"client_id": rng.choice(clients).id} if known else {"headcount": rng.choice((1, 1, 2, 3))}
            issued = rng.choice((5, 10, 10, 20))
            deliveries = [{
                "service_id": services["exchange"].id, "minutes": 10, **who, "supply_ids": [Command.create({
                    "product_id": rng.choice(syringes).id, "issued": issued,
                    "returned": int(issued * rng.choice((0, 0.4, 0.8, 1))),
                    "return_method": rng.choice(("counted", "estimated")),
                })],
            }]
            if known and sending and rng.random() < 0.12:
                deliveries.append({
                    "service_id": sending.id, "minutes": 10, **who, "option_ids": [Command.set([
                        rng.choice(question.option_ids).id for question in sending.question_ids
                    ])],
                })
            visits.append({
                "date_start": arrived + timedelta(minutes=min(12 * number, max(minutes, 0))),
                "minutes": 10 * len(deliveries), "program_id": shift.program_id.id, "stop_id": stop.id, "state": "done",
                "employee_ids": [Command.set(rng.choice(shift.employee_ids).ids)],
                "delivery_ids": [Command.create(delivery) for delivery in deliveries],
            })
        return visits
