from datetime import datetime, time, timedelta
from random import Random

from odoo import api, models
from odoo.fields import Command

from .builder import QUIET
from .course import END
from .people import FIRST_NAMES, LAST_NAMES

# Why two files turned out to be one person; the second merge was a mistake and is undone.
REASONS = (
    "The person says that the month of birth was misheard the first time.",
    "Came with a friend, and the colleague at the counter took down the friend's day of birth.",
    "Both codes were made on the same evening; the two look alike.",
)


class DemoMerges(models.AbstractModel):
    """People at the contact point who got two files, and the merges that made them one again."""

    _inherit = "recovery.demo"

    @api.model
    def _build_merges(self):
        """Merge, as the head of the centre does, files that were opened twice, once."""
        company, program = self._ref("company"), self._ref("program_contact")
        clients = self.env["recovery.client"].search([
            ("intake_program_id", "=", program.id), ("identity", "=", "pseudonymous"),
            ("delivery_ids.service_id.kind", "=", "exchange"),
        ], order="id", limit=len(REASONS))
        if self.env["recovery.client.merge"].search_count([("company_id", "=", company.id)], limit=1):
            return
        demo = self.with_company(company).with_context(**QUIET, allowed_company_ids=company.ids)
        twins = demo._open_second_files(program, clients)
        demo._visit_once_more(program, twins)
        Merge = self.env["recovery.client.merge"].with_user(self._ref("user_manager")).with_context(**demo.env.context)
        merges = [
            Merge.merge(client.id, twin.id, reason)
            for client, twin, reason in zip(clients, twins, REASONS, strict=False)
        ]
        for mistaken in merges[-1:]:
            mistaken.action_undo()

    def _open_second_files(self, program, clients):
        """Create the second file of each client, as a worker does who was told something else."""
        rng, twins = Random(21), self.env["recovery.client"]
        for client in clients:
            names = "female" if client.gender == "female" else "male"
            told = {
                "first_name": rng.choice(FIRST_NAMES[names]), "last_name": rng.choice(LAST_NAMES[names]),
                "birth_day": rng.randint(1, 28), "birth_month": rng.randint(1, 12), "birth_year": client.birth_year,
                "gender": client.gender,
            }
            code = twins.build_code(told, program.id)["suggestion"]
            values = {"nickname": f"{client.nickname} 2", "company_id": program.company_id.id}
            twins |= twins.browse(twins.create_with_code({**told, "code": code}, program.id, client_values=values)["id"])
        return twins

    def _visit_once_more(self, program, clients):
        """What was recorded in the second file before anybody noticed."""
        aid = program.service_ids.filtered(lambda service: service.kind == "hygiene")[:1]
        days = [self._today() - timedelta(days=11 + number) for number in range(len(clients))]
        self._create_encounters([
            {
                "date_start": self._as_utc(datetime.combine(day, time(16, 10))), "minutes": 20, "program_id": program.id,
                "state": "done", "employee_ids": [Command.set(self._ref("employee_outreach").ids)],
                "delivery_ids": [Command.create({
                    "client_id": client.id, "service_id": aid.id, "minutes": 20,
                    "option_ids": [
                        Command.link(question.option_ids[:1].id) for question in aid.question_ids
                    ],
                })],
            }
            for client, day in zip(clients, days, strict=True) if day > END
        ])
