from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..measures import MEASURES, Scope
from .housing_case import HOUSING
from .random_world import RandomWorldCase
from .recount import Recount


@tagged("post_install", "-at_install")
class TestHousingMeasuresRandom(RandomWorldCase):
    """Each measure of housing equals its recount, night by night, in random houses."""

    def compare(self, grant, programs=None, date_from=None, date_to=None, **filters):
        date_from, date_to = date_from or grant.date_start, date_to or grant.date_end
        recount = Recount(grant, date_from, date_to, programs=programs, **filters)
        scope = Scope(
            grant_id=None if programs else grant.id, company_id=grant.company_id.id,
            program_ids=tuple((programs or grant.program_ids).ids), date_from=date_from, date_to=date_to, today=self.today,
            filters=filters, house_ids=None if programs else tuple(grant.house_ids.ids),
        )
        found = {}
        for code in HOUSING:
            with self.subTest(measure=code, filters=filters):
                found[code] = MEASURES[code].figure(self.env, scope).value
                self.assertAlmostEqual(found[code], getattr(recount, code)(), places=6)
        return found

    def test_filters_periods_and_claims(self):
        grant = self.build(71)
        second = self.new_grant(
            "R-71-C", programs=self.own | self.other, date_start=self.day_of(150), date_end=self.period[1],
            house_ids=[Command.set(grant.house_ids.ids)], sequence=20,
        )
        (grant | second)._attribute()
        stays = grant.attribution_ids.stay_id
        self.assertGreater(len(stays), 10)
        grant.exclude_stays(stays[::4].ids, "Paid by the town")
        (grant | second)._attribute()
        whole = self.compare(grant)
        self.assertTrue(all(whole.values()), whole)
        self.assertGreater(self.compare(second)["bed_nights"], 5)
        self.compare(grant, date_from=self.day_of(100), date_to=self.day_of(101))
        town, part, _village = self.districts
        houses = self.env["recovery.house"].search([("company_id", "=", self.company.id), ("code", "=like", "R-71-%")])
        for programs in (None, self.own | self.other | self.third):
            for filters in (
                {"house_ids": houses[:1].ids}, {"house_kind_ids": self.env.ref("recovery_housing.kind_hostel").ids},
                {"gender": "female"}, {"program_ids": self.own.ids}, {"district_ids": (town | part).ids},
                {"count_out_of_service": True},
            ):
                self.compare(grant, programs, **filters)
        found = self.compare(grant, self.own | self.other | self.third, self.period[0], self.today + timedelta(days=40))
        self.assertTrue(all(found.values()), found)

    def day_of(self, number):
        return self.period[0] + timedelta(days=number)
