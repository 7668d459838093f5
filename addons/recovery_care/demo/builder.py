import logging
from datetime import date, timedelta

import pytz
from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from .history import History
from .others import HISTORY_END

_logger = logging.getLogger(__name__)

BATCH = 500
QUIET = {
    "tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_notrack": True,
    "mail_activity_quick_update": True,
}
ITEMS = ("individual", "interpersonal", "social", "overall")


class Demo(models.AbstractModel):
    """Builds the demonstration people from their plans; called by the demonstration files alone."""

    _name = "recovery.demo"
    _description = "Demonstration data"

    @api.model
    def _build_clients(self):
        """Create the counselling centre's people once: the grant's three years and the work of today.

        On a machine whose clock stands before the history's end nothing is created: no record lies in the future.
        """
        demo = self._of_company()
        if self.env["recovery.client"].search_count([("company_id", "=", demo.env.company.id)], limit=1):
            return
        if demo._today() <= HISTORY_END:
            _logger.warning("No demonstration clients: their history lasts until %s, today lies before that.", HISTORY_END)
            return
        demo._create_all()

    @api.model
    def _quiet_the_chat_robot(self):
        """Keep Odoo's chat robot, where it is installed, from greeting the demonstration users over their work."""
        users = self.env["res.users"].browse(self.env["ir.model.data"].search([
            ("module", "=", "recovery_care"), ("model", "=", "res.users"),
        ]).mapped("res_id"))
        if "odoobot_state" in users._fields:
            users.odoobot_state = "disabled"

    def _create_all(self):
        history = History()
        courses, sessions, contact_point = history.plan()
        clients, episodes = self._create_people(courses)
        self._create_contacts(courses, clients, episodes)
        self._create_sessions(sessions, clients, episodes)
        self._create_counted_contacts(contact_point)
        self._create_notes(courses, clients)
        self._build_running(history, courses, clients, episodes)
        self._analyze("client", "episode", "encounter", "delivery", "ors", "note")

    def _analyze(self, *names):
        """Tell the planner about rows that are not committed yet: without it the first queries take seconds."""
        self.env.flush_all()
        tables = [SQL.identifier(f"recovery_{name}") for name in names]
        self.env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(tables)))

    def _ref(self, key):
        """Return a record of the demonstration's files, without a query each time whether it is still there."""
        model, number = self.env["ir.model.data"]._xmlid_to_res_model_res_id(
            f"recovery_care.demo_{key}", raise_if_not_found=True)
        return self.env[model].browse(number)

    def _today(self):
        return self._as_local(self.env.cr.now()).date()

    def _of_company(self, key="company"):
        """Return the builder at work in one of the demonstration's companies."""
        company = self._ref(key)
        return self.with_company(company).with_context(**QUIET, allowed_company_ids=company.ids)

    def _zone(self):
        return pytz.timezone(self.env.company.resource_calendar_id.tz)

    def _as_local(self, moment):
        return pytz.utc.localize(moment).astimezone(self._zone()).replace(tzinfo=None)

    def _as_utc(self, moment):
        return self._zone().localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    # People

    def _create_people(self, courses):
        """Return ({id of a person: client}, {id of a stretch: episode})."""
        clients = self.env["recovery.client"].create([
            self._prepare_client(course.person, course.intake) for course in courses
        ])
        by_person = {id(course.person): client for course, client in zip(courses, clients, strict=True)}
        self._create_details(courses, by_person)
        stretches = [(course, stretch) for course in courses for stretch in course.stretches]
        episodes = self.env["recovery.episode"].create([
            self._prepare_episode(course, stretch, by_person) for course, stretch in stretches
        ])
        return by_person, {
            id(stretch): episode for (_course, stretch), episode in zip(stretches, episodes, strict=True)
        }

    def _prepare_client(self, person, intake):
        values = {
            "identity": person.identity, "gender": person.gender,
            "intake_program_id": self._ref(f"program_{intake}").id,
            "district_id": person.district and self._ref(f"district_{person.district}").id,
            "country_id": self.env.ref("base.cz").id if person.identity == "identified" else False,
            "birth_year": person.birthdate.year,
        }
        for name in ("first_name", "last_name", "nickname", "phone", "email"):
            values[name] = getattr(person, name) or False
        if person.knows_birthdate and person.identity == "identified":
            values["birthdate"] = person.birthdate
        return values

    def _create_details(self, courses, clients):
        uses, relations = [], []
        for course in courses:
            client = clients[id(course.person)]
            for row in course.person.substances:
                substance = self.env.ref(f"recovery_care.substance_{row['code']}")
                values = {name: value for name, value in row.items() if name != "code"}
                uses.append({"client_id": client.id, "substance_id": substance.id, **values})
            relations += [{"client_id": client.id, **row} for row in course.person.relations]
            if course.relative_of:
                relations.append({
                    "client_id": clients[id(course.relative_of.person)].id, "related_client_id": client.id,
                    "kind": "parent" if course.person.birthdate.year < 1975 else "partner", "contact_allowed": True,
                    "shares_household": True,
                })
        self.env["recovery.substance.use"].create(uses)
        self.env["recovery.relation"].create(relations)

    def _prepare_episode(self, course, stretch, clients):
        number = clients[id(course.person)].id
        relative_of = course.relative_of if stretch.role == "relative" else None
        return {
            "client_id": number, "program_id": self._ref(f"program_{stretch.program}").id, "role": stretch.role,
            "for_client_id": relative_of and clients[id(relative_of.person)].id,
            "state": stretch.state, "date_applied": stretch.applied, "date_start": stretch.start,
            "date_end": stretch.end, "end_reason": stretch.reason or False,
            "keyworker_id": stretch.keyworker and self._ref(f"employee_{stretch.keyworker}").id,
            "ever_treated": ("never", "previously", "never", "previously", "unknown")[number % 5],
            "referral_source": "justice" if stretch.program == "prison" else (
                "self_family", "self_family", "gp", "drug_service", "health_social", "justice", "other",
            )[number % 7],
        }

    # Meetings

    def _create_contacts(self, courses, clients, episodes):
        """Create the meetings of the courses and the ratings given in them."""
        planned = sorted(
            ((contact, course) for course in courses for contact in course.contacts),
            key=lambda pair: (pair[0].when, pair[0].staff),
        )
        encounters = self._create_encounters([
            self._prepare_encounter(contact, [
                {
                    "client_id": clients[id(course.person)].id, "minutes": minutes,
                    "episode_id": self._find_episode(contact, course, episodes),
                    "service_id": self._ref(f"service_{service}").id,
                }
                for service, minutes in contact.services
            ])
            for contact, course in planned
        ])
        self.env["recovery.ors"].create([
            {
                **self._prepare_rating(rating), "client_id": clients[id(course.person)].id,
                "encounter_id": encounter.id, "episode_id": self._find_episode(contact, course, episodes),
            }
            for (contact, course), encounter in zip(planned, encounters, strict=True) for rating in contact.ratings
        ])

    def _create_encounters(self, vals_list):
        """Create encounters in batches; each was recorded when it was over, unless said otherwise."""
        encounters = self.env["recovery.encounter"]
        for vals in vals_list:
            if vals.get("state") in ("done", "no_show"):
                vals.setdefault("recorded_on", vals["date_start"] + timedelta(minutes=vals["minutes"]))
        for start in range(0, len(vals_list), BATCH):
            encounters |= encounters.create(vals_list[start:start + BATCH])
        return encounters

    def _find_episode(self, contact, course, episodes):
        """Return the id of the episode in which a contact falls: the latest begun in its programme by then."""
        fitting = [stretch for stretch in course.stretches if stretch.program == contact.program]
        begun = [stretch for stretch in fitting if not stretch.start or stretch.start <= contact.when.date()]
        stretch = (begun or fitting or [None])[-1 if begun else 0]
        return stretch and episodes[id(stretch)].id

    def _prepare_encounter(self, contact, deliveries):
        values = {
            "date_start": self._as_utc(contact.when), "minutes": sum(minutes for _service, minutes in contact.services),
            "program_id": self._ref(f"program_{contact.program}").id,
            "employee_ids": [Command.set([self._ref(f"employee_{name}").id for name in contact.staff.split()])],
            "state": contact.state, "delivery_ids": [Command.create(delivery) for delivery in deliveries],
        }
        if contact.place:
            values["place"] = contact.place
        return values

    def _prepare_rating(self, rating):
        values = {"skipped_reason": rating.skipped or False}
        answers = zip(ITEMS, rating.items or (None,) * 4, strict=True)
        values.update({name: tenths / 10 for name, tenths in answers if tenths is not None})
        if rating.cancelled:
            values.update(state="cancelled", cancel_reason=rating.cancelled)
        return values

    def _create_sessions(self, sessions, clients, episodes, state="done"):
        group = self._ref("service_group")
        leaders = (self._ref("employee_psychologist"), self._ref("employee_counsellor"))
        vals_list = []
        for start, participants in sessions:
            deliveries = []
            for course, came in participants:
                own = {} if came else {"state": "no_show", "state_own": True}
                stretch = [s for s in course.stretches if s.program == "centre" and s.start <= start.date()][-1]
                deliveries.append(Command.create({
                    "client_id": clients[id(course.person)].id, "service_id": group.id, "minutes": 90,
                    "episode_id": episodes[id(stretch)].id, **own,
                }))
            vals_list.append({
                "date_start": self._as_utc(start), "minutes": 90, "program_id": self._ref("program_centre").id,
                "employee_ids": [Command.set([leader.id for leader in leaders])],
                "state": state, "delivery_ids": deliveries,
            })
        return self._create_encounters(vals_list)

    def _create_counted_contacts(self, rows):
        """Create what was done for people who are only counted."""
        self._create_encounters([
            {
                "date_start": self._as_utc(start), "minutes": minutes,
                "program_id": self._ref("program_contact").id, "state": "done",
                "employee_ids": [Command.set([self._ref("employee_outreach").id])],
                "place": "other" if service == "lecture" else "centre",
                "delivery_ids": [Command.create({
                    "service_id": self._ref(f"service_{service}").id, "minutes": minutes, "headcount": people,
                })],
            }
            for start, service, minutes, people in rows
        ])

    def _create_notes(self, courses, clients):
        """Leave notes of each audience on the latest courses; earlier files were kept on paper."""
        texts = (
            ("team", "Demonstration text. Prefers the afternoon; please call the day before."),
            ("team", "Demonstration text. Documents for the labour office are complete, copies are in the file."),
            ("counsellors", "Demonstration text. Talked about high-risk situations at weekends; agreed on three steps."),
            ("counsellors", "Demonstration text. Family meeting planned; the partner is willing to come."),
            ("counsellors", "Demonstration text. Craving after pay day; money is now handed to the sister."),
            ("author", "Demonstration text. My own reminder: ask about sleep next time."),
        )
        since = date(2026, 2, 1)
        meetings = [
            (course, contact) for course in courses for contact in course.done()
            if contact.when.date() >= since and contact.program in ("centre", "prison")
        ]
        authors = (self._ref("user_counsellor"), self._ref("user_manager"))
        self.env["recovery.note"].create([
            {
                "client_id": clients[id(course.person)].id, "program_id": self._ref(f"program_{contact.program}").id,
                "date": self._as_utc(contact.when), "audience": texts[number % 6][0], "body": texts[number % 6][1],
                "author_id": authors[number % 5 == 4].id,
            }
            for number, (course, contact) in enumerate(meetings[::2])
        ])
