import re
from pathlib import Path

from odoo import models
from odoo.tests import TransactionCase, tagged


class DatabaseObjects:
    """Odoo only logs a constraint that it could not add. Here its absence fails.

    For the tests of an add-on: ``module`` is its name, ``tests`` the folder of its tests.
    """

    allow_inherited_tests_method = True
    module = None
    tests = None

    def _get_objects(self):
        for name in self.env.registry:
            Model = self.env[name]
            if Model._original_module == self.module and not Model._abstract:
                for item in Model._table_objects.values():
                    if item._module == self.module:
                        yield Model, item

    def test_every_constraint_and_index_is_in_the_database(self):
        self.env.cr.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        existing = {row[0] for row in self.env.cr.fetchall()}
        for Model, item in self._get_objects():
            with self.subTest(item.full_name(Model)):
                self.assertIn(item.full_name(Model), existing)

    def test_every_constraint_has_a_message_for_the_user(self):
        for Model, item in self._get_objects():
            if isinstance(item, (models.Constraint, models.UniqueIndex)):
                with self.subTest(item.full_name(Model)):
                    self.assertRegex(item.get_error_message(Model), r"^[A-Z].+\.$")

    def test_every_constraint_is_broken_by_a_test(self):
        sources = " ".join(path.read_text() for path in self.tests.glob("test_*.py"))
        broken = set(re.findall(r'refusals\(\s*"([a-z_.]+)",\s*"([a-z_]+)"', sources))
        constraints = {
            (Model._name, item.name) for Model, item in self._get_objects()
            if isinstance(item, (models.Constraint, models.UniqueIndex))
        }
        self.assertEqual(constraints, broken)

    def test_every_constraint_has_a_twin_that_speaks_first(self):
        """What the database refuses is an error in the log; people make mistakes every day."""
        for Model, item in self._get_objects():
            if isinstance(item, (models.Constraint, models.UniqueIndex)):
                with self.subTest(item.full_name(Model)):
                    self.assertIn(item, Model._get_twins())


@tagged("post_install", "-at_install")
class TestDatabaseObjects(DatabaseObjects, TransactionCase):
    module = "recovery_care"
    tests = Path(__file__).parent
