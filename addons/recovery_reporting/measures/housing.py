from odoo.addons.recovery_housing.models.stay import INDEPENDENT
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .measure import Measure, select
from .nights import NIGHT_DIMENSIONS, get_beds, get_exits, get_houses, get_people, get_refusals, get_stop

_lt = LazyTranslate(__name__)

# What every row of nights says of its house and person, called n.
WHERE_AND_WHO = {
    name: SQL.identifier("n", name) for name in ("client_id", "program_id", "district_id", "gender", "house_id")
}
WHERE = {name: SQL.identifier("n", name) for name in ("program_id", "district_id", "gender", "house_id")}


class NightMeasure(Measure):
    """Counted from stretches of nights, which a breakdown by time splits: see ``volumes``."""

    grain = "night"
    narrowed_by = NIGHT_DIMENSIONS

    def spans(self, scope):
        """Return SQL of stretches of nights: columns client_id where it counts people, those of ``nights.get_beds``."""
        return get_people(scope)

    def located(self, scope):
        return SQL("SELECT n.*, NULL::varchar AS place FROM (%s) n", self.spans(scope))

    def is_additive(self, scope, dimension):
        return dimension in NIGHT_DIMENSIONS


class BedNights(NightMeasure):
    """Nights slept in stays and in the registers of shelters, on mats too; split where a period ends, up to last night."""

    code = "bed_nights"
    label = _lt("Bed nights")
    unit = "nights"
    model = "recovery.stay"

    def get_models(self):
        return ("recovery.stay", "recovery.night.guest")

    def grain_value(self, amount):
        return SQL("COALESCE(SUM(v.nights * v.people), 0)")

    def rows(self, scope):
        columns = select(
            model=SQL("n.model"), ref_id=SQL("n.ref_id"), date=SQL("n.start"),
            amount=SQL("(n.stop - n.start) * n.people"), **WHERE_AND_WHO,
        )
        return SQL("%s FROM (%s) n", columns, self.spans(scope))


class Residents(NightMeasure):
    """Distinct clients who slept at least one night; unnamed guests, whom nobody can tell apart, are not among them."""

    code = "residents"
    label = _lt("Residents")
    unit = "people"
    model = "recovery.client"

    def is_additive(self, scope, dimension):
        """A person lives in two houses in a year and in two months, but has one gender."""
        return dimension == "gender"

    def grain_value(self, amount):
        return SQL("COUNT(DISTINCT v.client_id)")

    def rows(self, scope):
        columns = select(
            ref_id=SQL("n.client_id"), client_id=SQL("n.client_id"), date=SQL("MIN(n.start)"), gender=SQL("MIN(n.gender)"),
            amount=SQL("1"),
        )
        return SQL("%s FROM (%s) n WHERE n.client_id IS NOT NULL GROUP BY n.client_id", columns, self.spans(scope))


class OccupancyShare(NightMeasure):
    """Nights slept in beds as a percentage of the nights on which beds were available; 0 when there were none."""

    code = "occupancy_share"
    label = _lt("Occupancy")
    unit = "percent"
    model = "recovery.bed"
    cumulative = False
    # An empty bed has no gender.
    narrowed_by = tuple(dimension for dimension in NIGHT_DIMENSIONS if dimension != "gender")

    def spans(self, scope):
        """Return SQL of the nights slept in beds (people) and of those available (beds)."""
        columns = SQL("n.house_id, n.program_id, n.district_id, 'unknown' AS gender, n.start, n.stop")
        return SQL(
            "SELECT n.bed_id, %(columns)s, n.people, 0 AS beds FROM (%(people)s) n WHERE n.in_bed"
            " UNION ALL SELECT n.ref_id, %(columns)s, 0, 1 FROM (%(beds)s) n",
            columns=columns, people=get_people(scope), beds=get_beds(scope),
        )

    def is_additive(self, scope, dimension):
        return False

    def grain_value(self, amount):
        return SQL("COALESCE(100.0 * SUM(v.nights * v.people) / NULLIF(SUM(v.nights * v.beds), 0), 0)")

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(SUM(r.base), 0), 0)")

    def rows(self, scope):
        """One row a bed: nights slept in it of the nights on which it was available."""
        columns = select(
            ref_id=SQL("n.bed_id"), date=SQL("MIN(n.start)"), program_id=SQL("MIN(n.program_id)"),
            house_id=SQL("MIN(n.house_id)"), amount=SQL("SUM((n.stop - n.start) * n.people)"),
            base=SQL("SUM((n.stop - n.start) * n.beds)"),
        )
        return SQL("%s FROM (%s) n GROUP BY n.bed_id", columns, self.spans(scope))

    def reference_sql(self):
        return SQL(
            "(SELECT CONCAT_WS(' · ', h.code, room.name, b.name) FROM recovery_bed b"
            " JOIN recovery_house h ON h.id = b.house_id LEFT JOIN recovery_room room ON room.id = b.room_id"
            " WHERE b.id = r.ref_id)",
        )

    def counted_rows(self, scope):
        """An empty bed is evidence too."""
        return self.rows(scope)


class HousesOpen(NightMeasure):
    """Houses open on at least one night."""

    code = "houses_open"
    label = _lt("Houses open")
    unit = "houses"
    model = "recovery.house"
    cumulative = False
    narrowed_by = OccupancyShare.narrowed_by

    def reference_sql(self):
        return SQL("(SELECT h.code FROM recovery_house h WHERE h.id = r.ref_id)")

    def spans(self, scope):
        return get_houses(scope)

    def is_additive(self, scope, dimension):
        """A house is open in March and in April, but stands in one place."""
        return dimension in ("district", "program", "house")

    def grain_value(self, amount):
        return SQL("COUNT(DISTINCT v.house_id)")

    def rows(self, scope):
        columns = select(ref_id=SQL("n.ref_id"), date=SQL("n.start"), amount=SQL("1"), **WHERE)
        return SQL("%s FROM (%s) n", columns, self.spans(scope))


class HousesOpenAverage(HousesOpen):
    """Houses open on a night on average: nights on which houses were open ÷ nights of the period that are over."""

    code = "houses_open_average"
    label = _lt("Houses open on average")
    unit = "houses_average"
    grain = None

    def value_sql(self):
        return SQL("COALESCE(SUM(r.amount) / NULLIF(MAX(r.base), 0), 0)")

    def rows(self, scope):
        nights = max((get_stop(scope) - scope.date_from).days, 0)
        columns = select(
            ref_id=SQL("n.ref_id"), date=SQL("n.start"), amount=SQL("(n.stop - n.start)::numeric"),
            base=SQL("%s::numeric", nights), **WHERE,
        )
        return SQL("%s FROM (%s) n", columns, self.spans(scope))


class HouseMeasure(Measure):
    """Counted from what happened in a house on a day."""

    grouped_by = narrowed_by = NIGHT_DIMENSIONS

    def located(self, scope):
        return self.rows(scope)


class ExitMeasure(HouseMeasure):
    """A mean or a share of the exits of a period, which does not add up."""

    model = "recovery.stay"
    cumulative = False

    def is_additive(self, scope, dimension):
        return False


class LengthOfStay(ExitMeasure):
    """Mean of the nights of stays that ended in the period; who moved from bed to bed has one stay."""

    code = "length_of_stay"
    label = _lt("Length of stay, mean")
    unit = "nights_average"

    def value_sql(self):
        return SQL("COALESCE(AVG(r.amount), 0)")

    def rows(self, scope):
        """One row for whoever left: the nights of the whole stay, also those from before the period."""
        nights = SQL(
            "(SELECT SUM(x.date_to - x.date_from) FROM recovery_stay x WHERE x.state = 'out'"
            " AND (x.id = n.origin_id OR x.origin_id = n.origin_id))",
        )
        columns = select(ref_id=SQL("n.ref_id"), date=SQL("n.date"), amount=nights, **WHERE_AND_WHO)
        return SQL("%s FROM (%s) n", columns, get_exits(scope))

    def detail(self, env, figure):
        return env._("of %s stays that ended", figure.count) if figure.count else ""


class LengthOfStayMedian(LengthOfStay):
    """Median of the nights of stays that ended in the period."""

    code = "length_of_stay_median"
    label = _lt("Length of stay, median")

    def value_sql(self):
        return SQL("COALESCE(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY r.amount), 0)")


class IndependentExitsShare(ExitMeasure):
    """Exits to a home of one's own, shared or with family, as a percentage of exits to a known place.

    Moves within the organisation are no exits; whoever died did not leave to anywhere.
    """

    code = "independent_exits_share"
    label = _lt("Share of exits to independent living")
    unit = "percent"

    def value_sql(self):
        return SQL("COALESCE(100.0 * SUM(r.amount) / NULLIF(SUM(r.base), 0), 0)")

    def counted_rows(self, scope):
        """The whole denominator is the evidence of a share."""
        return SQL("SELECT r.* FROM (%s) r WHERE r.base > 0", self.rows(scope))

    def rows(self, scope):
        columns = select(
            ref_id=SQL("n.ref_id"), date=SQL("n.date"), **WHERE_AND_WHO,
            # Asked for: where somebody went of whom it is not known.
            rated=SQL("CASE WHEN n.exit_destination = 'unknown' THEN 0 END"),
            amount=SQL("CASE WHEN n.exit_destination IN %s THEN 1 ELSE 0 END", INDEPENDENT),
            base=SQL("CASE WHEN n.exit_destination = 'unknown' THEN 0 ELSE 1 END"),
        )
        return SQL("%s FROM (%s) n WHERE n.exit_destination NOT IN ('ours', 'none')", columns, get_exits(scope))

    def detail(self, env, figure):
        if not figure.not_rated:
            return env._("of %s exits", figure.count) if figure.count else ""
        return env._(
            "of %(count)s exits; of %(unknown)s more it is not known where to",
            count=figure.count - figure.not_rated, unknown=figure.not_rated,
        )

    def get_remedy(self, env):
        return env._("find out")


class TurnedAway(HouseMeasure):
    """People who were not let in for a night: named ones each time, and the unnamed of each refusal."""

    code = "turned_away"
    label = _lt("Turned away")
    unit = "refusals"
    model = "recovery.night.refusal"

    def rows(self, scope):
        columns = select(ref_id=SQL("n.ref_id"), date=SQL("n.date"), amount=SQL("n.people"), **WHERE_AND_WHO)
        return SQL("%s FROM (%s) n", columns, get_refusals(scope))
