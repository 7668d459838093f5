from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.housing_weight import DEFAULTS
from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHousingWeight(ApplicationCase):

    def test_a_factor_is_weighed_once(self):
        self.weight("homeless", 5)
        self.weight("homeless", 3, house=self.community)
        self.weight("referral", 3, referred_from="detox")
        self.weight("referral", 1, referred_from="prison")
        for refusal in self.refusals("recovery.housing.weight", "once", "Factor"):
            with refusal:
                self.weight("homeless", 1)

    def test_days_are_positive(self):
        for refusal in self.refusals("recovery.housing.weight", "days", "Every"):
            with refusal:
                self.weight("waiting", 1, every_days=0)

    def test_a_referral_says_where_from(self):
        for refusal in self.refusals("recovery.housing.weight", "referral", "From"):
            with refusal:
                self.weight("referral", 1)

    def test_ages_are_in_order(self):
        for values in ({"factor": "age", "age_from": 30, "age_to": 20}, {"factor": "homeless", "age_to": 20}):
            for refusal in self.refusals("recovery.housing.weight", "ages", "To the age of"):
                with self.subTest(values=values), refusal:
                    self.weight(points=1, **values)

    def test_a_new_company_begins_with_weights_and_keeps_what_it_changes(self):
        company = self.env["res.company"].create({"name": "Demo third"})
        weights = self.env["recovery.housing.weight"].search([("company_id", "=", company.id)])
        self.assertEqual(weights.mapped("factor"), [factor for factor, _values in DEFAULTS])
        weights[0].unlink()
        self.env["recovery.housing.weight"]._create_defaults()
        self.assertEqual(len(weights.exists()), len(DEFAULTS) - 1)

    def test_a_manager_weighs_for_own_houses_alone(self):
        own = self.env["recovery.housing.weight"].with_user(self.manager).create(
            {"house_id": self.community.id, "factor": "homeless", "points": 7},
        )
        self.assertEqual(own.company_id, self.company)
        with self.assertRaises(AccessError):
            self.weight("children", 1).with_user(self.manager).points = 2
        with self.assertRaises(AccessError):
            own.with_user(self.house).points = 2
