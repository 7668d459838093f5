"""Constraints of the database with a twin in Python that speaks first.

PostgreSQL has the last word and decides races. But whatever it refuses is an error in the log,
so a rule that a person can break by mistake is written twice, side by side: as SQL and as a
function of the row about to be stored. ``recovery.prechecked`` asks the function.

A row is {field: value} with every field that the SQL names, in the form of Odoo's cache: ids
for records, None for what is empty, 0 for an empty number.
"""

import re

from odoo import models
from odoo.tools import SQL


class _Twin:
    """What the twins share: the fields that they look at are those that the SQL names."""

    def get_names(self, Model):
        """Return the names of the fields that the SQL names."""
        words = set(re.findall(r"\w+", self.get_definition(Model.pool)))
        return {name for name in words & Model._fields.keys() if Model._fields[name].column_type}

    def concerns(self, Model, names):
        """Return whether writing the fields ``names`` can break the rule."""
        return bool(self.get_names(Model) & names)

    def is_broken(self, Model, rows, ids, alone=False):
        """Return whether one of the rows breaks the rule.

        :param Model: the model, as superuser
        :param list rows: rows about to be stored
        :param ids: tuple of the ids that the rows have already; empty for new ones
        :param bool alone: no row that is stored already can be in the way
        """
        raise NotImplementedError


class Check(_Twin, models.Constraint):
    """A CHECK constraint."""

    def __init__(self, definition, message, holds, watch=None):
        """
        :param holds: function(row) -> bool
        :param watch: names of the fields whose writing is checked; all that the SQL names when empty
        """
        super().__init__(definition, message)
        self.holds = holds
        self.watch = watch

    def concerns(self, Model, names):
        return bool((self.watch or self.get_names(Model)) & names)

    def is_broken(self, Model, rows, ids, alone=False):
        return not all(map(self.holds, rows))


class _Key(_Twin):
    def __init__(self, definition, message, key):
        """
        :param key: function(row) -> tuple of what is unique, or None for a row that the index leaves out
        """
        super().__init__(definition, message)
        self.key = key

    def is_broken(self, Model, rows, ids, alone=False):
        keys = [key for key in map(self.key, rows) if key and None not in key]
        return len(set(keys)) < len(keys) or bool(keys) and not alone and self._is_taken(Model, keys, ids)

    def _is_taken(self, Model, keys, ids):
        """Return whether another row has one of the keys: one query, by the index itself, however many they are."""
        definition = self.get_definition(Model.pool)
        columns, where = re.search(r"\((.*?)\)(?: WHERE (.+))?$", definition).groups()
        Model.flush_model(self.get_names(Model))
        # A column of keys each: a list of rows becomes a tree of conditions, too deep for the server beyond a thousand.
        values = [list(column) for column in zip(*keys, strict=True)]
        names = SQL(", ").join(SQL.identifier(f"key_{place}") for place in range(len(values)))
        return bool(Model.env.execute_query(SQL(
            "SELECT 1 FROM unnest(%(values)s) AS keys (%(names)s) JOIN %(table)s ON (%(columns)s) = (%(names)s)"
            " AND (%(where)s) AND id <> ALL(%(ids)s) LIMIT 1",
            values=SQL(", ").join(SQL("%s", column) for column in values), names=names,
            table=SQL.identifier(Model._table), columns=SQL(columns), where=SQL(where or "TRUE"), ids=list(ids),
        )))


class Unique(_Key, models.Constraint):
    """A UNIQUE constraint."""


class UniqueIndex(_Key, models.UniqueIndex):
    """A unique index over expressions, or over some of the rows."""


class NoOverlap(_Twin, models.Constraint):
    """An exclusion constraint over ranges."""

    def __init__(self, definition, message, key, span):
        """
        :param key: function(row) -> {field: value} of the rows that may not overlap, or None for a row left out
        :param span: function(row) -> (first, first beyond)
        """
        super().__init__(definition, message)
        self.key = key
        self.span = span

    def is_broken(self, Model, rows, ids, alone=False):
        keys = [key for key in map(self.key, rows) if key]
        if not keys:
            return False
        names = self.get_names(Model)
        # What is about to be stored meets what is stored: a row that has just been moved out of the way has to be.
        Model.flush_model(names)
        others = Model.search_fetch(
            [("id", "not in", ids), *((name, "in", [key[name] for key in keys]) for name in keys[0])], names,
        )
        spans = {}
        for row in [*rows, *others._get_rows(names)]:
            if key := self.key(row):
                spans.setdefault(tuple(key.values()), []).append(self.span(row))
        return any(
            start < stop for group in map(sorted, spans.values())
            for (_, stop), (start, _) in zip(group, group[1:], strict=False)
        )
