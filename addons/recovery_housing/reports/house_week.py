from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

DAYS = 7
# Beside the words, as paper is often printed without colour.
STYLES = {
    "in": "background-color: #dff3e8", "out": "background-color: #f0f2f4; color: #555",
    "reserved": "border: 2px dashed #667",
    "taken": "background-color: #e9ecef", "outage": "background-color: #d5d8dc; font-style: italic",
    "guest": "background-color: #dff3e8; border: 1px dotted #333",
    "leave": "border: 2px dotted #15803d", "late": "border: 2px solid #b02a37",
}


class HouseWeek(models.AbstractModel):
    """A house's week on paper: who sleeps where, who comes and who leaves, as far as the user may know it."""

    _name = "report.recovery_housing.house_week"
    _description = "Week of a house"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the values of the paper.

        :param docids: ids of houses, or None where ``data`` has ``house_ids``
        :param dict data: ``date``: any day of the week, today when empty
        """
        data = data or {}
        houses = self.env["recovery.house"].browse(docids or data.get("house_ids") or [])
        houses.check_access("read")
        day = fields.Date.to_date(data.get("date")) or fields.Date.context_today(self)
        monday = day - timedelta(days=day.weekday())
        board = self.env["recovery.bed.board"].get_board(monday, DAYS, houses.ids)
        self._log_printing(board)
        beds = {house[0]: house[-1] for house in board["houses"]}
        nights = dict(board["nights"])
        days = [monday + timedelta(days=number) for number in range(DAYS)]
        return {
            "docs": houses, "styles": STYLES, "monday": monday, "sunday": days[-1], "today": fields.Date.context_today(self),
            "days": [(day, format_date(self.env, day, date_format="EEE d MMM")) for day in days],
            "rows": {house.id: [self._get_row(bed, board) for bed in beds.get(house.id, [])] for house in houses},
            "nights": {house.id: self._get_nights(nights[house.id]) for house in houses if house.id in nights},
            "turns": {house.id: self._get_turns(beds.get(house.id, []), board, days) for house in houses},
        }

    @api.model
    def _log_printing(self, board):
        shown = {"recovery.stay": set(), "recovery.night.guest": set()}
        models = {**dict.fromkeys(("reserved", "in", "out"), "recovery.stay"), "guest": "recovery.night.guest"}
        for house in board["houses"]:
            for bed in house[-1]:
                for bar_id, _begins, _ends, kind, _label in self._get_bars(bed, board):
                    if kind in models:
                        shown[models[kind]].add(bar_id)
        clients = self.env["recovery.client"].union(
            *(self.env[name].browse(ids).sudo().client_id.sudo(False) for name, ids in shown.items()),
        )
        clients._filtered_access("read")._log_printing()

    @api.model
    def _get_bars(self, bed, board):
        """Return [(id, first day, end, kind, label)] of a bed."""
        flat, kinds, labels = bed[-1], board["kinds"], board["labels"]
        bars = [flat[place:place + 5] for place in range(0, len(flat), 5)]
        return [
            (bar_id, begins, ends, kinds[kind], "" if label is None else labels[label])
            for bar_id, begins, ends, kind, label in bars
        ]

    @api.model
    def _get_row(self, bed, board):
        """Return {"name", "cells": [(nights, kind, text)]}: each night once, nights alike together."""
        nights = [(None, "free", "")] * DAYS
        for _id, begins, ends, kind, label in self._get_bars(bed, board):
            for number in range(max(begins, 0), DAYS if ends is None else min(ends, DAYS)):
                nights[number] = (_id, kind, label or nights[number][2])
        cells = []
        for night in nights:
            if cells and cells[-1][1] == night:
                cells[-1][0] += 1
            else:
                cells.append([1, night])
        words = self._get_words()
        return {
            "name": " · ".join(filter(None, (bed[1], bed[2]))),
            "cells": [(span, kind, words[kind] % label if label else words[kind].replace(": %s", ""))
                      for span, (_id, kind, label) in cells],
        }

    @api.model
    def _get_nights(self, flat):
        """Return [“guests / places”, with how many were too many] of each day of the week; empty where there is none."""
        counted = {flat[place]: flat[place + 2:place + 5] for place in range(0, len(flat), 5)}
        return [
            f"{guests} / {places}" + (f" (+{over})" if over else "") if places is not None else ""
            for guests, places, over in (counted.get(number, (None, None, None)) for number in range(DAYS))
        ]

    @api.model
    def _get_words(self):
        return {
            "free": "", "in": "%s", "out": "%s", "reserved": self.env._("reserved: %s"), "taken": self.env._("taken"),
            "outage": self.env._("out of service: %s"), "leave": self.env._("on leave: %s"),
            "late": self.env._("late from leave: %s"), "guest": self.env._("guest: %s"),
        }

    @api.model
    def _get_turns(self, beds, board, days):
        """Return [(day, "comes" or "leaves", bed, client)] of the week in order of days."""
        turns = []
        for bed in beds:
            name = " · ".join(filter(None, (bed[1], bed[2])))
            for _id, begins, ends, kind, label in self._get_bars(bed, board):
                if kind in ("reserved", "in", "out"):
                    turns += [
                        (days[day], what, name, label) for day, what in ((begins, "comes"), (ends, "leaves"))
                        if day is not None and 0 <= day < DAYS
                    ]
        return [(format_date(self.env, day, date_format="EEE d MMM"), *rest) for day, *rest in sorted(turns)]
