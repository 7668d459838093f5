from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..rota import Slot, share
from .consortium_plan import LAST_DAY
from .life_texts import MEETINGS, NEXT_TOPICS

# Days of the rota that lie behind.
DAYS = 28
# One duty in so many was not done.
OUTCOMES = (("missed", 14), ("ill", 23), ("work", 31))


class DemoLifeTogether(models.AbstractModel):
    """Who does what, and what is talked about."""

    _inherit = "recovery.demo"

    # Rota

    def _create_life_rota(self, plan, houses, stays):
        """Write down the rota of the last weeks, plan the next ones, and let residents swap."""
        lived = {}
        for house in houses:
            own = stays.filtered(lambda stay, house=house: stay.house_id == house)
            if own:
                lived[house] = own
        past = self.env["recovery.house.task.duty"].union(*(
            self._create_past_duties(house, own) for house, own in lived.items()
        ))
        self._record_duties(plan, past)
        for house, own in lived.items():
            self._create_exemption(plan, house, own)
            self._by(plan, "house", house).action_plan_rota()
            self._create_swaps(plan, house)

    def _create_past_duties(self, house, stays):
        """Share the tasks of the last weeks as the rota would have done, which plans nothing for days gone by."""
        tasks = self.env["recovery.house.task"].search([("house_id", "=", house.id)])
        days = [self._day(number - DAYS) for number in range(DAYS)]
        present = {client: here for client, here in stays._get_days_by_client(days).items() if here}
        slots = [
            Slot(day=day, task=task.id, load=task.load, people=task.people)
            for task in tasks for day in task._get_days(days[0], days[-1])
        ]
        return house._create_duties(share(slots, present), stays)

    def _record_duties(self, plan, duties):
        """Say of the days gone by who did their duty, in one go for each outcome."""
        outcomes = defaultdict(lambda: duties.browse())
        for number, duty in enumerate(duties):
            outcomes[next((key for key, every in OUTCOMES if number % every == every // 2), "done")] |= duty
        recorded = {key: self._by(plan, "house", found) for key, found in outcomes.items()}
        for key, found in recorded.items():
            if key in ("done", "missed"):
                found.write({"state": key})
            else:
                found.write({"state": "excused", "excuse": key})
        checked = recorded.get("done", duties.browse()).filtered(lambda duty: duty.id % 3 == 0)
        checked.action_check()
        for date, found in checked.grouped("date").items():
            found.write({"checked_at": min(self._moment(((date - self._day(0)).days, 20)), self._now())})

    def _create_exemption(self, plan, house, stays):
        task = self.env["recovery.house.task"].search([("house_id", "=", house.id)])[-1:]
        self._by(plan, "house")["recovery.house.task.exemption"].create({
            "house_id": house.id, "task_id": task.id, "client_id": stays[-1].client_id.id, "reason": "health",
            "date_from": self._day(-5), "date_to": self._day(20),
        })

    def _create_swaps(self, plan, house):
        """One asks to exchange, one hands over, one would rather not."""
        duties = self._by(plan, "house")["recovery.house.task.duty"].search([
            ("house_id", "=", house.id), ("state", "=", "planned"), ("date", ">", self._day(0)),
            ("stay_id.state", "=", "in"),
        ])
        pairs = []
        for duty in duties:
            other = duties.filtered(lambda one, duty=duty: (
                one.stay_id != duty.stay_id and one.task_id == duty.task_id and one.date > duty.date
            ))[:1]
            if other and not {duty.id, other.id} & {one.id for pair in pairs for one in pair}:
                pairs.append((duty, other))
        # Who takes something over is there on the day.
        pairs.sort(key=lambda pair: bool(house._find_duty_obstacle(pair[0].task_id, pair[1].stay_id, pair[0].date)))
        Swap = duties.env["recovery.house.task.swap"]
        for answer, (duty, other) in zip(("action_agree", "action_decline", None), pairs, strict=False):
            swap = Swap.create({
                "duty_id": duty.id, "kind": "takeover" if answer == "action_agree" else "exchange",
                **({"other_stay_id": other.stay_id.id} if answer == "action_agree" else {"other_duty_id": other.id}),
            })
            if answer:
                getattr(swap, answer)()

    # Meetings

    def _create_life_meetings(self, plan, houses):
        """Four meetings that took place, one week apart, and the next one."""
        counted = self._create_meeting_service() if not plan.quiet else None
        for index, house in enumerate(houses):
            if house.nights != "stay" or len(self._find_life_residents([house])) < (1 if plan.quiet else 2):
                continue
            for number, (topics, text, decisions) in enumerate(MEETINGS[-2:] if plan.quiet else MEETINGS):
                days = 3 + index + 7 * ((2 if plan.quiet else len(MEETINGS)) - 1 - number)
                meeting = self._create_meeting(plan, house, -days, topics, counted)
                if meeting:
                    self._hold_meeting(meeting, text, decisions, number)
            self._create_meeting(plan, house, 4 - index % 3, NEXT_TOPICS, counted)

    def _create_meeting_service(self):
        return self.env["recovery.service"].create({
            "code": "HOUSEMEETING", "name": "House meeting", "kind": "group", "default_minutes": 60,
            "company_id": self.env.company.id,
        })

    def _create_meeting(self, plan, house, days, topics, service):
        """Create a meeting; those of the last days are recorded as a service, none of the time that was reported on."""
        is_counted = service and abs(days) < 7 and self._day(days) > LAST_DAY
        workers = self._worker(plan, "house") | self._worker(plan, "counsellor")
        meeting = self._by(plan, "house")["recovery.house.meeting"].create({
            "house_id": house.id, "date_start": self._moment((days, 18)), "topics": topics,
            "employee_ids": [Command.set(workers.ids)], "chair_id": workers[:1].id,
            "service_id": is_counted and service.id,
        })
        if days < 0 and not meeting.attendance_ids:
            meeting.action_cancel()
            return None
        return meeting

    def _hold_meeting(self, meeting, text, decisions, number):
        rows = meeting.attendance_ids.filtered(lambda row: row.state == "expected")
        if len(rows) > 1:
            missing = rows[number % len(rows)]
            (missing.action_absent if number == 2 else missing.action_excused)()
        meeting.action_all_present()
        meeting.write({"body": text})
        found = meeting.env["recovery.house.meeting.decision"].create([
            {
                "meeting_id": meeting.id, "name": name, "date_due": meeting.date + timedelta(days=within),
                "client_id": by_resident and rows[:1].client_id.id,
                "employee_id": not by_resident and meeting.chair_id.id, "sequence": place,
            }
            for place, (name, within, _state, by_resident) in enumerate(decisions)
        ])
        for decision, (_name, _within, state, _by_resident) in zip(found, decisions, strict=True):
            if state == "done":
                decision.action_done()
            elif state == "dropped":
                decision.action_drop()
        meeting.action_done()
