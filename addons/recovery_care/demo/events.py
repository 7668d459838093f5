from datetime import datetime, time, timedelta
from random import Random

from odoo import api, models
from odoo.fields import Command

from .course import END

WEEKS = 9
# Volunteers; the names say that they are invented.
VOLUNTEERS = ("Blanka Zkušební", "Hynek Ukázkový", "Miriam Modelová")
# Name, kind, days ago, hours a day, days, hours in all, hours to complete, place, unnamed people, more values.
EVENTS = (
    ("Lesson on risks, class 8.A", "prevention", 19, 2, 1, 2, 0, "other", 26, {
        "topic": "Alcohol and gaming", "audience": "Class 8.A, thirteen and fourteen years old", "venue": "Room 12",
    }),
    ("Lesson on risks, class 8.B", "prevention", -8, 2, 1, 2, 0, "other", 0, {
        "topic": "Alcohol and gaming", "audience": "Class 8.B", "venue": "Room 12",
    }),
    ("Clean-up of the park", "clean_up", 33, 3, 1, 3, 0, "street", 9, {"topic": "Used syringes and litter"}),
    ("Autumn camp in the hills", "camp", 47, 8, 5, 32, 0, "other", 0, {
        "topic": "Walking, cooking, talking", "audience": "People from the contact point", "venue": "Cottage below the hill",
    }),
    ("First contact: a training in two days", "training", 26, 8, 2, 14, 12, "centre", 0, {
        "topic": "Safety, first aid, referral", "audience": "Volunteers and self-advocates",
    }),
)
PUBLICATIONS = (
    ("Safer with less: what to know about naloxone", "leaflet", 61, "published", ""),
    ("A year at the counter: what visitors ask for", "article", 24, "published", "with the town's social department"),
)


class DemoEvents(models.AbstractModel):
    """A weekly group at the contact point in which somebody is missing, events, a training, publications."""

    _inherit = "recovery.demo"

    @api.model
    def _build_events(self):
        """Create the group with its history, the events and the publications once."""
        company, program = self._ref("company"), self._ref("program_contact")
        clients = self.env["recovery.client"].search([
            ("intake_program_id", "=", program.id), ("identity", "=", "pseudonymous"),
        ], order="id", limit=8)
        if len(clients) < 8 or self.env["recovery.event"].search_count([("company_id", "=", company.id)], limit=1):
            return
        demo = self._of_company()
        demo._create_group(program, clients.with_env(demo.env))
        demo._create_events(program, clients.with_env(demo.env))
        demo.env["recovery.publication"].create([
            {
                "name": name, "kind": kind, "program_id": program.id, "company_id": company.id,
                "date": demo._today() - timedelta(days=ago), "state": state, "authors": authors,
                "employee_ids": [Command.set([demo._ref("employee_outreach").id])],
            }
            for name, kind, ago, state, authors in PUBLICATIONS
        ])

    def _create_group(self, program, clients):
        """A group of every Thursday since two months; the first member has not come three times."""
        service, today = self._ref("service_group"), self._today()
        last = today - timedelta(days=(today.weekday() - 3) % 7 or 7)
        days = [day for day in (last - timedelta(weeks=ago) for ago in range(WEEKS - 1, -1, -1)) if day > END]
        group = self.env["recovery.group"].create({
            "name": "Thursday circle", "program_id": program.id, "service_id": service.id, "thu": True, "time_start": 17.0,
            "minutes": 90, "date_from": last - timedelta(weeks=WEEKS - 1), "capacity": 10, "color": 4, "place": "centre",
            "company_id": program.company_id.id, "employee_ids": [Command.set([self._ref("employee_outreach").id])],
        })
        members = clients[:6]
        self.env["recovery.group.member"].create([
            {"group_id": group.id, "client_id": client.id, "date_from": group.date_from} for client in members
        ])
        rng = Random(17)
        self._create_encounters([
            self._prepare_circle(group, members, day, rng, missing=number >= len(days) - 3)
            for number, day in enumerate(days)
        ])
        group._plan_sessions()
        self.env["recovery.group.member"]._cron_absences()

    def _prepare_circle(self, group, members, day, rng, missing):
        absent = {members[0]} if missing else {member for member in members[1:] if rng.random() < 0.15}
        return {
            "group_id": group.id, "program_id": group.program_id.id, "place": group.place, "minutes": group.minutes,
            "date_start": self._as_utc(datetime.combine(day, time(17))), "state": "done",
            "employee_ids": [Command.set(group.employee_ids.ids)],
            "delivery_ids": [
                Command.create({
                    "client_id": member.id, "service_id": group.service_id.id, "minutes": group.minutes,
                    **({"state": "no_show", "state_own": True} if member in absent else {}),
                })
                for member in members
            ],
        }

    def _create_events(self, program, clients):
        volunteers = self.env["hr.employee"].create([
            {"name": name, "is_volunteer": True, "company_id": program.company_id.id} for name in VOLUNTEERS
        ])
        school = self.env["res.partner"].create({
            "name": "Basic school Poruba (demo)", "is_company": True, "company_id": program.company_id.id,
        })
        people = {
            "camp": [{"client_id": client.id, "state": "attended"} for client in clients[1:7]]
            + [{"client_id": clients[7].id, "state": "no_show"}, {"employee_id": volunteers[0].id, "state": "attended"}],
            "training": [{"employee_id": volunteer.id, "state": "completed"} for volunteer in volunteers[:2]]
            + [{"employee_id": volunteers[2].id, "state": "attended", "hours": 8},
               {"client_id": clients[2].id, "role": "self_advocate", "state": "completed"}],
            "clean_up": [{"employee_id": volunteer.id, "state": "attended"} for volunteer in volunteers[1:]]
            + [{"client_id": clients[4].id, "role": "volunteer", "state": "attended"}],
        }
        today = self._today()
        self.env["recovery.event"].create([
            {
                "name": name, "kind": kind, "program_id": program.id, "company_id": program.company_id.id,
                "date_start": self._as_utc(datetime.combine(today - timedelta(days=ago), time(9))),
                "date_end": self._as_utc(datetime.combine(today - timedelta(days=ago - length + 1), time(9 + hours))),
                "hours": total, "required_hours": needed, "place": place, "headcount": unnamed,
                "partner_id": school.id if kind == "prevention" else False,
                "employee_ids": [Command.set([self._ref("employee_outreach").id])],
                "participant_ids": [Command.create(row) for row in people.get(kind, [])],
                "state": "done" if ago > 0 else "planned", **values,
            }
            for name, kind, ago, hours, length, total, needed, place, unnamed, values in EVENTS
            if today - timedelta(days=ago) > END
        ])
