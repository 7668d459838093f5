"""A rating that knows "not answered" from zero."""

from odoo import fields
from odoo.tools import float_repr, float_round


class Rating(fields.Float):
    """A number with one decimal whose empty value is NULL, never 0.

    Odoo's own float turns an empty value into 0.0 on its way to the database.
    For a rating scale that would invent the worst possible answer, so this
    field keeps ``False`` in records and NULL in the column; averages and sums
    made by the database pass over it. Values are rounded half-up to 0.1.
    """

    falsy_value = None
    _digits = (4, 1)

    @staticmethod
    def _is_empty(value):
        return value is None or value is False or value == ""

    def convert_to_column(self, value, record, values=None, validate=True):
        if self._is_empty(value):
            return None
        return float_repr(float_round(float(value), precision_digits=1), 1)

    def convert_to_cache(self, value, record, validate=True):
        if self._is_empty(value):
            return None
        return float_round(float(value), precision_digits=1)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if self._is_empty(value) else value

    def filter_function(self, records, field_expr, operator, value):
        """Tell empty from 0 in Python as well, where ``False == 0``."""
        if operator != "in":
            return super().filter_function(records, field_expr, operator, value)
        getter = self.expression_getter(field_expr)
        numbers = {number for number in value if not self._is_empty(number)}
        with_empty = len(numbers) < len(value)

        def matches(record):
            answer = getter(record)
            return with_empty if self._is_empty(answer) else answer in numbers

        return matches
