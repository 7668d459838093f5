from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .consortium import AGREEMENT
from .life_plan import EQUIPMENT, ITEMS, RULES, TASKS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class DemoLifeHouses(models.AbstractModel):
    """What stands in the houses, and what they go by."""

    _inherit = "recovery.demo"

    def _furnish_life(self, plan, houses):
        """Set up curfew, beds, items, equipment, pictures, criteria, rules and tasks."""
        for row, house in zip(plan.houses, houses, strict=True):
            house.write({
                "has_curfew": row.curfew, "curfew_from": 22.0, "curfew_until": 6.0, "leave_decided_by": row.leave_by,
                "room_ids": self._prepare_new_rooms(plan, row),
                "curfew_ids": [
                    Command.create({"weekday": "4", "hour_from": 23.5}), Command.create({"weekday": "5", "hour_from": 0.5}),
                ] if row.curfew else [],
            })
        with_items = self.env["recovery.house.item"].search([("house_id", "in", [house.id for house in houses])]).house_id
        for house in houses:
            if house not in with_items:
                house.write({"agreement_text": AGREEMENT, "item_ids": [
                    Command.create({"name": name, "quantity": quantity}) for name, quantity in ITEMS
                ]})
        self._create_equipment(houses)
        self._create_repairs(houses)
        self._create_criteria(plan, houses)
        self._create_tasks(houses)
        self.env["recovery.house.rule"].create([
            {
                "name": name, "description": text, "first_step": step, "sequence": 10 * number,
                "company_id": self.env.company.id,
            }
            for number, (name, text, step) in enumerate(RULES, 1)
        ])

    def _prepare_new_rooms(self, plan, row):
        """Rooms that were added lately: their beds count from then on, not in what was reported before."""
        since = max(plan.reported_until + timedelta(days=1), self._day(-45))
        return [
            Command.create({"name": room, "sequence": 20 + number, "bed_ids": [
                Command.create({"name": bed, "sequence": place, "date_from": since}) for place, bed in enumerate(beds)
            ]})
            for number, (room, beds) in enumerate(row.new_rooms.items())
        ]

    def _create_equipment(self, houses):
        company = houses[0].company_id
        team = self.env["maintenance.team"].search([("company_id", "=", company.id)], limit=1)
        self.env["maintenance.equipment"].create([
            {
                "name": name, "model": model, "house_id": house.id, "company_id": company.id, "maintenance_team_id": team.id,
                "serial_no": f"DEMO-{company.id}-{house.code}-{number}", "effective_date": self._day(-400 - 37 * number),
                "room_id": house.room_ids[:1].id if name.startswith("Smoke") else False,
                "assign_date": self._day(-400 - 37 * number),
            }
            for house in houses for number, (name, model) in enumerate(EQUIPMENT)
        ])

    def _create_repairs(self, houses):
        """One repair that is done, one that waits; whoever sleeps there is not disturbed."""
        company, done = houses[0].company_id, self.env.ref("maintenance.stage_3")
        repairs = self.env["maintenance.request"].create([
            {
                "name": name, "house_id": house.id, "company_id": company.id,
                "equipment_id": house.equipment_ids.filtered(lambda one, kind=kind: one.name == kind)[:1].id,
                "request_date": self._day(-days), "outage_from": self._day(-days),
            }
            for house in houses[:1] for name, kind, days in (
                ("Drum does not turn", "Washing machine", 25), ("Seal of the door", "Refrigerator", 3),
            )
        ])
        repairs[0].write({"stage_id": done.id})

    def _create_criteria(self, plan, houses):
        rows = []
        for row, house in zip(plan.houses, houses, strict=True):
            if house.nights != "stay":
                continue
            rows.append({"house_id": house.id, "kind": "own", "name": "Agrees with the rules of the house", "sequence": 10})
            rows.append({"house_id": house.id, "kind": "age", "number_from": 18, "sequence": 20})
            if row.abstinent:
                rows.append({"house_id": house.id, "kind": "abstinent", "number_from": row.abstinent, "sequence": 30})
                rows.append({"house_id": house.id, "kind": "treatment", "sequence": 40})
            if row.women or row.men:
                gender = "female" if row.women else "male"
                rows.append({"house_id": house.id, "kind": "gender", "gender": gender, "sequence": 50})
        self.env["recovery.house.criterion"].create(rows)
        self.env["recovery.housing.weight"].create([
            {"company_id": house.company_id.id, "house_id": house.id, "factor": "children", "points": 6, "sequence": 90}
            for house in houses if house.children_welcome
        ])

    def _create_tasks(self, houses):
        """Give the houses in which people live their tasks, counted in weeks from two months ago."""
        self.env["recovery.house.task"].create([
            {
                "name": name, "house_id": house.id, "minutes": minutes, "weight": weight, "people": people,
                "every_weeks": weeks, "description": text, "date_from": self._day(-63), "sequence": 10 * number,
                "color": number, **{day: index in days for index, day in enumerate(WEEKDAYS)},
            }
            for house in houses if house.nights == "stay"
            for number, (name, minutes, weight, people, weeks, days, text) in enumerate(TASKS, 1)
        ])
