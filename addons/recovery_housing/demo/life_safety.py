from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .life_plan import LEAVES, QUIET_LEAVES, TESTS

# One in so many days somebody takes a test at the door that finds nothing.
TEST_DAYS = 60
OUTING_DAYS = 12
LABORATORY = "Demo laboratory"


class DemoLifeSafety(models.AbstractModel):
    """Who is out, and what tests say."""

    _inherit = "recovery.demo"

    # Leave

    def _create_life_leaves(self, plan, stays, rng):
        """Write down who was away, is away and asks to go."""
        house = self._by(plan, "house")["recovery.stay.leave"]
        decides = self._by(plan, "manager")["recovery.stay.leave"]
        rows = QUIET_LEAVES if plan.quiet else LEAVES
        for row in rows:
            stay = self._pick(stays, row.who)
            if not self._lived_there(stay, -row.start[0] if isinstance(row.start, tuple) else 3):
                continue
            Leave = decides if stay.house_id.leave_decided_by == "manager" else house
            self._follow_leave(row, Leave.create(self._prepare_leave(row, stay)))
        outings = [values for stay in stays for values in self._draw_outings(stay, rows, stays, rng)]
        house.create(outings)

    def _prepare_leave(self, row, stay):
        """Return the values of a leave; what is over is written down as it was, the rest as it was asked for."""
        values = {
            "stay_id": stay.id, "kind": row.kind, "reason": row.reason, "note": row.note,
            "start": self._moment(row.start), "stop": self._moment(row.stop),
        }
        if row.kind == "leave" and row.state != "cancelled":
            values |= {"contact_name": "Demo relative", "contact_address": "Demonstration: in town"}
        if row.returned:
            values |= {"state": "returned", "left_at": values["start"], "returned": self._moment(row.returned)}
        return values

    def _follow_leave(self, row, leave):
        """Bring what was asked for into the state in which it is now."""
        if row.state in ("approved", "away"):
            leave.action_approve("Demonstration: back by the time agreed, phone switched on.")
        if row.state == "away":
            leave.action_sign_out(self._moment(row.start))
        elif row.state == "refused":
            leave.action_refuse(row.refused, "Demonstration: after the next talk we look at it again.")
        elif row.state == "cancelled":
            leave.action_cancel()
        if leave.decided_on and leave.decided_on > leave.start:
            leave.sudo().decided_on = leave.start - timedelta(days=2)

    def _get_days_out(self, row):
        """Return the days around a leave, counted from today; who is out now may have gone the day before yesterday."""
        if not isinstance(row.start, tuple):
            return range(-3, 1)
        return range(row.start[0] - 1, (row.returned or row.stop)[0] + 2)

    def _draw_outings(self, stay, rows, stays, rng):
        """Yield outings of the last days, on days of which nothing else is known."""
        away = {
            day for row in rows if self._pick(stays, row.who) == stay for day in self._get_days_out(row)
        }
        for days in range(1, OUTING_DAYS):
            if rng.random() < 0.4 and -days not in away and self._lived_there(stay, days):
                start, back = rng.randint(9, 12), rng.randint(14, 18)
                yield {
                    "stay_id": stay.id, "kind": "outing", "reason": rng.choice(("work", "family", "authority", "leisure")),
                    "state": "returned", "start": self._moment((-days, start)), "left_at": self._moment((-days, start)),
                    "stop": self._moment((-days, 19)), "returned": self._moment((-days, back)),
                }

    # Tests

    def _create_life_tests(self, plan, stays, rng):
        """Create the many tests that found nothing and the few of which something followed."""
        rows = [] if plan.quiet else [(row, self._pick(stays, row.who)) for row in TESTS]
        routine = [
            (stay, days, rng.choice(("routine", "random", "return"))) for stay in stays for days in range(1, TEST_DAYS)
            if rng.random() < 0.07 and self._lived_there(stay, days)
        ]
        Test = self._by(plan, "house")["recovery.substance.test"]
        worker = self._worker(plan, "house")
        plain = Test.create([
            {
                "stay_id": stay.id, "kind": "breath", "occasion": occasion, "employee_id": worker.id,
                "taken_on": self._moment((-days, 20.5)), "consequence": "none",
            }
            for stay, days, occasion in routine
        ])
        plain.action_all_negative()
        for test in plain:
            self._confirm_test(test)
        laboratory = self.env["res.partner"].create({
            "name": f"{LABORATORY}, {self.env.company.city or ''}".strip(", "), "is_company": True,
            "company_id": self.env.company.id,
        }) if rows else None
        for row, stay in rows:
            test = Test.create(self._prepare_test(row, stay, worker, laboratory))
            self._follow_test(plan, row, test)

    def _prepare_test(self, row, stay, worker, laboratory):
        taken = self._moment((-row.days, 20)) if row.days else self._moment(-0.1)
        values = {
            "stay_id": stay.id, "kind": row.kind, "occasion": row.occasion, "taken_on": taken, "employee_id": worker.id,
            "note": row.note, "consequence": row.consequence,
        }
        if row.kind == "breath":
            return {**values, "value": row.value}
        panel = self.env.ref(f"recovery_housing.panel_{'urine_6' if row.kind == 'urine' else 'saliva_4'}")
        screened = row.state not in ("taken", "sealed") and not row.result
        values |= {"panel_id": panel.id, "supervised": True, "supervisor_id": worker.id, "line_ids": [
            Command.create({
                "substance_id": substance.id,
                "screening": screened and ("positive" if substance.code in row.positive else "negative"),
            }) for substance in panel.substance_ids
        ]}
        if row.result:
            values["result"] = row.result
        if row.state in ("sent", "reported"):
            values |= {"laboratory_id": laboratory.id, "laboratory_reference": f"DEMO-{row.days:03d}"}
        return values

    def _follow_test(self, plan, row, test):
        if row.state in ("sealed", "sent", "reported"):
            test.action_seal(f"DEMO-{test.id:06d}")
        if row.state in ("sent", "reported"):
            test.action_send()
        if row.state == "reported":
            for line in test.line_ids.filtered(lambda line: line.screening == "positive"):
                line.write({"laboratory": "positive", "level": 84.5})
            test.action_report()
        elif row.state == "confirmed":
            self._confirm_test(test)
        elif row.state == "cancelled":
            self._confirm_test(test)
            self._by(plan, "manager", test).action_cancel(row.reason)
        # The steps were taken in the days after the sample, not on the day of loading.
        steps = ("sealed_on", "sent_on", "reported_on")
        test.write({
            name: min(test.taken_on + timedelta(hours=1 + 14 * number), self._now())
            for number, name in enumerate(steps) if test[name]
        })

    def _confirm_test(self, test):
        test.action_confirm()
        test.write({"confirmed_on": min(test.taken_on + timedelta(minutes=20), self._now())})
