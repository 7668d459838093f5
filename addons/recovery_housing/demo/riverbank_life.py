from odoo import api, models
from odoo.addons.recovery_care.demo.association_plan import LAST_DAY
from odoo.fields import Command

from .life_plan import Applicant, HousePlan, LifePlan, Resident

LIFE = LifePlan(
    staff={
        "house": "recovery_housing.demo_riverbank_user_house",
        "counsellor": "recovery_care.demo_association_user_counsellor",
        "manager": "recovery_care.demo_association_user_manager",
    },
    houses=(
        HousePlan("HOSTEL", "#b5a27d"), HousePlan("FLAT1", "#8a9cae", curfew=False),
        HousePlan("FLAT2", "#ae8a9c", curfew=False, leave_by="manager"),
        HousePlan("SHELTER", "#7d7f94", curfew=False), HousePlan("WARM", "#b58a6f", curfew=False),
    ),
    residents=(
        Resident("HOSTEL", "Room 1", "A", "male", 1983, 96), Resident("HOSTEL", "Room 1", "B", "male", 1990, 61),
        Resident("HOSTEL", "Room 2", "A", "female", 1988, 44), Resident("FLAT1", "Flat", "A", "male", 1976, 130),
        Resident("FLAT2", "Flat", "A", "female", 1981, 75, signed=False),
        Resident("FLAT1", "Flat", "B", "male", 1993, 120, until=-2),
    ),
    applicants=(
        Applicant("HOSTEL", "male", 1987, 58, "waiting", "shelter", homeless="yes", last_use=3),
        Applicant("HOSTEL", "female", 1995, 40, "waiting", "shelter", homeless="yes", points=2),
        Applicant("HOSTEL", "male", 1979, 26, "declined", "prison"),
        Applicant("HOSTEL", "male", 1969, 22, "offered", "shelter", homeless="yes", answer_in=1),
        Applicant("HOSTEL", "male", 1999, 2, "applied", "self", homeless="yes", last_use=1),
        Applicant("HOSTEL", "male", 1974, 60, "refused", "other", reason="conduct"),
        Applicant("HOSTEL", "female", 1985, 37, "withdrawn", "hospital", reason="unreachable"),
    ),
    transfer=(("HOSTEL", "FLAT2"),),
    fee=450,
    reported_until=LAST_DAY,
)


class DemoRiverbankLife(models.AbstractModel):
    """House life of the street association: the hostel and two flats of today."""

    _inherit = "recovery.demo"

    @api.model
    def _build_riverbank_life(self):
        """Fill the screens of house life, once, after houses and nights."""
        demo = self._of_company("association")
        if demo._today() > LAST_DAY and self._build_life(LIFE, demo.env.company):
            demo._take_bed_out(demo._home("riverbank_shelter"))
            demo._build_riverbank_tonight(LIFE)

    def _take_bed_out(self, house):
        self.env["maintenance.request"].create({
            "name": "Mattress torn", "house_id": house.id, "company_id": self.env.company.id,
            "bed_ids": [Command.set(house.bed_ids[-1:].ids)], "outage_from": self._day(-4), "request_date": self._day(-4),
        })
