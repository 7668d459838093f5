from datetime import datetime, time, timedelta
from random import Random

from odoo import api, fields, models
from odoo.fields import Command

from .course import END

# Name, kind, volume, pieces in a package.
MATERIAL = (
    ("Syringe 1 ml", "syringe", 1, 10), ("Syringe 2 ml", "syringe", 2, 10), ("Needle", "needle", 0, 10),
    ("Water for injection", "water", 0, 5), ("Filter", "filter", 0, 10), ("Aluminium foil", "foil", 0, 1),
    ("Gelatine capsule", "capsule", 0, 10), ("Condom", "condom", 0, 3), ("Naloxone nasal spray", "naloxone", 0, 1),
    ("Rapid test HIV", "test", 0, 1),
)
DAYS = 56
# Invented nicknames of people who are known by a code alone.
NICKNAMES = ("Ryba", "Bobr", "Micka", "Sova", "Klobouk", "Tuleň", "Vrabec", "Kaktus")


class DemoCounter(models.AbstractModel):
    """Weeks of exchange at the contact point's counter, with people known by a code and some unnamed."""

    _inherit = "recovery.demo"

    @api.model
    def _build_counter(self):
        """Create material and visits once."""
        company, program = self._ref("company"), self._ref("program_contact")
        if self.env["recovery.supply"].search_count([("program_id", "=", program.id)], limit=1):
            return
        demo = self._of_company()
        program.with_context(allowed_company_ids=company.ids).add_low_threshold_services(["SWAP"])
        products = demo._create_material()
        clients = demo.env["recovery.client"].create([
            {"nickname": f"Demo {nickname}", "identity": "pseudonymous", "intake_program_id": program.id,
             "company_id": company.id, "birth_year": 1974 + number * 3, "gender": ("male", "female")[number % 3 == 2]}
            for number, nickname in enumerate(NICKNAMES)
        ])
        demo._create_exchanges(program, products, clients)

    def _create_material(self):
        """Return the products of the company at work, in the order of MATERIAL."""
        return self.env["product.product"].create([
            {
                "name": name, "material_kind": kind, "material_volume": volume, "material_package_size": size,
                "sale_ok": False, "company_id": self.env.company.id,
            }
            for name, kind, volume, size in MATERIAL
        ])

    def _create_exchanges(self, program, products, clients):
        rng, today = Random(11), self._today()
        swap = program.service_ids.filtered(lambda service: service.kind == "exchange")[:1]
        food = program.service_ids.filtered(lambda service: service.kind == "food")[:1]
        self._create_encounters([
            self._prepare_visit(rng, program, swap, food, products, clients, start)
            for ago in range(DAYS, -1, -1) if today - timedelta(days=ago) > END
            for start in self._get_starts(rng, today, ago)
        ])

    def _get_starts(self, rng, today, ago):
        """Return when the visits of a day began (UTC): an afternoon; of today the last hours, as far as they are today."""
        if ago:
            day = today - timedelta(days=ago)
            return [
                self._as_utc(datetime.combine(day, time(13 + number, rng.randrange(60))))
                for number in range(rng.choice((2, 3, 4, 5)))
            ]
        now = fields.Datetime.now()
        starts = [now - timedelta(minutes=minutes) for minutes in (170, 95, 40)]
        return [start for start in starts if self._as_local(start).date() == today]

    def _prepare_visit(self, rng, program, swap, food, products, clients, start):
        issued = rng.choice((5, 10, 10, 20, 30))
        who = {"headcount": rng.randint(1, 4)} if rng.random() < 0.15 else {"client_id": rng.choice(clients).id}
        supplies = [Command.create({
            "product_id": products[rng.choice((0, 0, 1))].id, "issued": issued,
            "returned": int(issued * rng.choice((0, 0.5, 0.9, 1, 1.1))),
            "return_method": rng.choice(("counted", "counted", "estimated")),
        }), Command.create({"product_id": products[rng.randint(2, 7)].id, "issued": rng.choice((5, 10))})]
        services = [
            {"service_id": swap.id, "minutes": 10, "supply_ids": supplies, **who},
            *([{"service_id": food.id, "minutes": 10, **who}] if food and rng.random() < 0.3 else []),
        ]
        return {
            "date_start": start,
            "minutes": 10 * len(services), "program_id": program.id, "state": "done", "counter": "Counter 1",
            "employee_ids": [Command.set([self._ref("employee_outreach").id])],
            "delivery_ids": [Command.create(service) for service in services],
        }
