from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command

from .consortium_plan import LAST_DAY, START, TRAININGS


class DemoConsortiumWork(models.AbstractModel):
    """What the partners learn and publish."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consortium_work(self):
        """Create the trainings and publications, once, after the people."""
        lead = self._home("ljubljana")
        if self._today() <= LAST_DAY or self.env["recovery.event"].search_count([("company_id", "=", lead.id)], limit=1):
            return
        for number, (partner, name, hours) in enumerate(TRAININGS):
            self._of_partner(partner)._create_training(partner, number, name, hours)
        talk = self._home("ljubljana_talk")
        self._of_partner("ljubljana").env["recovery.publication"].create([
            {
                "name": name, "kind": "report", "date": day, "program_id": talk.id, "state": "published",
                "company_id": lead.id, "employee_ids": [Command.set(talk.employee_ids[:1].ids)],
            }
            for name, day in (
                ("Living on after treatment: a professional concept", "2025-10-15"),
                ("Strategic plan of the four partners", "2026-09-30"),
            )
        ])

    def _create_training(self, partner, number, name, hours):
        """A training of the whole team: all but one stay to the end."""
        program = self._home(f"{partner}_talk")
        day = START + timedelta(days=25 + 50 * number)
        while day.weekday() > 4:
            day += timedelta(days=1)
        start = datetime.combine(day, time(9))
        event = self.env["recovery.event"].create({
            "name": name, "kind": "training", "program_id": program.id, "company_id": self.env.company.id, "hours": hours,
            "date_start": self._as_utc(start), "date_end": self._as_utc(start + timedelta(hours=hours)),
            "employee_ids": [Command.set(program.employee_ids[:1].ids)],
        })
        self.env["recovery.event.participant"].create([
            {
                "event_id": event.id, "employee_id": worker.id, "role": "staff",
                "state": "attended" if place and place == number % 4 else "completed",
            }
            for place, worker in enumerate(program.employee_ids)
        ])
        event.action_done()
