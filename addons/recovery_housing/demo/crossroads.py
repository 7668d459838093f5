from datetime import timedelta

from odoo import api, models
from odoo.addons.recovery_care.demo.people import FIRST_NAMES
from odoo.fields import Command

from .life_plan import Applicant, HousePlan, LifePlan, Resident

# Code, name, kind, rooms with their beds.
HOUSES = (
    ("AFTER", "Aftercare house", "community", {
        "Room 1": "AB", "Room 2": "AB", "Room 3": "AB", "Room 4": "A", "Room 5": "A",
    }),
    ("TRAIN", "Training flat", "accompanied_household", {"Flat": "AB"}),
)
# “Drawn”, “paper”, “glued”: no family bears such names.
LAST_NAMES = {
    "female": ("Demo Nakreslená", "Demo Papírová", "Demo Slepená"),
    "male": ("Demo Nakreslený", "Demo Papírový", "Demo Slepený"),
}
LIFE = LifePlan(
    staff={
        "house": "recovery_care.demo_user_house", "counsellor": "recovery_care.demo_user_counsellor",
        "manager": "recovery_care.demo_user_manager",
    },
    houses=(HousePlan("AFTER", "#9fb57d", abstinent=14), HousePlan("TRAIN", "#b57d8c", curfew=False, leave_by="manager")),
    residents=(
        Resident("AFTER", "Room 1", "A", "male", 1986, 88), Resident("AFTER", "Room 1", "B", "male", 1994, 63),
        Resident("AFTER", "Room 2", "A", "female", 1979, 71),
        Resident("AFTER", "Room 2", "B", "female", 1990, 55, signed=False),
        Resident("TRAIN", "Flat", "A", "male", 1975, 49), Resident("AFTER", "Room 3", "A", "male", 1998, 80, until=-2),
    ),
    applicants=(
        Applicant("AFTER", "male", 1988, 57, "waiting", homeless="yes"),
        Applicant("AFTER", "female", 1993, 34, "waiting", "detox", children="yes", points=2),
        Applicant("AFTER", "male", 1970, 19, "waiting", "hospital"),
        Applicant("AFTER", "male", 1996, 24, "declined", "prison"),
        Applicant("AFTER", "female", 1982, 45, "expired", "shelter", homeless="yes"),
        Applicant("AFTER", "male", 1991, 28, "offered", answer_in=1),
        Applicant("AFTER", "female", 1989, 39, "accepted", "detox"),
        Applicant("AFTER", "male", 1984, 31, "admitted"),
        Applicant("AFTER", "male", 2001, 2, "applied", "self", last_use=5),
        Applicant("AFTER", "male", 1967, 66, "refused", "prison", reason="criteria", last_use=4),
        Applicant("TRAIN", "female", 1987, 36, "withdrawn", reason="changed_mind"),
    ),
    transfer=(("AFTER", "TRAIN"),),
    fee=3200,
    names={gender: (FIRST_NAMES[gender], LAST_NAMES[gender]) for gender in FIRST_NAMES},
)


class DemoCrossroadsHouses(models.AbstractModel):
    """The counselling centre's own aftercare house: no grant pays for it, and it has no history before this autumn."""

    _inherit = "recovery.demo"

    @api.model
    def _build_crossroads_houses(self):
        """Create a house and a flat with their life, once."""
        demo = self._of_company()
        if not self.env["recovery.house"].search_count([("company_id", "=", demo.env.company.id)], limit=1):
            houses = demo._create_crossroads_houses(demo._create_crossroads_program())
            demo._build_life(LIFE, demo.env.company)
            # Two beds share a radiator that leaks: one of them is empty.
            demo.env["maintenance.request"].create({
                "name": "Radiator leaks", "house_id": houses[0].id, "company_id": demo.env.company.id,
                "bed_ids": [Command.set(houses[0].room_ids[-1].bed_ids.ids)],
                "outage_from": demo._day(-3), "request_date": demo._day(-3),
            })

    def _create_crossroads_program(self):
        staff = self.env["hr.employee"].union(*(
            self._ref(f"employee_{role}") for role in ("house", "counsellor", "manager")
        ))
        program = self.env["recovery.program"].create({
            "name": "Aftercare house", "code": "AFTERCARE", "modality": "residential", "duration_months": 0,
            "company_id": self.env.company.id, "sequence": 60, "color": 9, "employee_ids": [Command.set(staff.ids)],
            "service_ids": [Command.set(self._ref("service_social").ids)], "ors_required": False,
        })
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": "recovery_housing.demo_crossroads_home", "record": program, "noupdate": True},
        ])
        # Rules look for the staff of the programme in the database.
        self.env.flush_all()
        return program

    def _create_crossroads_houses(self, program):
        return self.env["recovery.house"].create([
            {
                "name": name, "code": code, "kind": kind, "program_id": program.id, "company_id": self.env.company.id,
                "date_open": self._today() - timedelta(days=200), "address": "Ukázková 0 (demo)", "children_welcome": True,
                "employee_ids": [Command.set(self._ref("employee_house").ids)],
                "room_ids": [
                    Command.create({
                        "name": room, "sequence": number,
                        "bed_ids": [Command.create({"name": bed, "sequence": place}) for place, bed in enumerate(beds)],
                    })
                    for number, (room, beds) in enumerate(rooms.items())
                ],
            }
            for code, name, kind, rooms in HOUSES
        ])
