from datetime import datetime, time, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.fields import Command

from .course import END

# Visits of a drop-in client: days ago, service, answers by their place in the list of each question.
VISITS = (
    (1, "FOOD", ((0, 2),)), (2, "HYG", ((0,),)), (3, "AID", ((0, 1), (1,))), (6, "ESCORT", ((0,), (0,))),
    (8, "FOOD", ((1,),)), (9, "CRISIS", ((0, 3), (1,), (0, 1))), (13, "SEND", ((0,), (1,))), (15, "HYG", ((0, 4),)),
    (16, "AID", ((3, 5), (0,))), (20, "ESCORT", ((2,), (2,))), (22, "LEGAL", ((0,), (0,))), (27, "DAY", ((0, 1),)),
)
SERVICES = ["DAY", "HYG", "FOOD", "LAUNDRY", "CLOTHES", "AID", "LEGAL", "CRISIS", "ESCORT", "SEND"]
# What people come with, and what is likely to get better in some months.
ENTRY = {
    "has_id_card": "nny?", "labour_office": "nn?y", "benefits": "nny?", "employed": "nnny", "other_services": "ny?n",
    "knows_services": "nn?y", "states_goals": "n?yn", "acts_on_situation": "n?ny", "aware_health": "y?ny",
    "aware_debts": "?nyy", "aware_prosecution": "??ny", "debts": "yy?y", "prosecution": "?nyn",
}
VALUES = {"y": "yes", "n": "no", "?": "unknown"}
HOMES = (("unstable", "friends"), ("unstable", "institution"), ("stable", "family"), ("stable", "alone"))


class DemoLowThreshold(models.AbstractModel):
    """The contact point's services with their small fields, and situations of those who come."""

    _inherit = "recovery.demo"

    @api.model
    def _build_low_threshold(self):
        """Create visits with details and situation snapshots once; no free text is kept at the contact point."""
        company, program = self._ref("company"), self._ref("program_contact")
        episodes = self.env["recovery.episode"].search([("company_id", "=", company.id), ("date_start", "!=", False)])
        if not episodes or self.env["recovery.situation"].search_count([("company_id", "=", company.id)], limit=1):
            return
        demo = self._of_company()
        program.write({
            "situation_at_entry": True, "situation_every_months": 3, "situation_at_exit": True, "no_free_text": True,
        })
        self._ref("program_centre").write({"situation_at_entry": True, "situation_every_months": 6})
        program.with_context(allowed_company_ids=company.ids).add_low_threshold_services(SERVICES)
        demo._create_visits(program)
        demo._create_situations(episodes)

    def _create_visits(self, program):
        clients = self.env["recovery.client"].search([("intake_program_id", "=", program.id)], order="id")
        services = {service.code: service for service in program.service_ids}
        days = [(self._today() - timedelta(days=ago), code, answers) for ago, code, answers in VISITS]
        self._create_encounters([
            {
                "date_start": self._as_utc(datetime.combine(day, time(10 + number % 6, 20))),
                "minutes": services[code].default_minutes, "program_id": program.id, "state": "done",
                "employee_ids": [Command.set([self._ref("employee_outreach").id])],
                "delivery_ids": [Command.create({
                    "client_id": clients[number % len(clients)].id, "service_id": services[code].id,
                    "option_ids": [Command.set([
                        question.option_ids[place].id
                        for question, places in zip(services[code].question_ids, answers, strict=True) for place in places
                    ])],
                })],
            }
            for number, (day, code, answers) in enumerate(days) if day > END and clients
        ])

    def _create_situations(self, episodes):
        """Snapshots of running episodes: at entry and at reviews; of one in five nothing yet, so that some are due."""
        rng, today = Random(3), self._today()
        asked = episodes.filtered(
            lambda episode: episode.state == "active" and episode.role == "client"
            and (episode.program_id.situation_at_entry or episode.program_id.situation_every_months),
        ).sorted("id")
        vals_list = []
        for number, episode in enumerate(asked):
            if number % 5 == 4:
                continue
            answers = self._draw_answers(number)
            months, day = episode.program_id.situation_every_months, episode.date_start
            # The last review of some is left to be made.
            latest = today - relativedelta(months=months if number % 3 == 2 else 0)
            while day <= max(latest, episode.date_start):
                vals_list.append({
                    "client_id": episode.client_id.id, "program_id": episode.program_id.id, "episode_id": episode.id,
                    "date": day, "moment": "review" if day > episode.date_start else "entry", **answers,
                })
                day = min(day + relativedelta(months=months, days=rng.randint(0, 9)), today + timedelta(days=1))
                answers = self._change_answers(rng, answers)
        self.env["recovery.situation"].create(vals_list)

    def _draw_answers(self, number):
        answers = {sign: VALUES[course[number % 4]] for sign, course in ENTRY.items()}
        housing, living_with = HOMES[number % 4]
        answers.update(
            housing=housing, living_with=living_with, with_children="yes" if number % 6 == 3 else "no",
            education=("primary", "secondary", "secondary", "higher")[number // 2 % 4],
            labour_status="employed" if answers["employed"] == "yes" else "unemployed",
        )
        return answers

    def _change_answers(self, rng, answers):
        """Two or three signs get better, now and then one gets worse; what was not known is found out."""
        changed = dict(answers)
        bad = {sign: "yes" if sign in ("debts", "prosecution") else "no" for sign in ENTRY}
        for sign in rng.sample([sign for sign in ENTRY if answers[sign] in (bad[sign], "unknown")] or ["benefits"], 1):
            changed[sign] = "no" if bad[sign] == "yes" else "yes"
        for sign in rng.sample(sorted(ENTRY), 2):
            worse = rng.random() < 0.15
            changed[sign] = bad[sign] if worse else ("no" if bad[sign] == "yes" else "yes")
        if rng.random() < 0.3:
            changed.update(housing="stable", living_with="alone")
        changed["labour_status"] = "employed" if changed["employed"] == "yes" else "unemployed"
        return changed
