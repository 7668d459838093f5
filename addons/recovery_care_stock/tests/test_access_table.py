from odoo.addons.recovery_care.tests.test_access_table import AccessTableComplete
from odoo.tests import tagged

from .access_records import StockAccessCase
from .access_table import CARE_FIELDS, FIELDS, TABLE, WIZARDS


@tagged("post_install", "-at_install")
class TestStockAccessTable(StockAccessCase):
    """Every role tries every way to every record of this add-on."""

    module = "recovery_care_stock"
    table, fields, wizards = TABLE, FIELDS, WIZARDS


@tagged("post_install", "-at_install")
class TestStockAccessTableComplete(AccessTableComplete, StockAccessCase):
    module = "recovery_care_stock"
    fields, wizards = FIELDS, WIZARDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE

    def test_every_model_of_a_company_has_its_rule(self):
        for model in TABLE:
            rules = self.env["ir.rule"].search([("model_id.model", "=", model), ("global", "=", True)])
            with self.subTest(model=model):
                self.assertTrue(any("('company_id', 'in', company_ids" in rule.domain_force for rule in rules))

    def test_fields_added_to_care_are_closed_to_everybody_else(self):
        for model, rows in CARE_FIELDS.items():
            for names, roles in rows.items():
                for name in names:
                    for role, user in self.users.items():
                        with self.subTest(model=model, field=name, role=role):
                            self.assertEqual(name in self.env[model].with_user(user).fields_get(), role in roles)
