from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty


class FreeText(models.AbstractModel):
    """Free text about clients, which a programme can do without.

    A model names its text fields in ``_free_text_fields`` and the fields that lead to the
    programmes in ``_free_text_paths``; where one of them keeps no free text, the text is refused
    whichever way it is written: screen, import, RPC or other code.
    """

    _name = "recovery.free.text"
    _description = "Free text about clients"

    _free_text_fields = ()
    _free_text_paths = ("program_id",)

    @api.constrains(lambda self: (*self._free_text_fields, *(path.split(".")[0] for path in self._free_text_paths)))
    def _check_free_text(self):
        for record in self.sudo():
            for name in self._free_text_fields:
                if record[name] and not record._is_free_text_allowed(name):
                    raise ValidationError(self.env._(
                        "%(field)s: the programme “%(program)s” keeps no free text about clients.",
                        field=self._fields[name]._description_string(self.env),
                        program=record._get_free_text_programs()[:1].name,
                    ))

    def _get_free_text_programs(self):
        """Return the programmes (superuser) without free text to which one record belongs."""
        programs = self.env["recovery.program"].sudo()
        for path in self._free_text_paths:
            programs |= self.sudo().mapped(path)
        return programs.filtered("no_free_text")

    def _is_free_text_allowed(self, _name):
        """Return whether one record may hold its text in the field ``_name``."""
        return not self._get_free_text_programs()

    @api.model
    def _is_text(self, value):
        """Return whether a plain or HTML value says anything."""
        return not is_html_empty(value or "") and bool(str(value or "").strip())
