from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .life_plan import INCIDENTS, RULE_EVENTS


class DemoLifeRules(models.AbstractModel):
    """Agreements, breaches in steps, and what went wrong."""

    _inherit = "recovery.demo"

    def _create_life_rules(self, plan, stays):
        """Tell residents what was agreed and what they broke, one after the other: each step follows from those before."""
        rules = self.env["recovery.house.rule"].search([("company_id", "=", self.env.company.id)])
        Event, worker = self._by(plan, "house")["recovery.house.rule.event"], self._worker(plan, "counsellor")
        rows = [row for row in RULE_EVENTS if not plan.quiet or row[0] == 0]
        for who, kind, days, rule, state, step, details, conditions in sorted(rows, key=lambda row: -row[2]):
            stay = self._pick(stays, who)
            if not self._lived_there(stay, days):
                continue
            event = Event.create({
                "stay_id": stay.id, "kind": kind, "date": self._day(-days), "rule_id": rule is not None and rules[rule].id,
                "details": details, "conditions": conditions, "employee_id": worker.id,
                **({"step": step} if step else {}), **({"expires_on": self._day(60)} if kind == "agreement" else {}),
                **self._find_cause(stay, days, rule),
            })
            if state in ("valid", "cancelled"):
                event.action_tell()
                event.write({
                    "told_on": self._moment((-days, 19)), "signed_on": self._day(-days), "refused_to_sign": rule == 3,
                } if rule != 3 else {"told_on": self._moment((-days, 19)), "refused_to_sign": True})
            if state == "cancelled":
                self._by(plan, "manager", event).action_cancel_objection()

    def _find_cause(self, stay, days, rule):
        """Return the test of the day from which a breach of the rule on substances follows."""
        if rule not in (0, 3):
            return {}
        test = self.env["recovery.substance.test"].search([
            ("stay_id", "=", stay.id), ("result", "in", ("positive", "refused")), ("state", "=", "confirmed"),
            ("taken_on", ">=", self._moment((-days - 2, 0))), ("taken_on", "<", self._moment((-days, 23))),
        ], limit=1)
        return {"test_id": test.id}

    # Incidents

    def _create_life_incidents(self, plan, houses, stays):
        rows = [row for row in INCIDENTS if not plan.quiet or row.level == 1]
        lived = [house for house in houses if house.nights == "stay"]
        for row in rows:
            house = lived[row.house % len(lived)]
            incident = self._by(plan, "house")["recovery.house.incident"].create({
                "house_id": house.id, "date": self._moment((-row.days, 18.5)), "kind": row.kind, "place": row.place,
                "level_id": self.env.ref(f"recovery_housing.incident_level_{row.level}").id,
                "description": row.description, "measures": row.measures or False,
                "employee_ids": [Command.set(self._worker(plan, "house").ids)],
                "person_ids": [
                    Command.create({"client_id": self._pick(stays, who).client_id.id, "role": role})
                    for role, who in row.people
                ],
                **dict.fromkeys(row.services, True),
            })
            self._follow_incident(plan, row, incident)

    def _follow_incident(self, plan, row, incident):
        """Tell whoever has to be told, see to the steps, and close what is over."""
        self._create_steps(plan, row, incident)
        if row.state == "cancelled":
            self._by(plan, "manager", incident).action_cancel()
            return
        for number, notice in enumerate(incident.notice_ids[:row.told]):
            notice.action_told()
            notice.write({
                "told_on": min(incident.date + timedelta(minutes=40 + 50 * number), self._now()),
                "way": ("phone", "person", "mail")[number % 3],
            })
        if row.state in ("followed_up", "closed"):
            incident.action_follow_up()
        if row.state == "closed":
            closing = self._by(plan, "manager", incident)
            closing.action_close()
            closing.write({"closed_on": incident.date + timedelta(days=8)})

    def _create_steps(self, plan, row, incident):
        """Plan what follows; whoever is responsible says that it is done, a house worker drops what is needless."""
        Step, users = incident.env["recovery.house.incident.step"], {}
        for step in row.steps:
            users[step] = self._by(plan, step.by).user
        planned = Step.create([
            {
                "incident_id": incident.id, "kind_id": self.env.ref(f"recovery_housing.incident_step_{step.kind}").id,
                "name": step.name, "user_id": users[step].id, "deadline": step.until is not None and self._day(step.until),
            }
            for step in row.steps
        ])
        for step, record in zip(row.steps, planned, strict=True):
            if step.state == "done":
                self._by(plan, step.by, record).action_done(step.result, self._day(step.done))
            elif step.state == "dropped":
                record.action_drop(step.reason, step.result)
