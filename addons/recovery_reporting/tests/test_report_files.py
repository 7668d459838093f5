import base64
import io
from datetime import datetime, timedelta
from unittest.mock import patch

import openpyxl
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import format_date

from .common import ReportingCase
from .random_world import RandomWorldCase
from .recount import Recount


def load(report):
    """Return the frozen workbook of a report, opened by another library than the one that wrote it."""
    return openpyxl.load_workbook(io.BytesIO(base64.b64decode(report.sudo().file_xlsx)))


def rows(sheet, first=6):
    """Return the values of the rows from ``first`` (counted from 1) on, as far as they are filled."""
    return [row for row in sheet.iter_rows(min_row=first, values_only=True) if any(cell is not None for cell in row)]


@tagged("post_install", "-at_install")
class TestReportWorkbook(RandomWorldCase):
    """The XLSX, cell by cell against the raw records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grant.exclusive = False
        world = cls("test_indicators_sheet")
        cls.year = world.build(31)
        for measure in ("persons_supported", "share_improved_ors", "persons_improved_ors", "contacts", "hours"):
            cls.new_indicator(measure, cls.year, target=50)
        cls.new_indicator("persons_supported", cls.year, new_only=True)
        cls.report = cls.env["recovery.report"].with_user(cls.finance).create({
            "grant_id": cls.year.id, "date_from": cls.year.date_start + timedelta(days=100), "date_to": cls.year.date_end,
        })
        cls.report.action_freeze()
        cls.book = load(cls.report)
        cls.recount = Recount(cls.year, cls.report.date_from, cls.report.date_to)

    def test_sheets(self):
        self.assertEqual(self.book.sheetnames, [
            "Summary", "Indicators", "ORS distribution", "Volumes by month", "Activities", "Nights",
        ])
        for sheet in self.book:
            self.assertIn(self.company.name, sheet["A1"].value)
            self.assertIn(self.year.code, sheet["A2"].value)
            self.assertIn(str(self.report.date_from), sheet["A3"].value)
            self.assertIn(str(self.report.date_to), sheet["A3"].value)

    def test_nights_sheet(self):
        """Every night of the figure stands in the list or in the number of those that are not shown."""
        found = rows(self.book["Nights"])
        hidden = int(found.pop()[0].split()[0])
        self.assertGreater(hidden, 0)
        self.assertEqual(sum(row[5] for row in found) + hidden, self.recount.bed_nights())
        secret = self.env["recovery.client"].search([("restricted", "=", True)]).mapped("code")
        codes = {row[2] for row in found}
        self.assertFalse(codes & set(secret))
        self.assertIn("Unnamed people", codes)
        slept = {stay.client_id.code for stay, _day in self.recount._slept() if not stay.client_id.restricted}
        self.assertLessEqual(slept, codes)
        for row in found:
            self.assertLessEqual(self.report.date_from, row[3].date())
            self.assertLessEqual(row[4].date(), self.report.date_to)

    def test_summary_sheet(self):
        facts = {row[0]: row[1] for row in rows(self.book["Summary"], 5)}
        self.assertEqual(facts["Registration number"], self.year.code)
        self.assertEqual(facts["Funder"], "Demo Fund")
        self.assertEqual(facts["Amount"], 1000)
        amount = next(cell for cell in self.book["Summary"]["B"] if cell.value == 1000)
        self.assertIn(self.year.currency_id.name, amount.number_format)
        self.assertEqual(facts["Reported period"], f"{self.report.date_from} – {self.report.date_to}")

    def test_indicators_sheet(self):
        since_start = Recount(self.year, self.year.date_start, self.year.date_end)
        new = Recount(self.year, self.report.date_from, self.report.date_to, new_only=True)
        new_since_start = Recount(self.year, self.year.date_start, self.year.date_end, new_only=True)
        expected = []
        for name, period, start, target in (
            ("persons_supported", self.recount, since_start, 50), ("share_improved_ors", self.recount, since_start, 50),
            ("persons_improved_ors", self.recount, since_start, 50), ("contacts", self.recount, since_start, 50),
            ("hours", self.recount, since_start, 50), ("persons_supported", new, new_since_start, None),
        ):
            expected.append((f"Demo {name}", target, getattr(period, name)(), getattr(start, name)()))
        sheet = rows(self.book["Indicators"])
        self.assertEqual([(row[1], row[3]) for row in sheet], [row[:2] for row in expected])
        for row, (_name, target, value, total) in zip(sheet, expected, strict=True):
            self.assertAlmostEqual(row[4], value, places=3)
            self.assertAlmostEqual(row[5], total, places=3)
            if target:
                self.assertAlmostEqual(row[6], total / target, places=3)
        self.assertIn("rated once", sheet[1][7])
        self.assertIn("first service in the period", sheet[5][8])

    def test_ors_sheet_and_its_charts(self):
        sheet = self.book["ORS distribution"]
        courses = []
        for client in self.recount.supported():
            best = max(self.recount.courses(client), default=[], key=lambda totals: (
                len(totals) > 1, totals[-1] - totals[0] if totals else 0,
            ))
            courses.append(best)
        twice = [totals for totals in courses if len(totals) > 1]
        self.assertGreater(len(twice), 3)
        for index in range(8):
            low, high = index * 5, 41 if index == 7 else index * 5 + 5
            self.assertEqual(sheet.cell(6 + index, 2).value, sum(low <= totals[0] < high for totals in twice))
            self.assertEqual(sheet.cell(6 + index, 3).value, sum(low <= totals[-1] < high for totals in twice))
        edges = (-99, -10, -5, 0, 5, 10, 15, 99)
        changes = [round(totals[-1] - totals[0], 1) for totals in twice]
        for index in range(7):
            self.assertEqual(
                sheet.cell(16 + index, 2).value, sum(edges[index] <= change < edges[index + 1] for change in changes),
            )
        counts = {row[0]: row[1] for row in rows(sheet, 23)}
        self.assertEqual(counts["Rated at least twice"], len(twice))
        self.assertEqual((counts["Rated once"], counts["Not rated"]), self.recount.rated_once_and_never())
        self.assertEqual(counts["People supported"], len(courses))
        self.assertEqual([type(chart).__name__ for chart in sheet._charts], ["BarChart", "BarChart"])
        series = sheet._charts[0].series[0]
        self.assertEqual(series.val.numRef.f, "'ORS distribution'!$B$6:$B$13")

    def _read_volumes(self):
        """Return {name of the first column: (heads, {label: values})} of the tables in the sheet of volumes."""
        tables, current = {}, None
        for row in self.book["Volumes by month"].iter_rows(min_row=5, values_only=True):
            if row[0] is None:
                current = None
            elif current is None:
                current = tables.setdefault(row[0], (row[1:], {}))
            elif row[1] is not None:
                current[1][row[0]] = row[1:]
        return tables

    def test_volumes_add_up_to_the_lines(self):
        tables = self._read_volumes()
        self.assertEqual(list(tables), ["Month", "Place", "District", "Gender"])
        lines = {line.name: line for line in self.report.line_ids if not line.filters.get("new_only")}
        heads, months = tables["Month"]
        self.assertEqual(len([head for head in heads if head]), len(self.report.line_ids))
        start, end = self.report.date_from, self.report.date_to
        self.assertEqual(len(months) - 1, (end.year - start.year) * 12 + end.month - start.month + 1)
        for title, line in (("Demo contacts", "contacts"), ("Demo hours", "hours")):
            for name, (heads, found) in tables.items():
                column = next((index for index, head in enumerate(heads) if head and head.startswith(title)), None)
                if line == "hours" and name in ("District", "Gender"):
                    self.assertIsNone(column)
                    continue
                with self.subTest(measure=line, table=name):
                    values = [values[column] for label, values in found.items() if label != "Total"]
                    self.assertAlmostEqual(sum(values), lines[title].value, places=3)
                    self.assertAlmostEqual(found["Total"][column], lines[title].value, places=3)
        self.assertAlmostEqual(months["Total"][0], lines["Demo persons_supported"].value)
        self.assertGreater(sum(values[0] for label, values in months.items() if label != "Total"), months["Total"][0])

    def test_activities_sheet(self):
        places = dict(self.env["recovery.encounter"]._fields["place"]._description_selection(self.env))
        expected = [(
            datetime.combine(delivery.date, datetime.min.time()), delivery.client_id.code or "", delivery.headcount or None,
            delivery.service_id.code, delivery.service_id.name, delivery.program_id.name,
            places[delivery.encounter_id.place], delivery.minutes, delivery.quantity,
        ) for delivery in self.recount.rows if not delivery.client_id.restricted]
        found = rows(self.book["Activities"])
        note = found.pop()
        found = [(row[0], row[1] or "", *row[2:8], float(row[8])) for row in found]
        self.assertEqual(sorted(map(str, found)), sorted(map(str, expected)))
        hidden = sum(delivery.client_id.restricted for delivery in self.recount.rows)
        self.assertGreater(hidden, 0)
        self.assertIn(str(hidden), note[0])

    def test_sheets_can_be_read_and_printed(self):
        activities = self.book["Activities"]
        self.assertEqual(activities.freeze_panes, "A6")
        self.assertTrue(activities.auto_filter.ref)
        self.assertEqual(activities.print_title_rows, "$5:$5")
        for sheet in self.book:
            self.assertGreater(sheet.column_dimensions["A"].width, 10)
            self.assertEqual(sheet.page_setup.fitToHeight, 0)


@tagged("post_install", "-at_install")
class TestReportFiles(ReportingCase):

    def setUp(self):
        super().setUp()
        self.new_indicator("persons_supported")
        self.done(self.own, self.client)
        self.report = self.env["recovery.report"].with_user(self.finance).create({
            "grant_id": self.grant.id, "date_from": self.start, "date_to": self.today,
        })

    def test_text_is_never_a_formula_or_a_link(self):
        self.talk.name = '=HYPERLINK("http://x.invalid","+1")'
        self.own.name = "http://x.invalid"
        self.grant.name = "@SUM(1+1) & co"
        self.report.action_freeze()
        for sheet in load(self.report):
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)
                    self.assertIsNone(cell.hyperlink, cell.coordinate)
        self.assertEqual(load(self.report)["Activities"]["E6"].value, '=HYPERLINK("http://x.invalid","+1")')

    def test_draft_has_no_file(self):
        for act in (self.report.action_download, self.report.action_download_pdf):
            with self.assertRaisesRegex(UserError, "^State"):
                act()

    def test_freeze_and_download(self):
        action = self.report.action_freeze_and_download()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"/recovery.report/{self.report.id}/file_xlsx/", action["url"])
        self.assertEqual(self.report.action_freeze_and_download(), action)

    def test_file_name_has_no_slashes(self):
        self.grant.code = "CZ.03.02.01/00/22_018/0001316"
        self.report.action_freeze()
        self.assertEqual(
            self.report.file_name, f"CZ.03.02.01-00-22_018-0001316_No_1_{self.start}_{self.today}.xlsx",
        )

    def test_manager_does_not_get_the_file_with_codes_of_other_programmes(self):
        self.report.action_freeze()
        with self.assertRaises(AccessError):
            self.report.with_user(self.manager).read(["file_xlsx"])

    def test_missing_program_for_pdf_is_told_in_words(self):
        self.report.action_freeze()
        with patch.object(type(self.env["ir.actions.report"]), "get_wkhtmltopdf_state", return_value="install"):
            with self.assertRaisesRegex(UserError, "wkhtmltopdf"):
                self.report.action_download_pdf()

    def test_pdf_is_drawn_once_and_kept(self):
        self.report.action_freeze()
        Action = type(self.env["ir.actions.report"])
        with patch.object(Action, "_render_qweb_pdf", return_value=(b"%PDF-1.4 demo", "pdf")) as draw:
            with patch.object(Action, "get_wkhtmltopdf_state", return_value="ok"):
                first = self.report.action_download_pdf()
                self.assertEqual(self.report.action_download_pdf(), first)
        self.assertEqual(draw.call_count, 1)
        self.assertTrue(first["url"].endswith(".pdf?download=true"))
        self.assertEqual(base64.b64decode(self.report.file_pdf), b"%PDF-1.4 demo")

    def test_printed_page_shows_the_frozen_figures_and_no_name(self):
        self.report.action_freeze()
        self.done(self.other, self.client_other)
        self.grant._attribute()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "recovery_reporting.report_grant_action", self.report.ids,
        )
        page = html.decode()
        start = format_date(self.env, self.start, date_format="long")
        for text in (self.grant.code, "Demo Fund", "Demo persons_supported", "Frozen", start):
            self.assertIn(text, page)
        self.assertNotIn("Testový", page)


@tagged("post_install", "-at_install")
class TestReportDownload(ReportingCase, HttpCase):
    """The file as a browser gets it."""

    def test_finance_downloads_and_others_do_not(self):
        self.new_indicator("persons_supported")
        self.done(self.own, self.client)
        report = self.env["recovery.report"].with_user(self.finance).create({
            "grant_id": self.grant.id, "date_from": self.start, "date_to": self.today,
        })
        action = report.action_freeze_and_download()
        self.env.flush_all()
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn(report.file_name, answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book["Activities"]["B6"].value, self.client.code)
        for user in (self.counsellor, self.manager, self.administrator):
            self.authenticate(user.login, user.login)
            self.assertNotEqual(self.url_open(action["url"]).status_code, 200, user.login)
