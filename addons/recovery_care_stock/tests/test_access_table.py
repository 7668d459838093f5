from odoo.addons.recovery_care.tests.test_access_table import AccessTableComplete, CareFieldsClosed
from odoo.tests import tagged

from .access_records import StockAccessCase
from .access_table import CARE_FIELDS, FIELDS, TABLE, WIZARDS


@tagged("post_install", "-at_install")
class TestStockAccessTable(StockAccessCase):
    """Every role tries every way to every record of this add-on."""

    module = "recovery_care_stock"
    table, fields, wizards = TABLE, FIELDS, WIZARDS


@tagged("post_install", "-at_install")
class TestStockAccessTableComplete(AccessTableComplete, CareFieldsClosed, StockAccessCase):
    module = "recovery_care_stock"
    fields, wizards, care_fields = FIELDS, WIZARDS, CARE_FIELDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE

    def test_every_model_of_a_company_has_its_rule(self):
        for model in TABLE:
            rules = self.env["ir.rule"].search([("model_id.model", "=", model), ("global", "=", True)])
            with self.subTest(model=model):
                self.assertTrue(any("('company_id', 'in', company_ids" in rule.domain_force for rule in rules))
