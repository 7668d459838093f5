from odoo.addons.recovery_care.tests.test_access_table import AccessTableComplete, CareFieldsClosed
from odoo.tests import tagged

from .access_records import HousingAccessCase
from .access_table import CARE_FIELDS, EMERGENCY, FIELDS, TABLE, WIZARDS


@tagged("post_install", "-at_install")
class TestHousingAccessTable(HousingAccessCase):
    """Every role tries every way to every record of the housing models."""

    module = "recovery_housing"
    table, fields, wizards, emergency = TABLE, FIELDS, WIZARDS, EMERGENCY
    authored = {"recovery.house.log": "w"}


@tagged("post_install", "-at_install")
class TestHousingAccessTableComplete(AccessTableComplete, CareFieldsClosed, HousingAccessCase):
    module = "recovery_housing"
    fields, wizards, care_fields = FIELDS, WIZARDS, CARE_FIELDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE
