from datetime import date, datetime, time, timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import LAST_DAY
from odoo.fields import Command

from .consortium_plan import LAST_DAY as CONSORTIUM_END

# When two of those who went furthest were first spoken to on the street, before the grant: its figures do not know them.
FIRST_SPOKEN_TO = {"Demo Jaskółka": date(2020, 11, 9), "Demo Wrona": date(2020, 11, 17)}


class DemoOwnHomes(models.AbstractModel):
    """From the street to a flat of one's own: the last step, with rent, deposit, income and debts."""

    _inherit = "recovery.demo"

    @api.model
    def _build_own_homes(self):
        """Create the first contacts and the tenancies of those who left for homes of their own, once."""
        if self._today() <= max(LAST_DAY, CONSORTIUM_END) or self.env["recovery.tenancy"].search_count([
            ("company_id", "in", (self._ref("association") | self._home("ljubljana")).ids),
        ], limit=1):
            return
        self._of_company("association")._create_riverbank_homes()
        self._of_partner("ljubljana")._create_consortium_homes()

    def _create_riverbank_homes(self):
        clients = {
            client.nickname: client for client in self.env["recovery.client"].search([
                ("company_id", "=", self.env.company.id), ("nickname", "in", list(FIRST_SPOKEN_TO)),
            ])
        }
        self._create_first_contacts(clients)
        keyworker = self._home("riverbank_house_worker")
        rows = {
            "Demo Jaskółka": {
                "holder": "client", "kind": "municipal", "rent": 640, "charges": 310, "deposit": 1280,
                "deposit_payer": "municipality", "keyworker_id": keyworker.id,
            },
            "Demo Wrona": {
                "holder": "shared", "kind": "flat", "rent": 1450, "charges": 380, "deposit": 1500,
                "deposit_payer": "organisation", "date_to": self._today() + timedelta(days=45),
            },
        }
        for nickname, values in rows.items():
            client = clients.get(nickname)
            left = self._find_way_out(client)
            if not left:
                continue
            if values.get("keyworker_id"):
                self.env["recovery.episode"].create({
                    "client_id": client.id, "program_id": self._home("riverbank_home").id, "state": "active",
                    "company_id": self.env.company.id, "date_start": self._today() - timedelta(days=420),
                    "date_applied": self._today() - timedelta(days=420), "keyworker_id": keyworker.id,
                })
            self._create_tenancy(client, left.date_to, values)
            self._create_means(client, left.date_to, (
                ("social", -260, 1180), ("work", -40, 2300), ("work", 400, 3150), ("social", 30, 0),
            ), (
                ("bank", -500, 12400, 0), ("bank", 90, 9600, 200), ("bank", 900, 3800, 250), ("rent", -480, 5100, 0),
                ("rent", 200, 0, 0),
            ))

    def _create_first_contacts(self, clients):
        """The warming room's worker takes tea along on the way: what is done on the street needs no streetworker."""
        program, worker = self._ref("association_program_warm"), self._home("riverbank_house_worker")
        service = program.service_ids.filtered(lambda service: service.kind == "food")[:1]
        self._create_encounters([
            {
                "date_start": self._as_utc(datetime.combine(day, time(19, 30))), "minutes": 15, "state": "done",
                "program_id": program.id, "company_id": self.env.company.id, "place": "street",
                "employee_ids": [Command.set(worker.ids)],
                "delivery_ids": [Command.create({
                    "client_id": clients[nickname].id, "service_id": service.id, "minutes": 15,
                })],
            }
            for nickname, day in FIRST_SPOKEN_TO.items() if nickname in clients
        ])

    def _find_way_out(self, client):
        """Return the last stay of a client, where they left it for a home of their own."""
        stay = self.env["recovery.stay"].search([
            ("client_id", "=", client.id), ("state", "=", "out"),
        ], order="date_from desc", limit=1) if client else self.env["recovery.stay"]
        return stay.filtered("is_independent_exit")

    def _create_tenancy(self, client, day, values):
        return self.env["recovery.tenancy"].create({
            "client_id": client.id, "company_id": self.env.company.id, "date_from": day, "address": "Demonstration street 0",
            "landlord": "Demo landlord", **values,
        })

    def _create_means(self, client, day, incomes, debts):
        """Create incomes (source, days from ``day``, a month) and debts (kind, days, amount, pays a month)."""
        today, common = self._today(), {"client_id": client.id, "company_id": self.env.company.id}
        self.env["recovery.client.income"].create([
            {
                **common, "source": source, "date_from": day + timedelta(days=days), "amount": amount,
                "proof": "seen" if amount else "told",
            }
            for source, days, amount in incomes if day + timedelta(days=days) <= today
        ])
        self.env["recovery.client.debt"].create([
            {
                **common, "kind": kind, "date_from": day + timedelta(days=days), "amount": amount, "instalment": instalment,
            }
            for kind, days, amount, instalment in debts if day + timedelta(days=days) <= today
        ])

    def _create_consortium_homes(self):
        """Who moved out of the community by the river rents a flat and is still visited; one tenancy has ended."""
        stays = self.env["recovery.stay"].search([
            ("company_id", "=", self.env.company.id), ("exit_destination", "in", ("own_home", "shared_home")),
            ("state", "=", "out"),
        ], order="date_to")
        home = self._home("ljubljana_home")
        for stay in stays.filtered(lambda stay: stay == self._find_way_out(stay.client_id))[:2]:
            own = stay.exit_destination == "own_home"
            self._create_tenancy(stay.client_id, stay.date_to, {
                "holder": "client" if own else "shared", "kind": "flat" if own else "room", "rent": 430 if own else 260,
                "charges": 95 if own else 40, "deposit": 860 if own else 260, "deposit_payer": "loan" if own else "client",
                "keyworker_id": home.employee_ids[1:2].id if own else False,
                "date_left": False if own else self._today() - timedelta(days=9),
                "date_to": self._today() + timedelta(days=25) if own else False,
            })
            self._create_means(stay.client_id, stay.date_to, (("work", -90, 1180), ("housing", 20, 140)), (
                ("bank", -200, 4300, 120), ("bank", 150, 3100, 120), ("private", -60, 400, 0),
            ))
