from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestSubstanceUse(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heroin = cls.env.ref("recovery_care.substance_11")
        cls.gambling = cls.env.ref("recovery_care.substance_gambling")
        cls.primary = cls.new_use(cls.heroin, is_primary=True)

    @classmethod
    def new_use(cls, substance, **values):
        return cls.env["recovery.substance.use"].create({
            "client_id": cls.client.id, "substance_id": substance.id, **values,
        })

    def test_one_primary_substance_a_client(self):
        for refusal in self.refusals("recovery.substance.use", "primary_uniq", "Primary"):
            with refusal:
                self.new_use(self.gambling, is_primary=True)

    def test_second_substance_that_is_not_primary(self):
        self.assertFalse(self.new_use(self.gambling).is_primary)

    def test_substance_is_recorded_once(self):
        for refusal in self.refusals("recovery.substance.use", "substance_uniq", "Substance"):
            with refusal:
                self.new_use(self.heroin)

    def test_age_at_first_use_is_an_age(self):
        for age in (-1, 121):
            for refusal in self.refusals("recovery.substance.use", "age_first_use", "Age at first use"):
                with self.subTest(age=age), refusal:
                    self.primary.age_first_use = age

    def test_last_use_does_not_lie_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "Last use"):
            self.primary.date_last_use = self.today + timedelta(days=2)

    def test_client_of_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Client"):
            self.primary.client_id = self.client_foreign

    def test_name_carries_the_code_alone(self):
        name = self.primary.with_user(self.counsellor).display_name
        self.assertIn(self.client.code, name)
        self.assertNotIn("Testový", name)
