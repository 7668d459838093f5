import re

from odoo import api, fields, models

from ..table_rules import Check
from ..text_folding import fold_letters
from .code_scheme import NAMES


class CodePart(models.Model):
    _name = "recovery.code.part"
    _description = "Part of a code"
    _inherit = ["recovery.prechecked"]
    _order = "scheme_id, sequence, id"
    _rec_name = "kind"

    scheme_id = fields.Many2one("recovery.code.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("first_name", "First name"), ("last_name", "Last name"), ("mother_name", "Mother's first name"),
            ("birth_day", "Day of birth"), ("birth_month", "Month of birth"), ("birth_year", "Year of birth"),
            ("gender", "Gender"), ("text", "Fixed text"),
        ],
        string="What", required=True, default="first_name",
    )
    position = fields.Selection(
        [("first", "First letters"), ("last", "Last letters"), ("nth", "One letter")], required=True, default="first",
        help="Which letters of a name.",
    )
    number = fields.Integer(
        required=True, default=2, help="How many letters of a name; for one letter, its place in the name.",
    )
    letter_case = fields.Selection(
        [("upper", "Capitals"), ("lower", "Small letters")], string="Written in", required=True, default="upper",
    )
    filler = fields.Char(size=1, help="Stands for every letter or digit that is not known. Empty: nothing stands there.")
    year_digits = fields.Selection(
        [("2", "Two digits"), ("4", "Four digits")], string="Year in", required=True, default="2",
    )
    text = fields.Char(string="Fixed text", help="Such as a hyphen or the letters of the centre.")
    letter_female = fields.Char(string="Female", default="F")
    letter_male = fields.Char(string="Male", default="M")
    letter_other = fields.Char(string="Other", default="X")
    letter_unknown = fields.Char(string="Not known", default="X")

    _number = Check(
        "CHECK(number BETWEEN 1 AND 20)", "Number: write between 1 and 20.", lambda row: 1 <= row["number"] <= 20,
    )
    _filler = Check(
        "CHECK(filler IS NULL OR (length(filler) = 1 AND filler !~ '\\s'))", "Filler: write one character, not a space.",
        lambda row: row["filler"] is None or len(row["filler"]) == 1 and not row["filler"].isspace(),
    )
    _text = Check(
        "CHECK(kind <> 'text' OR (text IS NOT NULL AND text !~ '\\s'))",
        "Fixed text: write what always stands in this place, without spaces.",
        lambda row: row["kind"] != "text" or bool(row["text"]) and not re.search(r"\s", row["text"]),
    )

    @api.depends("kind", "position", "number")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for part in self:
            part.display_name = labels.get(part.kind, "")

    def _get_inputs(self):
        return [] if self.kind == "text" else [self.kind]

    def _render(self, inputs):
        """Return what stands for one part in the code of a person with ``inputs``."""
        if self.kind == "text":
            return self.text or ""
        if self.kind == "gender":
            return self[f"letter_{inputs.get('gender', 'unknown')}"] or self.filler or ""
        if self.kind in NAMES:
            return self._render_name(fold_letters(inputs.get(self.kind)))
        digits = int(self.year_digits or 2) if self.kind == "birth_year" else 2
        value = inputs.get(self.kind)
        return f"{value:02d}"[-digits:] if value else (self.filler or "") * digits

    def _render_name(self, letters):
        number = max(self.number, 1)
        if self.position == "nth":
            taken, missing = letters[number - 1:number], len(letters) < number
        else:
            taken = letters[:number] if self.position == "first" else letters[-number:]
            missing = number - len(taken)
        filler = (self.filler or "") * missing
        taken = taken.lower() if self.letter_case == "lower" else taken.upper()
        # The last letters stand at the end, also when there are too few.
        return filler + taken if self.position == "last" else taken + filler
