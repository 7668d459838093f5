"""The XLSX of a report. Knows cells and charts; where the figures come from is the report's business."""

from .workbook import Workbook

# Lower edges of the classes: totals by 5 points, change by 5 points with open ends.
TOTAL_EDGES = tuple(range(0, 40, 5))
CHANGE_EDGES = (None, -10, -5, 0, 5, 10, 15)


class ReportWorkbook(Workbook):
    """The sheets of a report, each of which begins with the grant and the period.

    :param env: Odoo environment, for the language
    :param dict header: as ``recovery.report._get_header`` returns it
    """

    def __init__(self, env, header):
        super().__init__(env, f"{header['grant']} {header['code']}", header["company"])
        self.header = header
        currency = header["currency"].replace('"', "")
        self.money = self.book.add_format({"num_format": f'#,##0.00 "{currency}"', "align": "left"})

    def _get_footer(self):
        return self.header["code"]

    def _get_headings(self, name):
        return (
            f"{name} · {self.header['company']}",
            f"{self.header['grant']} · {self.header['code']} · {self.header['funder']}",
            self.env._(
                "Report No. %(number)s, %(start)s to %(end)s", number=self.header["number"],
                start=self.header["date_from"], end=self.header["date_to"],
            ),
        )

    def add_summary(self, lines):
        _ = self.env._
        sheet = self._add_sheet(_("Summary"), (34, 22, 22, 22))
        facts = (
            (_("Organisation"), self.header["company"]), (_("Grant"), self.header["grant"]),
            (_("Registration number"), self.header["code"]), (_("Call"), self.header["call"]),
            (_("Funder"), self.header["funder"]), (_("Programmes"), self.header["programs"]),
            *([(_("Houses"), self.header["houses"])] if self.header.get("houses") else []),
            (_("Grant period"), f"{self.header['date_start']} – {self.header['date_end']}"),
            (_("Reported period"), f"{self.header['date_from']} – {self.header['date_to']}"),
        )
        for row, (label, value) in enumerate(facts, start=4):
            sheet.write_string(row, 0, label, self.label)
            sheet.write_string(row, 1, value or "")
        row = 4 + len(facts)
        sheet.write_string(row, 0, _("Amount"), self.label)
        sheet.write_number(row, 1, self.header["amount"], self.money)
        sheet.write_string(row + 1, 0, _("Frozen"), self.label)
        sheet.write_string(row + 1, 1, f"{self.header['at']} UTC, {self.header['by']}")
        self._write_head(
            sheet, row + 3, [_("Indicator"), _("Target"), _("In the period"), _("Since the start")], freeze=False,
        )
        for index, line in enumerate(lines, start=row + 4):
            sheet.write_string(index, 0, line["name"], self.text)
            self._write_figures(sheet, index, 1, line)

    def _write_figures(self, sheet, row, column, line):
        style = self.units[line["unit"]]
        if line["target"]:
            sheet.write_number(row, column, line["target"], style)
        sheet.write_number(row, column + 1, line["value"], style)
        sheet.write_number(row, column + 2, line["total"], style)

    def add_indicators(self, lines):
        _ = self.env._
        sheet = self._add_sheet(_("Indicators"), (14, 34, 13, 12, 14, 14, 12, 34, 44), landscape=True)
        self._write_head(sheet, 4, [
            _("Code"), _("Indicator"), _("Unit"), _("Target"), _("In the period"), _("Since the start"),
            _("Of the target"), _("Explanation"), _("Definition"),
        ])
        for row, line in enumerate(lines, start=5):
            sheet.write_string(row, 0, line["code"] or "", self.text)
            sheet.write_string(row, 1, line["name"], self.text)
            sheet.write_string(row, 2, line["unit_label"])
            self._write_figures(sheet, row, 3, line)
            if line["target"]:
                sheet.write_number(row, 6, line["total"] / line["target"], self.percent)
            sheet.write_string(row, 7, line["detail"], self.text)
            sheet.write_string(row, 8, line["definition"], self.text)

    def add_ors(self, courses):
        """Write how many people stand in which class of totals, first and last, and in which class of change.

        :param courses: [(ratings, first, last, change)]
        """
        _ = self.env._
        name = _("ORS distribution")
        sheet = self._add_sheet(name, (26, 14, 14, 4, 26, 14))
        twice = [course for course in courses if (course[0] or 0) > 1]
        totals_end = self._write_totals(sheet, 4, twice)
        change_start = totals_end + 3
        changes_end = self._write_changes(sheet, totals_end + 2, twice)
        self._write_counts(sheet, changes_end + 2, courses, twice)
        self._insert_chart(sheet, _("ORS totals: first and last rating"), 5, totals_end, (1, 2), 4, "E5")
        self._insert_chart(
            sheet, _("Change between first and last rating"), change_start, changes_end, (1,), change_start - 1, "E22",
        )

    def _write_totals(self, sheet, head, courses):
        """Write the classes of totals below row ``head``; return the last row."""
        _ = self.env._
        self._write_head(sheet, head, [_("ORS total"), _("First"), _("Last")], freeze=False)
        for row, low in enumerate(TOTAL_EDGES, start=head + 1):
            sheet.write_string(row, 0, f"{low}–{low + 5}" if low == 35 else f"{low}–<{low + 5}")
            for column in (1, 2):
                sheet.write_number(row, column, sum(self._in_total(course[column], low) for course in courses), self.whole)
        return head + len(TOTAL_EDGES)

    def _write_changes(self, sheet, head, courses):
        """Write the classes of change below row ``head``; return the last row."""
        _ = self.env._
        self._write_head(sheet, head, [_("Change (last − first)"), _("People")], freeze=False)
        for row, (low, high) in enumerate(zip(CHANGE_EDGES, (*CHANGE_EDGES[1:], None), strict=True), start=head + 1):
            label = f"< {high}" if low is None else f"≥ {low}" if high is None else f"{low} – <{high}"
            sheet.write_string(row, 0, label)
            sheet.write_number(row, 1, sum(
                (low is None or course[3] >= low) and (high is None or course[3] < high) for course in courses
            ), self.whole)
        return head + len(CHANGE_EDGES)

    def _write_counts(self, sheet, start, courses, twice):
        """Write from row ``start`` on how many people were rated how often."""
        _ = self.env._
        for row, (label, count) in enumerate((
            (_("Rated at least twice"), len(twice)),
            (_("Rated once"), sum(course[0] == 1 for course in courses)),
            (_("Not rated"), sum(not course[0] for course in courses)),
            (_("People supported"), len(courses)),
        ), start=start):
            sheet.write_string(row, 0, label, self.label)
            sheet.write_number(row, 1, count, self.whole)

    @staticmethod
    def _in_total(total, low):
        return low <= total < low + 5 or (low == 35 and total == 40)

    def _insert_chart(self, sheet, title, first, last, columns, head, cell):
        chart = self.book.add_chart({"type": "column"})
        for column in columns:
            chart.add_series({
                "name": [sheet.name, head, column], "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column], "data_labels": {"value": True},
            })
        chart.set_title({"name": title, "name_font": {"size": 11}})
        chart.set_y_axis({"name": self.env._("People"), "major_gridlines": {"visible": True}})
        if len(columns) == 1:
            chart.set_legend({"none": True})
        chart.set_size({"width": 560, "height": 320})
        sheet.insert_chart(cell, chart, {"description": title})

    def add_activities(self, rows, hidden):
        """Write the services of the period by client code.

        :param rows: [(date, code, headcount, service code, service, programme, place, minutes, quantity)]
        :param int hidden: services of restricted people, which are counted in every figure but not listed
        """
        _ = self.env._
        sheet = self._add_sheet(_("Activities"), (12, 16, 10, 12, 30, 24, 12, 10, 10), landscape=True)
        self._write_head(sheet, 4, [
            _("Date"), _("Client"), _("Unnamed people"), _("Service code"), _("Service"), _("Programme"), _("Place"),
            _("Minutes"), _("Quantity"),
        ])
        row = 4
        for row, (day, code, headcount, *words, minutes, quantity) in enumerate(rows, start=5):
            sheet.write_datetime(row, 0, day, self.date)
            sheet.write_string(row, 1, code or "")
            if headcount:
                sheet.write_number(row, 2, headcount, self.whole)
            for column, word in enumerate(words, start=3):
                sheet.write_string(row, column, word or "")
            sheet.write_number(row, 7, minutes or 0, self.whole)
            sheet.write_number(row, 8, float(quantity or 0), self.decimal)
        if rows:
            sheet.autofilter(4, 0, row, 8)
        if hidden:
            sheet.write_string(row + 2, 0, _("%s services are counted but not listed, to protect people.", hidden))

    def add_nights(self, rows, hidden):
        """Write the nights of the period by client code and house.

        :param rows: [(house code, house, client code, first night, last night, bed nights)]
        :param int hidden: bed nights of restricted people, which are counted in every figure but not listed
        """
        _ = self.env._
        sheet = self._add_sheet(_("Nights"), (12, 30, 18, 14, 14, 12))
        self._write_head(sheet, 4, [
            _("House code"), _("House"), _("Client"), _("First night"), _("Last night"), _("Bed nights"),
        ])
        row = 4
        for row, (house_code, house, code, first, last, nights) in enumerate(rows, start=5):
            for column, word in enumerate((house_code, house, code or _("Unnamed people"))):
                sheet.write_string(row, column, word or "")
            sheet.write_datetime(row, 3, first, self.date)
            sheet.write_datetime(row, 4, last, self.date)
            sheet.write_number(row, 5, nights, self.whole)
        if rows:
            sheet.autofilter(4, 0, row, 5)
        if hidden:
            sheet.write_string(row + 2, 0, _("%s bed nights are counted but not listed, to protect people.", hidden))
