from collections import Counter

from odoo import models
from odoo.addons.base_import.models.base_import import ImportValidationError

WRITTEN = {"%Y": "YYYY", "%y": "YY", "%m": "MM", "%d": "DD", "%H": "HH", "%M": "MM", "%S": "SS"}


class BaseImport(models.TransientModel):
    """An error of our imports names the line as the spreadsheet counts it, and the field by its label.

    Odoo's screen counts from 0 in one place and from 1 in another, always without the heading, and says
    nothing where a single value of a column is wrong or where two lines have the same fault.
    """

    _inherit = "base_import.import"

    def execute_import(self, fields, columns, options, dryrun=False):
        result = super().execute_import(fields, columns, options, dryrun=dryrun)
        if self._is_counted_like_the_sheet():
            self._name_lines(result["messages"], options)
        return result

    def _is_counted_like_the_sheet(self):
        return isinstance(self.env[self.res_model], self.pool["recovery.importable"])

    def _name_lines(self, messages, options):
        """Set ``rows`` (counted from 0) and ``record`` (from 1) of each message to lines of the file, in place."""
        before = options.get("skip", 0) + bool(options.get("has_headers"))
        repeated = Counter(message["message"] for message in messages)
        for message in messages:
            if "rows" not in message:
                continue
            message["rows"] = {name: row + before for name, row in message["rows"].items()}
            message["record"] = message["rows"]["from"] + 1
            if message.get("field") or repeated[message["message"]] > 1:
                message["message"] = self.env._(
                    "Line %(line)s: %(error)s", line=message["record"], error=message["message"],
                )

    def _parse_date_from_data(self, data, index, name, field_type, options):
        if not self._is_counted_like_the_sheet():
            return super()._parse_date_from_data(data, index, name, field_type, options)
        for number, line in enumerate(data):
            value = line[index]
            try:
                super()._parse_date_from_data([line], index, name, field_type, options)
            except ImportValidationError as error:
                raise ImportValidationError(self.env._(
                    "Line %(line)s: %(field)s: “%(value)s” is no date of the calendar, or not written as %(format)s.",
                    line=number + 1 + options.get("skip", 0) + bool(options.get("has_headers")),
                    field=self._get_label(name), value=value, format=self._get_written_format(field_type, options),
                ), field=name, field_type=field_type) from error
        return None

    def _get_label(self, path):
        """Return the label of the field at the end of a path such as ``delivery_ids/service_id``."""
        model, label = self.env[self.res_model], path
        for name in path.split("/"):
            field = model._fields.get(name)
            if not field:
                break
            label = field._description_string(self.env)
            model = self.env[field.comodel_name] if field.comodel_name else model
        return label

    def _get_written_format(self, field_type, options):
        """Return the format as a person writes it: ``YYYY-MM-DD``."""
        written = options.get(f"{field_type}_format") or options.get("date_format") or "%Y-%m-%d"
        for code, letters in WRITTEN.items():
            written = written.replace(code, letters)
        return written
