from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import LAST_DAY
from odoo.fields import Command

from .consortium_plan import LAST_DAY as CONSORTIUM_END

# What was found at visits, the earlier first: it gets better, and once it does not.
FOUND = (
    {"found_home": "neglected", "found_food": "little", "found_bills": "behind", "found_use": "signs",
     "found_safety": "concern", "found_company": "trouble", "found_agreed": "sooner"},
    {"found_home": "untidy", "found_food": "little", "found_bills": "behind", "found_use": "told", "found_safety": "safe",
     "found_company": "nobody", "found_agreed": "money"},
    {"found_home": "order", "found_food": "enough", "found_bills": "paid", "found_use": "none", "found_safety": "safe",
     "found_company": "household", "found_agreed": "before"},
    {"found_home": "order", "found_food": "enough", "found_bills": "paid", "found_safety": "safe", "found_company": "guests",
     "found_agreed": "before"},
)
# Days before today on which somebody was visited, in turn; None: nobody was met.
COURSES = (((-45, 0), (-31, 1), (-17, 3)), ((-40, 1), (-26, None), (-19, 2), (-5, 2)), ((-38, 2), (-24, 1), (-10, 0)))


class DemoHomeVisits(models.AbstractModel):
    """Visits in accompanied households, flats and homes of people's own: done, planned, and one that is overdue."""

    _inherit = "recovery.demo"

    @api.model
    def _build_home_visits(self):
        """Create the visits of the last weeks and set the rhythms, once.

        The two years of the consortium are reported: no visit is put into them.
        """
        if self._today() <= max(LAST_DAY, CONSORTIUM_END) or self.env["recovery.house"].search_count([
            ("visit_every_days", ">", 0),
        ], limit=1):
            return
        for demo, codes in (
            (self._of_partner("maribor"), ("STA",)), (self._of_partner("novo_mesto"), ("MILL",)),
            (self._of_partner("ljubljana"), ()), (self._of_company("association"), ("FLAT1", "FLAT2")),
        ):
            demo._visit_company(codes)

    def _have_visits(self, program):
        """Return the programme's service for visits at home; the association has none of its own yet."""
        service = program.service_ids.filtered(lambda service: service.kind == "accommodation")[:1]
        if not service:
            service = self.env["recovery.service"].create({
                "code": "HOMEVISIT", "name": "Visit in the household", "kind": "accommodation", "default_minutes": 60,
                "company_id": program.company_id.id,
            })
            program.service_ids = [Command.link(service.id)]
        return service

    def _visit_company(self, codes):
        company = self.env.company
        houses = self.env["recovery.house"].search([("company_id", "=", company.id), ("code", "in", codes)])
        stays = self.env["recovery.stay"].search([("house_id", "in", houses.ids), ("state", "=", "in")], order="date_from")
        tenancies = self.env["recovery.tenancy"].search([
            ("company_id", "=", company.id), ("keyworker_id", "!=", False), ("state", "in", ("running", "ending")),
        ])
        home = stays.program_id[:1] or tenancies.client_id.stay_ids.program_id[:1]
        self._create_home_visits([
            *((stay, stay.program_id, stay.house_id.employee_ids[:1], 14) for stay in stays),
            *((tenancy, home, tenancy.keyworker_id, 28) for tenancy in tenancies),
        ])
        houses.visit_every_days = 14
        tenancies.visit_every_days = 28

    def _create_home_visits(self, visited):
        """Create the visits of each by a course of its own; the next of the first in each house is planned and overdue."""
        first = LAST_DAY if self.env.company == self._ref("association") else CONSORTIUM_END
        rows = []
        for number, (record, program, employee, days) in enumerate(visited):
            for back, found in COURSES[number % len(COURSES)]:
                day = self._to_workday(self._today() + timedelta(days=back * (2 if days > 14 else 1)))
                if day <= first or day <= record.date_from or day >= self._today():
                    continue
                rows.append(self._prepare_home_visit(record.client_id, program, employee, day, found))
            if number == 0 and days == 14:
                rows.append(self._prepare_home_visit(record.client_id, program, employee, self._to_workday(
                    self._today() - timedelta(days=3)), "planned"))
        self._create_encounters(rows)

    def _to_workday(self, day):
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def _prepare_home_visit(self, client, program, employee, day, found):
        service, planned = self._have_visits(program), found == "planned"
        state = "planned" if planned else "no_show" if found is None else "done"
        return {
            "date_start": self._as_utc(datetime.combine(day, time(10))), "minutes": 60, "state": state, "place": "home",
            "program_id": program.id, "company_id": self.env.company.id, "by_rhythm": True,
            "employee_ids": [Command.set(employee.ids)],
            "delivery_ids": [Command.create({
                "client_id": client.id, "service_id": service.id, "minutes": 60,
                **(FOUND[found] if state == "done" else {}),
            })],
        }
