from odoo import api, models

from .consortium_plan import LAST_DAY
from .life_plan import Applicant, HousePlan, LifePlan, Resident

MANAGER = {"manager": "recovery_housing.demo_consortium_user_manager"}
FIRST_NAMES = {
    "female": ("Bojana", "Cvetka", "Darinka", "Ema", "Fani", "Hana", "Ivana", "Jerca", "Klara", "Lara", "Manca", "Nika"),
    "male": ("Andrej", "Bine", "Ciril", "Denis", "Edo", "Feliks", "Gorazd", "Ivo", "Jure", "Karel", "Lovro", "Maks"),
}
# “Drawn”, “paper”, “glued”, “imagined”: no family bears such names.
LAST_NAMES = {
    "female": ("Demo Narisana", "Demo Papirnata", "Demo Zlepljena", "Demo Umišljena"),
    "male": ("Demo Narisani", "Demo Papirnati", "Demo Zlepljeni", "Demo Umišljeni"),
}
NAMES = {gender: (FIRST_NAMES[gender], LAST_NAMES[gender]) for gender in FIRST_NAMES}
LIVES = {
    "ljubljana": LifePlan(
        staff={
            **MANAGER, "house": "recovery_housing.demo_consortium_user_house",
            "counsellor": "recovery_housing.demo_consortium_user_counsellor",
        },
        houses=(
            HousePlan("RIV", "#7d94b5", men=True, abstinent=30, new_rooms={"Room 3": "AB", "Room 4": "A"}),
            HousePlan("VIL", "#b58f7d", women=True, abstinent=60, new_rooms={"Room 3": "AB", "Room 4": "A"}),
        ),
        reported_until=LAST_DAY, names=NAMES,
        residents=(
            Resident("RIV", "Room 3", "A", "male", 1993, 19),
            Resident("VIL", "Room 3", "A", "female", 1987, 16, signed=False),
            Resident("RIV", "Room 2", "A", "male", 1995, 20, until=-2),
        ),
        applicants=(
            Applicant("RIV", "male", 1989, 64, "waiting", homeless="yes"),
            Applicant("RIV", "male", 1978, 38, "waiting", "detox"),
            Applicant("RIV", "male", 1999, 21, "declined", "prison", last_use=200),
            Applicant("RIV", "male", 1984, 3, "applied", "self", last_use=12),
            Applicant("RIV", "male", 1992, 30, "offered", answer_in=1),
            Applicant("RIV", "male", 1981, 47, "accepted", "detox"),
            Applicant("RIV", "male", 1972, 70, "refused", "prison", reason="criteria", last_use=9),
            Applicant("VIL", "female", 1991, 41, "expired", homeless="yes"),
            Applicant("VIL", "female", 1986, 52, "waiting", "shelter", children="yes", points=2),
            Applicant("VIL", "female", 1980, 33, "withdrawn", reason="found"),
            Applicant("VIL", "female", 1998, 6, "applied", "hospital", children="yes", last_use=20),
            Applicant("VIL", "female", 1994, 27, "admitted"),
        ),
    ),
    "maribor": LifePlan(
        staff=MANAGER, quiet=True, names=NAMES, reported_until=LAST_DAY,
        houses=(
            HousePlan("HILL", "#8fae8a", leave_by="manager", abstinent=30), HousePlan("STA", "#c2b280", curfew=False),
        ),
        applicants=(
            Applicant("HILL", "male", 1990, 29, "waiting", "detox"), Applicant("HILL", "female", 1983, 12, "waiting"),
            Applicant("STA", "male", 1976, 5, "applied", "house"),
        ),
        transfer=(("HILL", "STA"),),
    ),
    "koper": LifePlan(
        staff=MANAGER, quiet=True, names=NAMES, reported_until=LAST_DAY, houses=(HousePlan("SEA", "#6fa8b5", abstinent=30),),
        applicants=(
            Applicant("SEA", "female", 1988, 35, "waiting", children="yes"), Applicant("SEA", "male", 1979, 8, "applied"),
        ),
    ),
    "novo_mesto": LifePlan(
        staff=MANAGER, quiet=True, names=NAMES, reported_until=LAST_DAY,
        houses=(HousePlan("MILL", "#a58fb5", curfew=False),),
        applicants=(
            Applicant("MILL", "male", 1985, 16, "waiting", "treatment"),
            Applicant("MILL", "female", 1990, 44, "refused", reason="other_help"),
        ),
    ),
}


class DemoConsortiumLife(models.AbstractModel):
    """House life of the four partners; only the first one has logins for those who work in the houses."""

    _inherit = "recovery.demo"

    @api.model
    def _build_consortium_life(self):
        """Fill the screens of house life, once, after houses and stays."""
        if self._today() > LAST_DAY:
            for partner, plan in LIVES.items():
                self._build_life(plan, self._home(partner))
