from odoo.addons.recovery_care.tests.test_access_table import AccessTableComplete, CareFieldsClosed
from odoo.tests import tagged

from .access_records import GrantAccessCase
from .access_table import CARE_FIELDS, FIELDS, TABLE, WIZARDS


@tagged("post_install", "-at_install")
class TestGrantAccessTable(GrantAccessCase):
    """Every role tries every way to every record of this add-on."""

    module = "recovery_reporting"
    table, fields, wizards = TABLE, FIELDS, WIZARDS


@tagged("post_install", "-at_install")
class TestGrantAccessTableComplete(AccessTableComplete, CareFieldsClosed, GrantAccessCase):
    module = "recovery_reporting"
    fields, wizards, care_fields = FIELDS, WIZARDS, CARE_FIELDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE
