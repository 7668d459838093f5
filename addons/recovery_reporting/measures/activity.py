from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dimensions import DIMENSIONS, PERSONAL
from .measure import Measure, select

_lt = LazyTranslate(__name__)


class VisitMeasure(Measure):
    """Adds up what one person, or the unnamed people, had in one encounter."""

    model = "recovery.encounter"
    grain = "visit"
    grouped_by = DIMENSIONS

    def rows(self, scope):
        columns = select(
            ref_id=SQL("d.encounter_id"), client_id=SQL("d.client_id"), date=SQL("MIN(d.date)"),
            hours=SQL("SUM(d.minutes) / 60.0"), place=SQL("MIN(d.place)"), program_id=SQL("MIN(d.program_id)"),
            district_id=SQL("MIN(d.district_id)"), gender=SQL("MIN(d.gender)"), amount=self.grain_amount(scope),
        )
        return SQL("%s FROM (%s) d GROUP BY d.encounter_id, d.client_id", columns, scope.deliveries())


class Contacts(VisitMeasure):
    """One contact a client and encounter; of unnamed people the headcount, once an encounter."""

    code = "contacts"
    label = _lt("Contacts")
    unit = "contacts"

    def grain_amount(self, scope):
        return SQL("CASE WHEN d.client_id IS NULL THEN MAX(d.headcount) ELSE 1 END")


class Interventions(Measure):
    """Deliveries of services that count as intervention; a service to unnamed people is one."""

    code = "interventions"
    label = _lt("Interventions")
    unit = "interventions"
    model = "recovery.delivery"
    grain = "visit"
    grouped_by = DIMENSIONS

    def grain_amount(self, scope):
        return SQL("COUNT(*) FILTER (WHERE d.is_intervention)")

    def rows(self, scope):
        columns = select(
            ref_id=SQL("d.delivery_id"), client_id=SQL("d.client_id"), date=SQL("d.date"),
            hours=SQL("d.minutes / 60.0"), place=SQL("d.place"), program_id=SQL("d.program_id"),
            district_id=SQL("d.district_id"), gender=SQL("d.gender"), amount=SQL("1"),
        )
        return SQL("%s FROM (%s) d WHERE d.is_intervention", columns, scope.deliveries())


class Hours(Measure):
    """Hours of direct work: of each service in an encounter the longest delivery, so a group hour counts once."""

    code = "hours"
    label = _lt("Hours of direct work")
    unit = "hours"
    model = "recovery.encounter"
    # An hour of a mixed group belongs to the women and to the men.
    grouped_by = tuple(dimension for dimension in DIMENSIONS if dimension not in PERSONAL)

    def rows(self, scope):
        longest = SQL("MAX(d.minutes) / 60.0")
        # Named where the whole hour was one person's.
        client = SQL(
            "CASE WHEN COUNT(DISTINCT d.client_id) = 1 AND COUNT(*) = COUNT(d.client_id) THEN MIN(d.client_id) END",
        )
        columns = select(
            ref_id=SQL("d.encounter_id"), client_id=client, date=SQL("MIN(d.date)"), hours=longest,
            place=SQL("MIN(d.place)"), program_id=SQL("MIN(d.program_id)"), amount=longest,
        )
        return SQL("%s FROM (%s) d GROUP BY d.encounter_id, d.service_id", columns, scope.deliveries())
