from itertools import product

from odoo.tests import tagged

from ..measures import MEASURES, TOTAL, Scope, find_parts, get_volumes
from ..measures.dimensions import PERIODS, get_span, get_starts
from ..measures.nights import NIGHT_DIMENSIONS
from .housing_case import HOUSING
from .random_world import RandomWorldCase
from .recount import Recount


@tagged("post_install", "-at_install")
class TestHousingVolumes(RandomWorldCase):
    """Measures of housing broken down also by house, against a recount of each part."""

    def scope(self, grant, programs=None):
        return Scope(
            grant_id=None if programs else grant.id, company_id=grant.company_id.id,
            program_ids=tuple((programs or grant.program_ids).ids), date_from=grant.date_start, date_to=grant.date_end,
            today=self.today, house_ids=None if programs else tuple(grant.house_ids.ids),
        )

    def test_by_house_and_time(self):
        grant = self.build(81)
        grant._attribute()
        programs = self.own | self.other | self.third
        for dimensions, chosen in ((("house",), programs), (("quarter", "house"), programs), (("house",), None)):
            with self.subTest(dimensions=dimensions, of_grant=not chosen):
                found = self.compare_parts(grant, dimensions, chosen)
                self.assertGreater(sum(bool(value) for value in found["bed_nights"].values()), 2)

    def compare_parts(self, grant, dimensions, programs):
        scope = self.scope(grant, programs)
        parts = [
            get_starts(dimension, scope.date_from, scope.date_to) if dimension in PERIODS
            else sorted(find_parts(self.env, [(MEASURES[code], scope) for code in HOUSING], dimension))
            for dimension in dimensions
        ]
        volumes = get_volumes(self.env, [(MEASURES[code], scope) for code in HOUSING], dimensions, parts)
        for key in product(*([*some, TOTAL] for some in parts)):
            named = {dimension: part for dimension, part in zip(dimensions, key, strict=True) if part != TOTAL}
            start, end = scope.date_from, scope.date_to
            for dimension in set(named) & set(PERIODS):
                first, last = get_span(dimension, named[dimension])
                start, end = max(start, first), min(end, last)
            recount = Recount(grant, start, end, programs=programs, **scope.filters)
            recount.parts = named
            for code, found in zip(HOUSING, volumes, strict=True):
                with self.subTest(measure=code, key=key):
                    self.assertAlmostEqual(found.get(key, 0), getattr(recount, code)(), places=6)
        return dict(zip(HOUSING, volumes, strict=True))

    def test_month_is_the_sum_of_its_days(self):
        grant = self.build(82)
        scope = self.scope(grant, self.own | self.other)
        days, months = (
            get_volumes(self.env, [(MEASURES["bed_nights"], scope)], (dimension,), [[]])[0] for dimension in ("day", "month")
        )
        self.assertGreater(len(months), 6)
        for (month,), nights in months.items():
            own = [value for (day,), value in days.items() if day != TOTAL and (month in (TOTAL, day.replace(day=1)))]
            self.assertEqual(sum(own), nights)

    def test_table_by_month_and_house(self):
        grant = self.build(83)
        indicators = self.env["recovery.indicator"].create([
            {"code": f"H-{code}", "name": code, "measure": code, "company_id": self.company.id} for code in HOUSING
        ])
        table = self.env["recovery.volume.table"].create({
            "name": "Demo nights", "company_id": self.company.id, "program_ids": (self.own | self.other).ids,
            "indicator_ids": indicators.ids, "date_from": grant.date_start, "date_to": grant.date_end,
            "row_by": "month", "column_by": "house",
        }).with_user(self.finance)
        found = table.get_table()
        self.assertEqual(found["row_label"], "Month")
        self.assertEqual(found["parts"], [
            "Demo house A", "Demo house B", "Demo house C", "Demo house E", "Total",
        ])
        nights = [line["values"][:5] for line in found["rows"]]
        self.assertTrue(all(sum(values[:4]) == values[4] for values in nights))
        self.assertGreater(found["total"]["values"][4], 50)
        self.assertTrue(table.file_xlsx)

    def test_services_are_not_known_by_house_nor_empty_beds_by_gender(self):
        for measure, dimension in (("contacts", "house"), ("occupancy_share", "gender"), ("bed_nights", "place")):
            self.assertNotIn(dimension, MEASURES[measure].narrowed_by)
        self.assertEqual(MEASURES["bed_nights"].narrowed_by, NIGHT_DIMENSIONS)
