from odoo import api, fields, models
from odoo.tools import format_date

from ..situation_signs import SIGNS, compare

_CHANGES = ("improved", "worse", "changed")


class SituationComparison(models.Model):
    """What changed since the programme's last snapshot of the same client.

    Only snapshots of one programme are compared: what another programme knows would
    otherwise show through to whoever may not see it.
    """

    _inherit = "recovery.situation"

    previous_id = fields.Many2one(
        "recovery.situation", string="Compared with", compute="_compute_previous_id", store=True,
        index="btree_not_null", ondelete="set null",
    )
    improved_signs = fields.Char(
        string="Improved", compute="_compute_changes", store=True,
        help="Technical names of the signs that are better than in the snapshot before, with commas.",
    )
    worse_signs = fields.Char(string="Worse", compute="_compute_changes", store=True)
    improved_count = fields.Integer(string="Signs improved", compute="_compute_changes", store=True)
    worse_count = fields.Integer(string="Signs worse", compute="_compute_changes", store=True)
    known_count = fields.Integer(string="Signs known", compute="_compute_known_count", store=True, aggregator="avg")
    change_text = fields.Char(string="What changed", compute="_compute_change_text")
    previous_values = fields.Json(
        string="Values before", compute="_compute_previous_values",
        help="{date, values: {sign: value}} of the snapshot before; the form shows what differs.",
    )

    @api.depends(
        "client_id.situation_ids.date", "client_id.situation_ids.state", "client_id.situation_ids.program_id",
        "client_id", "program_id", "date", "state",
    )
    def _compute_previous_id(self):
        courses = self.sudo().search(
            [("client_id", "in", self.client_id.ids), ("state", "=", "valid")], order="date, id",
        ).grouped(lambda record: (record.client_id.id, record.program_id.id))
        for situation in self:
            course = courses.get((situation.client_id._origin.id, situation.program_id._origin.id), self.browse())
            own = (situation.date or fields.Date.today(), situation._origin.id or float("inf"))
            earlier = course.filtered(lambda record, own=own: (record.date, record.id) < own)
            situation.previous_id = earlier[-1:] if situation.state == "valid" else False

    @api.depends("previous_id", *SIGNS, *(f"previous_id.{sign}" for sign in SIGNS))
    def _compute_changes(self):
        for situation in self:
            changes = situation._get_changes()
            improved, worse = ([sign for sign in SIGNS if changes.get(sign) == kind] for kind in ("improved", "worse"))
            situation.improved_signs, situation.improved_count = ",".join(improved) or False, len(improved)
            situation.worse_signs, situation.worse_count = ",".join(worse) or False, len(worse)

    @api.depends(*SIGNS)
    def _compute_known_count(self):
        for situation in self:
            situation.known_count = sum(situation[sign] != "unknown" for sign in SIGNS)

    @api.depends("previous_id", *SIGNS)
    @api.depends_context("lang")
    def _compute_change_text(self):
        """The changes in words, such as “improved: Valid identity card; worse: Has debts”."""
        words = {"improved": self.env._("improved"), "worse": self.env._("worse"), "changed": self.env._("changed")}
        labels = {sign: self._fields[sign]._description_string(self.env) for sign in SIGNS}
        for situation in self:
            changes = situation._get_changes()
            parts = []
            for kind in _CHANGES:
                named = ", ".join(labels[sign] for sign in SIGNS if changes.get(sign) == kind)
                if named:
                    parts.append(f"{words[kind]}: {named}")
            if not situation.previous_id:
                situation.change_text = self.env._("first snapshot")
            else:
                situation.change_text = "; ".join(parts) or self.env._("the same")

    @api.depends("previous_id")
    @api.depends_context("lang")
    def _compute_previous_values(self):
        for situation in self:
            previous = situation.previous_id
            situation.previous_values = {
                "date": format_date(self.env, previous.date), "values": {sign: previous[sign] for sign in SIGNS},
            } if previous else False

    def _get_changes(self):
        """Return {sign: how it changed since the snapshot before}; nothing for a first snapshot."""
        self.ensure_one()
        previous = self.previous_id.sudo()
        return {sign: compare(sign, previous, self) for sign in SIGNS} if previous else {}

    @api.onchange("client_id", "program_id")
    def _onchange_client_id(self):
        """A new snapshot begins with what the programme knew last; whoever asks changes what has changed."""
        if self._origin.id:
            return
        for sign in SIGNS:
            self[sign] = self.previous_id[sign] if self.previous_id else "unknown"

    @api.model
    def get_front_desk_form(self, client_id, program_id):
        """Return what a counter needs to ask for a client's situation; ``create`` then saves it.

        :param int client_id: a recovery.client that the user may see
        :param int program_id: a recovery.program
        :return: dict ``client_id``, ``program_id``, ``due`` (bool), ``due_text``, ``previous_date``
            (``YYYY-MM-DD`` or false) and ``signs``: list of {``name``, ``label``, ``help``, ``options``:
            list of {``value``, ``label``}, ``value`` (to begin with), ``previous`` (value or false)}
        :raises AccessError, MissingError: when the client is out of the user's sight
        """
        client = self.env["recovery.client"].browse(client_id)
        client.check_access("read")
        self.check_access("create")
        previous = self.search(
            [("client_id", "=", client.id), ("program_id", "=", program_id), ("state", "=", "valid")], limit=1,
        )
        if previous:
            previous._log_reading("open")
        episode = self.env["recovery.episode"].search(
            [("client_id", "=", client.id), ("program_id", "=", program_id), ("situation_due", "!=", False)],
            order="situation_due", limit=1,
        )
        return {
            "client_id": client.id, "program_id": program_id,
            "due": bool(episode) and episode.situation_due <= fields.Date.context_today(self),
            "due_text": episode.situation_due_text or "", "previous_date": previous.date and previous.date.isoformat(),
            "signs": [
                {
                    **row, "value": previous[row["name"]] or "unknown",
                    "previous": previous[row["name"]] if previous else False,
                }
                for row in self._describe_signs()
            ],
        }

    @api.model
    def _describe_signs(self):
        """Return [{name, label, help, options}] of all signs in the language of the user."""
        rows = []
        for sign in SIGNS:
            field = self._fields[sign]
            rows.append({
                "name": sign, "label": field._description_string(self.env),
                "help": field._description_help(self.env) or "",
                "options": [
                    {"value": value, "label": label} for value, label in field._description_selection(self.env)
                ],
            })
        return rows

    def _get_table(self):
        """Return valid snapshots of one programme as a table, oldest first.

        :return: {columns: [{id, date, moment}], rows: [{name, label, cells: [{value, label, change}]}]}
        """
        course = self.filtered(lambda record: record.state == "valid").sorted(lambda record: (record.date, record.id))
        moments = dict(self._fields["moment"]._description_selection(self.env))
        changes = {situation: situation._get_changes() for situation in course}
        rows = []
        for row in self._describe_signs():
            labels = {option["value"]: option["label"] for option in row["options"]}
            rows.append({
                "name": row["name"], "label": row["label"],
                "cells": [
                    {
                        "value": situation[row["name"]], "label": labels[situation[row["name"]]],
                        "change": changes[situation].get(row["name"], "first"),
                    }
                    for situation in course
                ],
            })
        return {
            "columns": [
                {
                    "id": situation.id, "date": situation.date.isoformat(), "moment": moments[situation.moment],
                    "improved": situation.improved_count, "worse": situation.worse_count,
                }
                for situation in course
            ],
            "rows": rows,
        }
