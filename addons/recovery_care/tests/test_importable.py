import openpyxl
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from .mixin_case import MixinCase, each_inheriting

MIXIN = "recovery.importable"
WRONG = {"values": {"company_id": False}}


@tagged("post_install", "-at_install")
class TestImportable(MixinCase):
    """Every model that is imported has a template, and tells errors on the rows that have them."""

    @each_inheriting(MIXIN)
    def test_template_names_fields_of_the_model(self, Model):
        for template in Model.get_import_templates():
            self.assertTrue(template["label"])
            with file_open(template["template"].lstrip("/"), "rb") as file:
                header = [cell.value for cell in openpyxl.load_workbook(file).worksheets[0][1]]
            self.assertTrue(header)
            for column in header:
                Current = Model
                for part in column.split("/"):
                    self.assertIn(part, Current._fields, column)
                    if Current._fields[part].relational:
                        Current = self.env[Current._fields[part].comodel_name]

    @each_inheriting(MIXIN)
    def test_batch_keeps_its_error_to_itself(self, Model):
        """The rows are tried again one by one, and then each tells its own error."""
        Imported = Model.with_context(import_file=True)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            Imported._load_records([WRONG, WRONG])
        self.assertNotIsInstance(caught.exception, UserError)
        self.assertIsInstance(caught.exception.__cause__, UserError)
        with self.assertRaises(UserError):
            Imported._load_records([WRONG])

    @each_inheriting(MIXIN)
    def test_whoever_loads_records_otherwise_is_told_at_once(self, Model):
        with self.assertRaises(UserError):
            Model._load_records([WRONG, WRONG])
