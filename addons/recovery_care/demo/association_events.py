from datetime import datetime, timedelta

from odoo import api, models
from odoo.fields import Command

from .association_plan import LAST_DAY

# Name, kind, programme, day, hour, hours, unnamed participants, venue.
OPEN_EVENTS = (
    ("Spring clean-up of the park by the river", "clean_up", "street", datetime(2021, 4, 24, 10), 5, 18, "The park"),
    ("Spring clean-up of the allotments", "clean_up", "street", datetime(2022, 4, 23, 10), 5, 23, "Allotments"),
    ("What an overdose looks like", "prevention", "street", datetime(2021, 10, 14, 9), 2, 46, "Primary school (demo)"),
    ("Open door of the warming room", "public", "warm", datetime(2021, 11, 6, 12), 6, 70, "Warming room"),
    ("Murals in the yard", "other", "day", datetime(2022, 5, 14, 11), 6, 0, "Yard of the day centre"),
)
# Pieces found at the clean-ups, in their order.
FOUND = ((41, 6), (63, 11))
CAMP = datetime(2021, 7, 5, 9)
# Hours of the four volunteers at the three evenings and the weekend of the course in self-advocacy; it takes 20.
COURSE = datetime(2021, 3, 13, 9)
COURSE_HOURS = (24, 24, 21, 9)


class DemoAssociationEvents(models.AbstractModel):
    """The association's clean-ups, its camp, the course of its volunteers, and what it published."""

    _inherit = "recovery.demo"

    @api.model
    def _build_association_events(self):
        """Create them once, after the people."""
        demo = self._of_company("association")
        company = demo.env.company
        if demo._today() <= LAST_DAY or self.env["recovery.event"].search_count([("company_id", "=", company.id)], limit=1):
            return
        programs = {key: demo._ref(f"association_program_{key}") for key in ("street", "warm", "day")}
        demo._create_open_events(programs)
        demo._create_camp(programs["day"])
        demo._create_courses(programs["street"])
        demo._create_publications(programs)

    def _create_open_events(self, programs):
        events = self.env["recovery.event"].create([
            {
                **self._prepare_event(name, kind, programs[program], start, hours), "headcount": people, "venue": venue,
                "state": "planned" if kind == "other" else "done",
            }
            for name, kind, program, start, hours, people, venue in OPEN_EVENTS
        ])
        cleanups = events.filtered(lambda event: event.kind == "clean_up").sorted("date_start")
        self.env["recovery.find"].create([
            {
                "event_id": event.id, "origin": "cleanup", "kind": kind, "pieces": pieces,
                "employee_ids": [Command.set(event.employee_ids.ids)],
            }
            for event, (syringes, needles) in zip(cleanups, FOUND, strict=True)
            for kind, pieces in (("syringe", syringes), ("needle", needles))
        ])
        murals = events.filtered(lambda event: event.kind == "other")
        self._add_guests(murals, self._find_guests(murals.date)[:7], came=6)
        murals.action_done()

    def _create_camp(self, program):
        """Ten days in July: twelve of fourteen came, and each has the service without anything typed twice."""
        camp = self.env["recovery.event"].create({
            **self._prepare_event("Summer camp by the lake", "camp", program, CAMP, 60),
            "date_end": self._as_utc(CAMP + timedelta(days=9, hours=7)), "venue": "Base by the lake (demo)",
            "service_id": self._ref("association_service_camp").id,
        })
        self._add_guests(camp, self._find_guests(camp.date)[:14], came=12)
        camp.action_done()
        # Entered when they were back, not years later.
        camp.sudo().encounter_id.recorded_on = camp.date_end

    def _create_courses(self, program):
        """Three of four volunteers completed the course in self-advocacy; first aid was for the staff."""
        course, aid = self.env["recovery.event"].create([
            {
                **self._prepare_event("Speaking for oneself", "self_advocacy", program, COURSE, 24),
                "audience": "Volunteers of the street team",
                "date_end": self._as_utc(COURSE + timedelta(days=29, hours=8)), "required_hours": 20,
            },
            self._prepare_event("First aid at an overdose", "training", program, datetime(2021, 2, 12, 16), 4),
        ])
        volunteers = [self._ref(f"association_volunteer_{number}") for number in range(1, 5)]
        staff = [self._ref(f"association_{key}") for key in ("streetworker", "streetworker_2")]
        self.env["recovery.event.participant"].create([
            {
                "event_id": course.id, "employee_id": volunteer.id, "role": "self_advocate", "hours": hours,
                "state": "completed" if hours >= 20 else "attended",
            }
            for volunteer, hours in zip(volunteers, COURSE_HOURS, strict=True)
        ] + [
            {"event_id": aid.id, "employee_id": worker.id, "role": "staff", "state": "completed"} for worker in staff
        ])
        (course | aid).action_done()

    def _create_publications(self, programs):
        self.env["recovery.publication"].create([
            {
                "name": "Where to go in Praga: a map for people without a home", "kind": "leaflet", "date": "2021-02-15",
                "program_id": programs["street"].id, "state": "published",
                "employee_ids": [Command.set([self._ref("association_streetworker").id])],
            },
            {
                "name": "Nineteen months between street and flat", "kind": "report", "date": "2022-06-20",
                "program_id": programs["day"].id, "state": "published",
                "employee_ids": [Command.set([self._ref("association_coordinator").id])],
            },
            {"name": "What volunteers can do", "kind": "article", "program_id": programs["street"].id},
        ])

    def _prepare_event(self, name, kind, program, start, hours):
        return {
            "name": name, "kind": kind, "program_id": program.id, "company_id": program.company_id.id,
            "date_start": self._as_utc(start), "date_end": self._as_utc(start + timedelta(hours=hours)), "hours": hours,
            "employee_ids": [Command.set([self._ref("association_coordinator").id])],
        }

    def _find_guests(self, day):
        """Return the clients who came to the warming room by ``day``, in the order of their codes."""
        visits = self.env["recovery.delivery"].search([
            ("program_id", "=", self._ref("association_program_warm").id), ("client_id", "!=", False),
            ("state", "=", "done"), ("date", "<", day),
        ])
        return visits.client_id.sorted("code")

    def _add_guests(self, event, clients, came):
        self.env["recovery.event.participant"].create([
            {"event_id": event.id, "client_id": client.id, "state": "attended" if number < came else "no_show"}
            for number, client in enumerate(clients)
        ])
