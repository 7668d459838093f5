"""What the XLSX files of this add-on share: sheets, formats, tables of volumes."""

import io
import re

import xlsxwriter

UNIT_FORMATS = {
    "people": "#,##0", "contacts": "#,##0", "interventions": "#,##0", "hours": "#,##0.00", "percent": '0.0" %"',
    "fte": "0.00", "pieces": "#,##0", "units": "#,##0.##", "events": "#,##0", "participants": "#,##0",
    "publications": "#,##0", "nights": "#,##0", "nights_average": "#,##0.0", "houses": "#,##0", "houses_average": "0.00",
    "refusals": "#,##0",
}


class Workbook:
    """Writes row after row, so that memory stays flat; every text is written as text, never as formula or link.

    :param env: Odoo environment, for the language
    :param str title: of the file
    :param str company: name of the organisation
    """

    def __init__(self, env, title, company):
        self.env = env
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        })
        self.book.set_properties({"title": title, "company": company})
        add = self.book.add_format
        self.title = add({"bold": True, "font_size": 14})
        self.label = add({"font_color": "#555555"})
        self.text = add({"text_wrap": True, "valign": "top"})
        self.head = add({"bold": True, "bottom": 1, "bg_color": "#EEEEEE", "text_wrap": True, "valign": "vcenter"})
        self.bold = add({"bold": True, "top": 1})
        self.date = add({"num_format": "yyyy-mm-dd", "align": "left"})
        self.percent = add({"num_format": "0%"})
        self.whole = add({"num_format": "#,##0"})
        self.decimal = add({"num_format": "#,##0.00"})
        self.units = {unit: add({"num_format": code}) for unit, code in UNIT_FORMATS.items()}
        self.totals = {unit: add({"num_format": code, "bold": True, "top": 1}) for unit, code in UNIT_FORMATS.items()}

    def close(self):
        """Return the finished file as bytes."""
        self.book.close()
        return self.buffer.getvalue()

    def _get_footer(self):
        """Return the words at the left of the foot of a page."""
        return ""

    def _get_headings(self, name):
        """Return the three lines at the top of the sheet ``name``."""
        return (name, "", "")

    def _add_sheet(self, name, widths, landscape=False):
        """Return a sheet that begins with three headings; its table starts in row 4 (counted from 0)."""
        sheet = self.book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("'"))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self._plain(self._get_footer())}&C{self._plain(name)}&R&P / &N")
        first, *others = self._get_headings(name)
        sheet.write_string(0, 0, first, self.title)
        for row, heading in enumerate(others, start=1):
            sheet.write_string(row, 0, heading)
        return sheet

    @staticmethod
    def _plain(text):
        # "&" begins a code in headers and footers.
        return str(text).replace("&", "&&")

    def _write_head(self, sheet, row, titles, freeze=True):
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self.head)
        if freeze:
            sheet.freeze_panes(row + 1, 0)
            sheet.repeat_rows(row)

    def add_volumes(self, name, tables, chart=False):
        """Write tables of volumes one below the other.

        :param tables: as ``volume_tables.build_table`` returns them
        :param bool chart: draw the first figure of the first table
        """
        widest = max(sum(figure["span"] for figure in table["figures"]) for table in tables)
        sheet = self._add_sheet(name, (26, *[14] * widest), landscape=True)
        row = 4
        for position, table in enumerate(tables):
            first = row + (2 if table["parts"] else 1)
            row = self._write_volumes(sheet, row, table, freeze=not position and len(tables) == 1)
            if chart and table["rows"] and not position:
                self._insert_volume_chart(sheet, table, first, row)
            row += 2

    def _write_volumes(self, sheet, row, table, freeze):
        """Write one table with its head in ``row``; return the first free row below it and its notes."""
        titles = [table["row_label"]]
        for figure in table["figures"]:
            titles += [f"{figure['name']} ({figure['unit_label']})", *[""] * (figure["span"] - 1)]
        self._write_head(sheet, row, titles, freeze=freeze)
        if table["parts"]:
            row += 1
            self._write_head(sheet, row, ["", *table["parts"] * len(table["figures"])], freeze=False)
        styles = [figure["unit"] for figure in table["figures"] for _column in range(figure["span"])]
        for line in (*table["rows"], table["total"]):
            row += 1
            is_total = line is table["total"]
            sheet.write_string(row, 0, line["label"], self.bold if is_total else None)
            for column, (unit, value) in enumerate(zip(styles, line["values"], strict=True), start=1):
                sheet.write_number(row, column, value, (self.totals if is_total else self.units)[unit])
        for note in table["notes"]:
            row += 1
            sheet.write_string(row, 0, note, self.label)
        return row + 1

    def _insert_volume_chart(self, sheet, table, first, row):
        last = first + len(table["rows"]) - 1
        chart = self.book.add_chart({"type": "column"})
        chart.add_series({
            "name": table["figures"][0]["name"], "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, table["figures"][0]["span"], last, table["figures"][0]["span"]],
        })
        chart.set_title({"name": table["figures"][0]["name"], "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_size({"width": 720, "height": 320})
        sheet.insert_chart(row + 1, 0, chart, {"description": table["figures"][0]["name"]})
