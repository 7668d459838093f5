import base64
import io
from datetime import date, timedelta

import openpyxl
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import ReportingCase
from .random_world import RandomWorldCase
from .recount import Recount


class VolumeCase(ReportingCase):

    @classmethod
    def indicators(cls, *codes):
        return cls.env["recovery.indicator"].search([("code", "in", codes), ("company_id", "=", False)])

    @classmethod
    def new_table(cls, *codes, **values):
        """Create a table of shipped indicators over the programme ``own``, last year, by month."""
        year = cls.today.year - 1
        return cls.env["recovery.volume.table"].create({
            "name": "Demo volumes", "program_ids": [Command.set(cls.own.ids)], "date_from": date(year, 1, 1),
            "date_to": date(year, 12, 31),
            "indicator_ids": [Command.set(cls.indicators(*(codes or ("contacts", "supported"))).ids)], **values,
        })

    def values(self, table, index=0, user=None):
        """Return {row label: value} of one figure."""
        found = table.with_user(user or self.finance).get_table()
        start = sum(figure["span"] for figure in found["figures"][:index])
        whole = start + found["figures"][index]["span"] - 1
        return {line["label"]: line["values"][whole] for line in (*found["rows"], found["total"])}


@tagged("post_install", "-at_install")
class TestVolumeTable(VolumeCase):
    """A table of volumes: its rows, its totals, who sees it."""

    def test_month_without_activity_is_a_row_of_zeros(self):
        self.done(self.own, self.client, date(self.today.year - 1, 3, 5))
        values = self.values(self.new_table())
        self.assertEqual(len(values), 13)
        self.assertEqual([value for value in values.values() if value], [1, 1])

    def test_people_are_counted_once_in_the_total_and_the_table_says_so(self):
        for month in (3, 4, 4):
            self.done(self.own, self.client, date(self.today.year - 1, month, 5))
        table = self.new_table("supported", "contacts").with_user(self.finance).get_table()
        figures = {figure["name"]: figure["additive"] for figure in table["figures"]}
        self.assertEqual(figures, {"People supported": False, "Contacts": True})
        self.assertEqual(table["total"]["values"], [1, 3])
        self.assertEqual([sum(row["values"][index] for row in table["rows"]) for index in (0, 1)], [2, 3])
        self.assertIn("People supported", table["notes"][0])
        self.assertNotIn("Contacts", table["notes"][0])

    def test_a_cancelled_visit_counts_nowhere(self):
        encounter = self.done(self.own, self.client, date(self.today.year - 1, 3, 5)).encounter_id
        table = self.new_table("contacts", "supported", "hours", "units_kontakt", "interventions")
        self.assertTrue(all(self.values(table, index)["Total"] for index in range(5)))
        encounter.amend("Never happened")
        encounter.action_cancel()
        for index in range(5):
            self.assertFalse(any(self.values(table, index).values()))

    def test_unnamed_people_have_no_known_gender(self):
        self.done(self.own, service=self.exchange, headcount=4, day=date(self.today.year - 1, 3, 5))
        self.client.gender = "female"
        self.done(self.own, self.client, date(self.today.year - 1, 3, 5))
        values = self.values(self.new_table("contacts", row_by="gender"))
        labels = dict(self.env["recovery.client"]._fields["gender"]._description_selection(self.env))
        self.assertEqual((values[labels["unknown"]], values[labels["female"]], values["Total"]), (4, 1, 5))

    def test_columns_split_every_figure(self):
        self.done(self.own, self.client, date(self.today.year - 1, 3, 5), place="street")
        self.done(self.own, self.client, date(self.today.year - 1, 3, 6))
        table = self.new_table("contacts", "supported", column_by="place").with_user(self.finance).get_table()
        self.assertEqual([figure["span"] for figure in table["figures"]], [9, 9])
        self.assertEqual(table["parts"][-1], "Total")
        people, contacts = (
            dict(zip(table["parts"], table["rows"][2]["values"][start:start + 9], strict=True)) for start in (0, 9)
        )
        self.assertEqual((contacts["Street"], contacts["Centre"], contacts["Total"]), (1, 1, 2))
        self.assertEqual((people["Street"], people["Centre"], people["Total"]), (1, 1, 1))

    def test_districts_are_those_with_activity_and_the_unknown(self):
        town = self.env["recovery.district"].create({"name": "Town", "company_id": self.company.id})
        self.done(self.own, self.client, date(self.today.year - 1, 3, 5), district_id=town.id)
        self.done(self.own, self.client, date(self.today.year - 1, 3, 6))
        self.assertEqual(
            self.values(self.new_table("contacts", row_by="district")), {"Town": 1, "Not known": 1, "Total": 2},
        )

    def test_a_grant_counts_its_claims_alone(self):
        day = self.today - timedelta(days=20)
        self.done(self.own, self.client, day)
        grant = self.new_grant("G-2", exclusive=False)
        grant._attribute()
        self.done(self.own, self.client, day + timedelta(days=1))
        table = self.new_table(
            "contacts", grant_id=grant.id, program_ids=[Command.clear()], date_from=day - timedelta(days=40), date_to=day,
        )
        self.assertEqual(self.values(table)["Total"], 1)
        table.write({"grant_id": False, "program_ids": [Command.set(self.own.ids)], "date_to": self.today})
        self.assertEqual(self.values(table)["Total"], 2)

    def test_form_of_a_grant_proposes_its_period_and_indicators(self):
        self.new_indicator("contacts")
        with Form(self.env["recovery.volume.table"].with_user(self.finance)) as form:
            form.name = "Demo"
            form.grant_id = self.grant
            self.assertEqual((form.date_from, form.date_to), (self.start, self.end))
            self.assertEqual(form.indicator_ids[:].mapped("measure"), ["contacts"])

    def test_period_programmes_and_indicators_are_checked(self):
        table = self.new_table()
        for values, constraint, message in (
            ({"date_to": date(self.today.year - 2, 1, 1)}, "date_order", "To"),
            ({"date_from": date(2001, 1, 1)}, "date_order", "To"),
            ({"row_by": "day", "date_to": table.date_from + timedelta(days=400)}, "days", "Rows"),
            ({"column_by": "month"}, "two_ways", "Columns"),
        ):
            for refusal in self.refusals("recovery.volume.table", constraint, message):
                with refusal:
                    table.write(values)
        with self.assertRaisesRegex(ValidationError, "^Programmes"):
            table.program_ids = False
        with self.assertRaisesRegex(ValidationError, "^Indicators"):
            table.indicator_ids = False
        with self.assertRaisesRegex(ValidationError, "^Indicators"):
            table.indicator_ids = self.indicators("positions")
        with self.assertRaises(UserError):
            table.program_ids = self.foreign

    def test_filled_posts_are_broken_down_by_time_alone(self):
        self.env["recovery.grant.position"].create({
            "grant_id": self.grant.id, "employee_id": self.counsellor.employee_id.id, "fte": 0.5,
            "job_id": self.env["hr.job"].create({"name": "Demo worker", "company_id": self.company.id}).id,
        })
        first = self.today.replace(day=1)
        table = self.new_table("positions", grant_id=self.grant.id, date_from=first, date_to=self.today)
        self.assertEqual(list(self.values(table).values()), [0.5, 0.5])
        table.row_by = "place"
        with self.assertRaisesRegex(ValidationError, "^Indicators: Posts filled cannot be broken down by Place"):
            self.values(table)

    def test_a_table_that_would_take_too_long_says_what_to_change(self):
        table = self.new_table("new", "share_improved", row_by="day", column_by="gender")
        with self.assertRaisesRegex(ValidationError, "^Rows: 14600 figures"):
            table.with_user(self.finance).get_table()

    def test_a_manager_makes_tables_of_own_programmes_alone(self):
        Table = self.env["recovery.volume.table"].with_user(self.manager)
        values = {"name": "Demo", "indicator_ids": [Command.set(self.indicators("contacts").ids)]}
        self.assertEqual(Table.create(values).program_ids, self.own)
        for programs in (self.other, self.own | self.other):
            with self.assertRaises(AccessError):
                Table.create({**values, "program_ids": [Command.set(programs.ids)]})
        table = self.new_table(program_ids=[Command.set((self.own | self.other).ids)])
        for method in ("get_table", "action_download"):
            with self.assertRaises(AccessError):
                getattr(table.with_user(self.manager), method)()
            with self.assertRaises(AccessError):
                getattr(table.with_user(self.counsellor), method)()

    def test_restricted_people_count(self):
        self.done(self.own, self.client_restricted, date(self.today.year - 1, 3, 5))
        self.assertEqual(self.values(self.new_table("supported"))["Total"], 1)


@tagged("post_install", "-at_install")
class TestVolumeYear(RandomWorldCase, VolumeCase):
    """A year of a random organisation by the table, against a recount in plain Python."""

    def test_the_year_is_the_sum_of_its_months_and_a_month_of_its_days(self):
        grant = self.build(61)
        table = self.new_table(
            "contacts", "interventions", "syringes_issued", "syringes_returned", "headcount", "hours",
            program_ids=[Command.set((self.own | self.other).ids)], date_from=self.period[0], date_to=self.period[1],
        )
        recount = Recount(grant, *self.period, programs=self.own | self.other)
        month = self.period[0].replace(day=1) + timedelta(days=62)
        month = month.replace(day=1)
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        days = table.copy({"row_by": "day", "date_from": month, "date_to": last})
        names = [indicator.measure for indicator in table.indicator_ids]
        by_month = table.with_user(self.finance).get_table()
        position = next(index for index, row in enumerate(by_month["rows"]) if row["label"] == month.strftime("%b %Y"))
        for index, name in enumerate(names):
            with self.subTest(measure=name):
                values = self.values(table, index)
                self.assertAlmostEqual(values["Total"], float(getattr(recount, name)()))
                self.assertAlmostEqual(sum(values.values()), 2 * values["Total"])
                alone = self.values(days, index)
                self.assertAlmostEqual(sum(alone.values()), 2 * alone["Total"])
                self.assertAlmostEqual(alone["Total"], by_month["rows"][position]["values"][index])


@tagged("post_install", "-at_install")
class TestVolumeFile(HttpCase, VolumeCase):
    """The XLSX of a table."""

    def test_file_has_the_figures_of_the_screen_and_no_formulas(self):
        self.done(self.own, self.client, date(self.today.year - 1, 3, 5))
        self.own.name = "=1+1"
        table = self.new_table("contacts", "supported", name="=HYPERLINK(1)", row_by="program", column_by="gender")
        shown = table.with_user(self.finance).get_table()
        self.authenticate(self.finance.login, self.finance.login)
        answer = self.url_open(table.with_user(self.finance).action_download()["url"])
        self.assertEqual(answer.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(len(book.sheetnames), 1)
        sheet = book.worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        self.assertEqual(sheet["A7"].value, "=1+1")
        self.assertEqual([cell.value for cell in sheet[7][1:]], shown["rows"][0]["values"])
        self.assertEqual([cell.value for cell in sheet[8][1:]], shown["total"]["values"])
        self.assertIn("People supported", sheet["A9"].value)
        self.assertEqual(len(sheet._charts), 1)
        self.assertFalse([cell for cell in cells if str(cell.value) in (self.client.code, "Lukin", "Testový")])

    def test_who_may_not_read_the_table_gets_no_file(self):
        table = self.new_table(program_ids=[Command.set((self.own | self.other).ids)])
        url = table.with_user(self.finance).action_download()["url"]
        for user in (self.manager, self.counsellor):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, 404)
        self.assertTrue(base64.b64decode(table.with_user(self.auditor).file_xlsx))
