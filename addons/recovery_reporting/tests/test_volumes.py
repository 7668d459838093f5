from dataclasses import replace
from datetime import timedelta
from itertools import product

from odoo.tests import tagged
from odoo.tools import SQL

from ..measures import MEASURES, TOTAL, Scope, find_parts, get_volumes
from ..measures.dimensions import DIMENSIONS, PERIODS, get_key_sql, get_span, get_starts
from .common import REQUIRED
from .random_world import RandomWorldCase
from .recount import Recount

COUNTED = [code for code in MEASURES if code != "positions_filled"]


def get_key(dimension, delivery):
    """Return the part to which a delivery belongs, in plain Python."""
    encounter, client, day = delivery.encounter_id, delivery.client_id, delivery.date
    if dimension in PERIODS:
        first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
        return first.get(dimension) or day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return {
        "place": encounter.place, "program": delivery.program_id.id, "gender": client.gender or "unknown",
        "district": (encounter.district_id or client.district_id).id or None,
    }[dimension]


@tagged("post_install", "-at_install")
class TestVolumes(RandomWorldCase):
    """Figures broken down, against a recount of each part in plain Python."""

    def scope(self, grant, programs=None, **values):
        return Scope(**{
            "grant_id": None if programs else grant.id, "company_id": grant.company_id.id,
            "program_ids": tuple((programs or grant.program_ids).ids), "date_from": grant.date_start,
            "date_to": grant.date_end, "today": self.today, "filters": REQUIRED,
            "house_ids": None if programs else tuple(grant.house_ids.ids), **values,
        })

    def parts(self, dimension, scope):
        if dimension in PERIODS:
            return get_starts(dimension, scope.date_from, scope.date_to)
        return sorted(find_parts(self.env, [(MEASURES[code], scope) for code in COUNTED], dimension), key=str)

    def recount(self, grant, scope, programs, parts):
        """Return the Recount of one part; ``parts`` is {dimension: key}."""
        start, end = scope.date_from, scope.date_to
        for dimension, key in parts.items():
            if dimension in PERIODS:
                first, last = get_span(dimension, key)
                start, end = max(start, first), min(end, last)
        found = Recount(grant, start, end, programs=programs, **{**scope.filters, "new_only": False})
        found.parts = parts
        if scope.filters.get("new_only"):
            # New in the whole period, whatever the part.
            whole = Recount(grant, scope.date_from, scope.date_to, programs=programs, **scope.filters)
            found.rows = [row for row in found.rows if row.client_id and whole._is_new(row.client_id)]
        for dimension, key in parts.items():
            if dimension not in PERIODS:
                found.rows = [row for row in found.rows if get_key(dimension, row) == key]
            if dimension == "program":
                found.programs = found.programs.filtered(lambda program, key=key: program.id == key)
        return found

    def compare(self, grant, dimensions, programs=None, codes=COUNTED, **values):
        scope = self.scope(grant, programs, **values)
        parts = [self.parts(dimension, scope) for dimension in dimensions]
        volumes = get_volumes(self.env, [(MEASURES[code], scope) for code in codes], dimensions, parts)
        keys = list(product(*([*some, TOTAL] for some in parts)))
        for key in keys:
            named = {dimension: part for dimension, part in zip(dimensions, key, strict=True) if part != TOTAL}
            recount = self.recount(grant, scope, programs, named)
            for code, found in zip(codes, volumes, strict=True):
                with self.subTest(measure=code, key=key):
                    self.assertAlmostEqual(found.get(key, 0), float(getattr(recount, code)()), places=6)
        for code, found in zip(codes, volumes, strict=True):
            self.assertLessEqual(set(found), set(keys), code)
        return dict(zip(codes, volumes, strict=True))

    def test_every_measure_by_every_dimension_of_a_grant(self):
        grant = self.build(51)
        grant._attribute()
        for dimension in DIMENSIONS:
            if dimension != "day":
                with self.subTest(dimension=dimension):
                    found = self.compare(grant, (dimension,))
                    self.assertGreater(sum(bool(value) for value in found["contacts"].values()), 2)

    def test_everything_done_in_programmes_without_a_grant(self):
        grant = self.build(52)
        for dimensions in (("month",), ("district",), ("place", "gender"), ("quarter", "program")):
            with self.subTest(dimensions=dimensions):
                found = self.compare(grant, dimensions, programs=self.own | self.third)
                self.assertGreater(found["contacts"][TOTAL,] if len(dimensions) == 1 else 1, 0)

    def test_filters_of_an_indicator_hold_in_every_part(self):
        grant = self.build(53)
        for filters in ({"place": "street"}, {"new_only": True}, {"min_hours": 1.0}, {"service_kind": "exchange"},
                        {"program_ids": self.other.ids, "gender": "female"}):
            with self.subTest(filters=filters):
                self.compare(grant, ("place",), programs=self.own | self.other, filters={**REQUIRED, **filters})

    def test_people_who_are_new_in_the_period_are_broken_down_by_month(self):
        grant = self.build(58)
        filters = {**REQUIRED, "new_only": True}
        found = self.compare(grant, ("month",), programs=self.own | self.other, filters=filters)
        contacts = found["contacts"]
        self.assertGreater(contacts[TOTAL,], 0)
        self.assertEqual(sum(contacts.values()), 2 * contacts[TOTAL,])

    def test_days_add_up_to_months_and_months_to_the_year(self):
        grant = self.build(54)
        scope = self.scope(grant, self.own | self.other)
        additive = [
            code for code in COUNTED if all(MEASURES[code].is_additive(scope, dimension) for dimension in PERIODS)
        ]
        self.assertLessEqual({"contacts", "hours", "units", "syringes_issued", "interventions"}, set(additive))
        wanted = [(MEASURES[code], scope) for code in additive]
        days, months, years = (
            get_volumes(self.env, wanted, (dimension,), [self.parts(dimension, scope)])
            for dimension in ("day", "month", "year")
        )
        for code, by_day, by_month, by_year in zip(additive, days, months, years, strict=True):
            with self.subTest(measure=code):
                self.assertGreater(by_year[TOTAL,], 0)
                for (month,) in set(by_month) - {(TOTAL,)}:
                    own = [value for (day,), value in by_day.items() if day != TOTAL and day.replace(day=1) == month]
                    self.assertAlmostEqual(sum(own), by_month[month,])
                    alone = MEASURES[code].figure(self.env, scope.narrow("month", month))
                    self.assertAlmostEqual(alone.value, by_month[month,])
                for whole in (by_day, by_month, by_year):
                    self.assertAlmostEqual(sum(value for key, value in whole.items() if key != (TOTAL,)), whole[TOTAL,])
                    self.assertAlmostEqual(whole[TOTAL,], by_year[TOTAL,])

    def test_what_is_said_to_add_up_does_and_people_do_not(self):
        grant = self.build(55)
        scope = self.scope(grant, self.own | self.other)
        for dimension in ("month", "place", "district", "gender", "program"):
            found = get_volumes(
                self.env, [(MEASURES[code], scope) for code in COUNTED], (dimension,), [self.parts(dimension, scope)],
            )
            for code, values in zip(COUNTED, found, strict=True):
                if MEASURES[code].is_additive(scope, dimension):
                    with self.subTest(measure=code, dimension=dimension):
                        parts = sum(value for key, value in values.items() if key != (TOTAL,))
                        self.assertAlmostEqual(parts, values[TOTAL,])
            people = dict(zip(COUNTED, found, strict=True))["persons_supported"]
            if dimension in ("month", "place"):
                self.assertGreater(sum(people.values()), 2 * people[TOTAL,])

    def test_units_that_add_up_over_months_or_count_a_group_once(self):
        grant = self.build(56)
        scope = self.scope(grant, self.own | self.other)
        for changed in ({"rounding": "accumulate"}, {"counted_per": "encounter"}):
            rule = {**REQUIRED["unit"], **changed}
            own = replace(scope, filters={"unit": rule})
            whole = float(Recount(grant, own.date_from, own.date_to, programs=self.own | self.other, unit=rule).units())
            self.assertGreater(whole, 10)
            for dimension in ("month", "place", "program", "gender", "district"):
                with self.subTest(rule=changed, dimension=dimension):
                    [found] = get_volumes(
                        self.env, [(MEASURES["units"], own)], (dimension,), [self.parts(dimension, own)],
                    )
                    self.assertAlmostEqual(found[TOTAL,], whole)
                    if MEASURES["units"].is_additive(own, dimension):
                        self.assertAlmostEqual(sum(found.values()), 2 * whole)

    def test_no_shows_count_in_units_that_ask_for_them_without_a_grant_alone(self):
        program, day = self.third, self.period[0] + timedelta(days=5)
        encounter = self.done(program, self.client, day, minutes=30).encounter_id
        encounter.amend("Did not come")
        encounter.action_no_show()
        rule = {**REQUIRED["unit"], "no_show": True}
        scope = Scope(
            grant_id=None, company_id=self.company.id, program_ids=tuple(program.ids), date_from=self.period[0],
            date_to=self.period[1], today=self.today, filters={"unit": rule},
        )
        [units, contacts] = get_volumes(
            self.env, [(MEASURES["units"], scope), (MEASURES["contacts"], scope)], ("month",), [[day.replace(day=1)]],
        )
        self.assertEqual((units[day.replace(day=1),], units[TOTAL,], contacts.get((TOTAL,), 0)), (1, 1, 0))
        self.assertEqual(MEASURES["units"].figure(self.env, scope).value, 1)

    def test_one_query_for_all_that_can_be_grouped(self):
        grant = self.build(57)
        scope = self.scope(grant, self.own | self.other)
        codes = [code for code in COUNTED if MEASURES[code].get_grain(scope) or MEASURES[code].is_grouped(scope, "month")]
        self.assertGreater(len(codes), 9)
        parts = [self.parts("month", scope)]
        self.env.flush_all()
        before = self.cr.sql_log_count
        get_volumes(self.env, [(MEASURES[code], scope) for code in codes], ("month",), parts)
        self.assertEqual(self.cr.sql_log_count - before, 1)

    def test_keys_of_stretches_of_time(self):
        for dimension, first in (
            ("day", "2026-05-09"), ("month", "2026-05-01"), ("quarter", "2026-04-01"), ("year", "2026-01-01"),
        ):
            [(key,)] = self.env.execute_query(
                SQL("SELECT %s FROM (SELECT '2026-05-09'::date AS date) t", get_key_sql(dimension, "t")),
            )
            self.assertEqual(str(key), first)
