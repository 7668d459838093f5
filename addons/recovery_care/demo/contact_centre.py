from datetime import datetime, time, timedelta
from random import Random

from odoo import api, fields, models
from odoo.fields import Command

from .contact_year import ContactYear, plan_snapshot_days

# The products of MATERIAL, in its order.
MATERIALS = ("syringe_1", "syringe_2", "needle", "water", "filter", "foil", "capsule", "condom", "naloxone", "test")
CATALOGUE = ["SWAP", "HYG", "FOOD", "LAUNDRY", "CLOTHES", "AID", "LEGAL", "CRISIS", "ESCORT", "SEND", "DAY"]
# How the tiles of the counter stand: what is asked for most comes first.
TILES = (
    "SWAP", "FOOD", "HYG", "TALK", "SOC", "AID", "CLOTHES", "LAUNDRY", "SEND", "CRISIS", "DAY", "LEGAL", "ESCORT", "TEST",
    "INF",
)
# Answered at the counter; the others are left open, as happens.
ANSWERED = ("AID", "CRISIS", "ESCORT", "SEND", "LEGAL")
END_REASONS = ("dropout", "dropout", "agreed", "completed", "transfer", "prison", "moved")


class DemoContactCentre(models.AbstractModel):
    """A contact centre: a year of exchange at the counter and on the street, with people known by a code."""

    _inherit = "recovery.demo"

    @api.model
    def _build_contact_centre(self):
        """Create the centre's people, visits, episodes and situations once."""
        demo = self._of_company("bridge_company")
        if self.env["recovery.client"].search_count([("company_id", "=", demo.env.company.id)], limit=1):
            return
        programs = {key: demo._ref(f"bridge_program_{key}") for key in ("counter", "street")}
        for program in programs.values():
            program.with_env(demo.env).add_low_threshold_services(CATALOGUE)
        for service in programs["counter"].service_ids:
            service.sequence = 10 * (TILES.index(service.code) + 1)
        year = ContactYear(demo._as_local(fields.Datetime.now()))
        visits = year.plan()
        clients = demo._create_guests(year, visits, programs)
        episodes = demo._create_stays(year.plan_stays(visits), clients, programs["counter"])
        demo._create_year(visits, clients, episodes, programs)
        demo._create_course_of_situations(year.plan_stays(visits), clients, episodes, year.today)
        demo._plan_appointments(programs["counter"], episodes)
        demo._analyze("client", "episode", "encounter", "delivery", "supply", "situation")

    def _create_guests(self, year, visits, programs):
        """Return {number of a guest: client} of everybody who came, coded by what they told."""
        Client = self.env["recovery.client"]
        scheme, company = programs["counter"].code_scheme_id, self.env.company
        first_met = {}
        for visit in visits:
            if visit.guest:
                first_met.setdefault(visit.guest.number, programs[visit.program])
        guests = [guest for guest in year.guests if guest.number in first_met]
        codes, vals_list = set(), []
        for guest in guests:
            inputs = scheme._prepare_inputs(guest.told)
            built = code = scheme._build(inputs)
            number = 1
            while code in codes:
                number += 1
                code = f"{built}-{number}"
            codes.add(code)
            # Some want no more kept than that somebody was here.
            known = guest.number % 25 != 7
            vals_list.append({
                "code": code, "code_hash": known and Client._get_hash_to_keep(scheme, inputs, company),
                "identity": "pseudonymous" if known else "anonymous", "nickname": known and guest.nickname,
                "gender": guest.gender, "birth_year": known and guest.birthdate.year,
                "intake_program_id": first_met[guest.number].id, "company_id": company.id,
                "district_id": guest.district and self._ref(f"bridge_district_{guest.district}").id,
            })
        clients = Client.create(vals_list)
        return {guest.number: client for guest, client in zip(guests, clients, strict=True)}

    def _create_stays(self, stays, clients, program):
        """Return {number of a guest: episode} of those with whom somebody works."""
        keyworkers = [self._ref(f"bridge_employee_{key}").id for key in ("counsellor", "outreach", "worker")]
        episodes = self.env["recovery.episode"].create([
            {
                "client_id": clients[guest.number].id, "program_id": program.id, "company_id": program.company_id.id,
                "date_applied": first, "date_start": first, "date_end": last, "state": "closed" if last else "active",
                "end_reason": END_REASONS[guest.number % len(END_REASONS)] if last else False,
                "keyworker_id": keyworkers[guest.number % len(keyworkers)], "referral_source": "self_family",
            }
            for guest, first, last in stays
        ])
        return {guest.number: episode for (guest, *_days), episode in zip(stays, episodes, strict=True)}

    def _create_year(self, visits, clients, episodes, programs):
        rng = Random(5)
        products = dict(zip(MATERIALS, self._create_material().ids, strict=True))
        services = {service.code: service for service in programs["counter"].service_ids}
        refs = {name: self._ref(f"bridge_employee_{name}").id for name in {visit.staff for visit in visits}}
        districts = {name: self._ref(f"bridge_district_{name}").id for name in {v.district for v in visits if v.district}}
        self._create_encounters([
            {
                **self._prepare_meeting(visit, programs),
                "employee_ids": [Command.set([refs[visit.staff]])], "district_id": districts.get(visit.district, False),
                "delivery_ids": [
                    Command.create(values)
                    for values in self._prepare_services(rng, visit, clients, episodes, services, products)
                ],
            }
            for visit in visits
        ])

    def _prepare_meeting(self, visit, programs):
        start = self._as_utc(visit.when)
        counter = "Counter 2" if visit.when.hour >= 15 and visit.when.minute % 3 == 0 else "Counter 1"
        values = {
            "date_start": start, "minutes": visit.minutes, "program_id": programs[visit.program].id,
            "company_id": self.env.company.id, "state": visit.state,
            "place": "street" if visit.program == "street" else "centre",
            "counter": counter if visit.program == "counter" else False,
        }
        if visit.late_days and visit.state == "done":
            values["recorded_on"] = start + timedelta(days=visit.late_days, minutes=visit.minutes)
        return values

    def _prepare_services(self, rng, visit, clients, episodes, services, products):
        """Return the values of a visit's services; the material goes with the exchange, else with the first one."""
        guest = visit.guest
        who = {"client_id": clients[guest.number].id} if guest else {"headcount": visit.headcount}
        episode = guest and visit.program == "counter" and episodes.get(guest.number)
        rows = []
        for code, minutes in visit.services:
            row = {
                "service_id": services[code].id, "minutes": minutes, **who,
                "episode_id": episode.id if episode and self._lies_within(visit.when.date(), episode) else False,
            }
            if code == visit.without:
                row.update(state="cancelled", state_own=True)
            if code in ANSWERED and guest:
                row["option_ids"] = [Command.set([
                    rng.choice(question.option_ids).id for question in services[code].question_ids
                ])]
            rows.append(row)
        if visit.supplies:
            rows[0].update(collects_for=visit.collects_for, supply_ids=[
                Command.create({
                    "product_id": products[material], "issued": issued, "returned": returned, "return_method": method,
                })
                for material, issued, returned, method in visit.supplies
            ])
        return rows

    @staticmethod
    def _lies_within(day, episode):
        return episode.date_start <= day and (not episode.date_end or day <= episode.date_end)

    def _create_course_of_situations(self, stays, clients, episodes, today):
        """Snapshots at entry, every half year and at exit, which get better more often than worse.

        Of one in nine nothing was recorded and one in seven is behind with the review: that is what is due.
        """
        rng, vals_list = Random(6), []
        for guest, first, last in stays:
            if guest.number % 9 == 8:
                continue
            answers, rows = self._draw_answers(guest.number), plan_snapshot_days(rng, first, last, today)
            if guest.number % 7 == 6:
                rows = rows[:1]
            for moment, day in rows:
                vals_list.append({
                    "client_id": clients[guest.number].id, "episode_id": episodes[guest.number].id,
                    "program_id": episodes[guest.number].program_id.id, "company_id": self.env.company.id,
                    "date": day, "moment": moment, **answers,
                })
                answers = self._change_answers(rng, answers)
        self.env["recovery.situation"].create(vals_list)

    def _plan_appointments(self, program, episodes):
        """What the next working days hold: talks and ways to offices."""
        services = {service.code: service for service in program.service_ids}
        running = [episode for episode in episodes.values() if episode.state == "active"][:10]
        days = [day for ahead in range(1, 12) if (day := self._today() + timedelta(days=ahead)).weekday() < 5]
        self._create_encounters([
            {
                "date_start": self._as_utc(datetime.combine(days[number % len(days)], time(9 + number % 4))),
                "minutes": 60, "program_id": program.id, "company_id": program.company_id.id, "state": "planned",
                "employee_ids": [Command.set(episode.keyworker_id.ids)],
                "delivery_ids": [Command.create({
                    "client_id": episode.client_id.id, "episode_id": episode.id, "minutes": 60,
                    "service_id": services[("ESCORT", "SOC", "TALK")[number % 3]].id,
                })],
            }
            for number, episode in enumerate(running)
        ])
