from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

# Days ago, who (by number), service, kits of naloxone handed out.
VISITS = (
    (50, 0, "NALOX", 1), (48, 1, "NALOX", 2), (41, 2, "SWAP", 1), (33, 3, "TEST", 0), (30, 4, "TEST", 0), (22, 5, "TEST", 0),
    (20, 0, "SWAP", 1), (16, 6, "TEST", 0), (9, 1, "TEST", 0), (6, 2, "TEST", 0),
)
# Of the visits for a test, in their order: kind, result, what became of it.
TESTS = (
    ("hcv", "non_reactive", {}), ("hiv", "non_reactive", {}), ("hcv", "reactive", {"confirmation": "positive"}),
    ("syphilis", "non_reactive", {}), ("hcv", "reactive", {"confirmation": "pending"}), ("hiv", "not_told", {}),
)
# Of last week's street shift: place in the list of districts, people with tea, of them with an exchange, syringes out, back.
STREET = ((0, 14, 6, 60, 41), (1, 9, 4, 40, 38), (2, 5, 0, 0, 0))


class DemoHarmReduction(models.AbstractModel):
    """Naloxone, rapid tests, and shifts that were written down afterwards."""

    _inherit = "recovery.demo"

    @api.model
    def _build_harm_reduction(self):
        """Create them once, at the contact point and with the people of its counter."""
        program = self._ref("program_contact")
        if self.env["recovery.batch"].search_count([("program_id", "=", program.id)], limit=1):
            return
        demo = self._of_company()
        program = program.with_env(demo.env)
        program.add_low_threshold_services(["NALOX", "TEST", "SWAP", "FOOD"])
        clients = demo.env["recovery.client"].search([
            ("intake_program_id", "=", program.id), ("nickname", "=like", "Demo %"),
        ], order="id", limit=7)
        if len(clients) == 7:
            visits = demo._create_harm_reduction_visits(program, clients)
            demo._create_rapid_tests(visits)
            demo._create_naloxone_uses(visits)
        demo._create_batches(program, clients)

    def _create_harm_reduction_visits(self, program, clients):
        services = {service.code: service for service in program.service_ids}
        kit = program._get_materials().filtered(lambda product: product.material_kind == "naloxone")[:1]
        return self._create_encounters([
            {
                "date_start": self._as_utc(datetime.combine(self._today() - timedelta(days=ago), time(15, 10))),
                "minutes": services[code].default_minutes, "program_id": program.id, "state": "done", "counter": "Counter 1",
                "employee_ids": [Command.set([self._ref("employee_outreach").id])],
                "delivery_ids": [Command.create({
                    "client_id": clients[who].id, "service_id": services[code].id,
                    "supply_ids": [Command.create({"product_id": kit.id, "issued": kits})] if kits and kit else [],
                })],
            }
            for ago, who, code, kits in VISITS
        ])

    def _create_rapid_tests(self, visits):
        tested = visits.filtered(lambda visit: visit.delivery_ids.service_id.kind == "testing")
        tests = self.env["recovery.rapid.test"].create([
            {
                "encounter_id": visit.id, "client_id": visit.delivery_ids.client_id.id, "kind": kind, "result": result,
                "employee_id": self._ref("employee_outreach").id,
            }
            for visit, (kind, result, _course) in zip(tested, TESTS, strict=True)
        ])
        for test, (_kind, _result, course) in zip(tests, TESTS, strict=True):
            if course.get("confirmation") == "positive":
                course = {
                    **course, "confirmation_date": test.date + timedelta(days=6), "link_state": "linked",
                    "link_date": test.date + timedelta(days=12),
                }
            test.write(course)

    def _create_naloxone_uses(self, visits):
        """The first person used a kit and got a new one; somebody unnamed reports the other."""
        replaced = visits[6].supply_ids[:1]
        self.env["recovery.naloxone.use"].create([
            {
                "client_id": visits[6].delivery_ids.client_id.id, "encounter_id": visits[6].id, "used_on": "other_person",
                "place": "home", "doses": 2, "outcome": "survived", "ambulance": "yes", "hospital": "yes",
                "supply_id": replaced.id, "employee_id": self._ref("employee_outreach").id,
            },
            {
                "program_id": visits.program_id.id, "date": self._today() - timedelta(days=13), "place": "street",
                "outcome": "survived", "ambulance": "no", "hospital": "no",
                "employee_id": self._ref("employee_outreach").id,
            },
        ])

    def _create_batches(self, program, clients):
        """A street shift of last week that was recorded days later, and yesterday's still being typed."""
        services = {service.code: service for service in program.service_ids}
        syringe = program._get_materials().filtered(lambda product: product.material_kind == "syringe")[:1]
        counts = []
        for number, people, exchanges, out, back in STREET:
            where = {"place": "street", "district_id": program.district_ids[number:number + 1].id}
            counts.append({**where, "service_id": services["FOOD"].id, "headcount": people})
            if exchanges:
                counts.append({**where, "service_id": services["SWAP"].id, "headcount": exchanges})
                counts.append({**where, "product_id": syringe.id, "issued": out, "returned": back})
        staff = [Command.set([self._ref("employee_outreach").id])]
        recorded, _draft = self.env["recovery.batch"].create([
            {
                "program_id": program.id, "date": self._today() - timedelta(days=ago), "hour": 19.0, "employee_ids": staff,
                "place": "street", "count_ids": [Command.create(count) for count in rows],
                "line_ids": [
                    Command.create({"client_id": client.id, "service_ids": [Command.set(services["SWAP"].ids)]})
                    for client in people
                ],
            }
            for ago, rows, people in ((6, counts, clients[:2]), (1, counts[:2], clients[:0]))
        ])
        recorded.action_record()
