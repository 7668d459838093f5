from pathlib import Path

from odoo.addons.recovery_care.tests.test_database_objects import DatabaseObjects
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestHousingDatabaseObjects(DatabaseObjects, TransactionCase):
    module = "recovery_housing"
    tests = Path(__file__).parent
