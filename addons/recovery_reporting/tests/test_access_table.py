from odoo.addons.recovery_care.tests.test_access_table import AccessTableComplete
from odoo.tests import tagged

from .access_records import GrantAccessCase
from .access_table import CARE_FIELDS, FIELDS, TABLE, WIZARDS


@tagged("post_install", "-at_install")
class TestGrantAccessTable(GrantAccessCase):
    """Every role tries every way to every record of this add-on."""

    module = "recovery_reporting"
    table, fields, wizards = TABLE, FIELDS, WIZARDS


@tagged("post_install", "-at_install")
class TestGrantAccessTableComplete(AccessTableComplete, GrantAccessCase):
    module = "recovery_reporting"
    fields, wizards = FIELDS, WIZARDS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = TABLE

    def test_fields_added_to_care_are_closed_to_everybody_else(self):
        for model, rows in CARE_FIELDS.items():
            for names, roles in rows.items():
                for name in names:
                    for role, user in self.users.items():
                        with self.subTest(model=model, field=name, role=role):
                            self.assertEqual(name in self.env[model].with_user(user).fields_get(), role in roles)
