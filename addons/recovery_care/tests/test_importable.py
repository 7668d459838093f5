import openpyxl
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from .common import RecoveryCase
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


@tagged("post_install", "-at_install")
class TestImportedLines(RecoveryCase):
    """What a sheet has wrong is told with the line as the spreadsheet shows it, and with the label of the field."""

    OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "date_format": "%Y-%m-%d"}

    def messages(self, *lines, **options):
        columns = ["code", "identity", "gender", "first_name", "birthdate"]
        upload = self.env["base_import.import"].create({
            "res_model": "recovery.client", "file_type": "text/csv", "file_name": "clients.csv",
            "file": "\n".join([",".join(columns), *lines]).encode(),
        })
        return upload.execute_import(columns, columns, {**self.OPTIONS, **options}, dryrun=True)["messages"]

    def told(self, messages):
        return [(message["rows"]["from"] + 1, message["record"], message["message"]) for message in messages]

    def test_wrong_value_of_a_column(self):
        messages = self.messages("L-1,pseudonymous,male,,", "L-2,pseudonymous,fmale,,")
        [(line, record, text)] = self.told(messages)
        self.assertEqual((line, record), (3, 3))
        self.assertTrue(text.startswith("Line 3: "), text)
        self.assertIn("Gender", text)

    def test_wrong_record(self):
        [(line, record, text)] = self.told(self.messages("L-1,pseudonymous,male,,", "L-2,identified,male,,"))
        self.assertEqual((line, record), (3, 3))
        self.assertTrue(text.startswith("Name: "), text)

    def test_same_fault_on_two_lines_is_told_twice(self):
        messages = self.messages("L-1,identified,male,,", "L-2,pseudonymous,male,,", "L-3,identified,male,,")
        self.assertEqual([text.split(":")[0] for _line, _record, text in self.told(messages)], ["Line 2", "Line 4"])

    def test_impossible_date(self):
        [message] = self.messages("L-1,pseudonymous,male,,1990-01-31", "L-2,pseudonymous,male,,1990-02-31")
        self.assertEqual(
            message["message"],
            "Line 3: Birthdate: “1990-02-31” is no date of the calendar, or not written as YYYY-MM-DD.",
        )

    def test_good_dates_pass(self):
        self.assertEqual(self.messages("L-1,identified,male,Adam,1990-01-31"), [])

    def test_lines_without_a_heading_and_after_a_part_already_imported(self):
        lines = ["L-1,identified,male,,", "L-2,pseudonymous,male,,1990-02-31"]
        with_skip = self.messages("L-0,pseudonymous,male,,", *lines, skip=1)
        self.assertTrue(with_skip[0]["message"].startswith("Line 4: "), with_skip)

    def test_imports_of_other_models_are_left_as_they_are(self):
        upload = self.env["base_import.import"].create({
            "res_model": "res.partner", "file_type": "text/csv", "file_name": "partners.csv",
            "file": b"name,type\nDemo,wrong",
        })
        [message] = upload.execute_import(["name", "type"], ["name", "type"], dict(self.OPTIONS), dryrun=True)["messages"]
        self.assertEqual(message["rows"]["from"], 0)
        self.assertFalse(message["message"].startswith("Line"))
