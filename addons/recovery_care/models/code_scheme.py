from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..text_folding import fold_letters

# Somebody invented, to show what a scheme makes of a person.
EXAMPLE = {
    "first_name": "Łukasz", "last_name": "Čestmír-Testový", "mother_name": "Žofie", "birth_day": 7, "birth_month": 5,
    "birth_year": 1987, "gender": "male",
}
NAMES = ("first_name", "last_name", "mother_name")
# Of what a code is made, with the letter that stands for it in the tag of a hash.
INPUTS = {
    "first_name": "f", "last_name": "l", "mother_name": "m", "birth_day": "D", "birth_month": "M", "birth_year": "Y",
    "gender": "g",
}


class CodeScheme(models.Model):
    """How a client code is built from what a person tells: parts in an order, each cut and written its own way."""

    _name = "recovery.code.scheme"
    _description = "Code scheme"
    _check_company_auto = True
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    part_ids = fields.One2many("recovery.code.part", "scheme_id", string="Parts", copy=True)
    example = fields.Char(compute="_compute_example", help="The code of an invented person.")
    example_unknown = fields.Char(
        string="With nothing but the first name", compute="_compute_example", help="How fillers look.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: for all companies.",
    )
    active = fields.Boolean(default=True)
    key_notice = fields.Char(string="Key", compute="_compute_key_notice", help="Whether people can be recognised.")

    @api.depends(
        "part_ids.sequence", "part_ids.kind", "part_ids.position", "part_ids.number", "part_ids.letter_case",
        "part_ids.filler", "part_ids.year_digits", "part_ids.text", "part_ids.letter_female", "part_ids.letter_male",
        "part_ids.letter_other", "part_ids.letter_unknown",
    )
    def _compute_example(self):
        for scheme in self:
            scheme.example = scheme._build(EXAMPLE)
            scheme.example_unknown = scheme._build({"first_name": EXAMPLE["first_name"]})

    @api.depends_context("uid")
    def _compute_key_notice(self):
        notice = self.env["recovery.client"]._get_code_key_notice()
        for scheme in self:
            scheme.key_notice = notice

    def _build(self, inputs):
        """Return the code of one scheme for ``inputs`` as ``_prepare_inputs`` returns them."""
        self.ensure_one()
        return "".join(part._render(inputs) for part in self.part_ids.sorted(lambda part: (part.sequence, part._origin.id)))

    def _get_inputs(self):
        """Return the names of what one scheme asks of a person, in the order of ``INPUTS``."""
        kinds = {name for part in self.part_ids for name in part._get_inputs()}
        return [name for name in INPUTS if name in kinds]

    @api.model
    def _prepare_inputs(self, values):
        """Return the known inputs among ``values``, checked and brought to one form.

        :param dict values: texts for names, integers or texts of digits for day, month and year of birth,
            ``birthdate`` (ISO day) instead of the three, ``gender``; ``False``, 0 and "" are not known
        :raises ValidationError: naming what is wrong
        """
        values = dict(values or {})
        unknown = values.keys() - {*INPUTS, "birthdate"}
        if unknown:
            raise ValidationError(self.env._("A code is not built from “%s”.", ", ".join(sorted(unknown))))
        if values.get("birthdate"):
            try:
                birthdate = fields.Date.to_date(values["birthdate"])
            except ValueError as error:
                raise ValidationError(self.env._("Birth date: write it as 1987-05-07.")) from error
            values.update(birth_day=birthdate.day, birth_month=birthdate.month, birth_year=birthdate.year)
        inputs = {name: values[name].strip() for name in NAMES if fold_letters(values.get(name))}
        inputs.update(self._prepare_birth(values))
        if values.get("gender") and values["gender"] != "unknown":
            if values["gender"] not in dict(self.env["recovery.client"]._fields["gender"].selection):
                raise ValidationError(self.env._("Gender: choose one of the list."))
            inputs["gender"] = values["gender"]
        return inputs

    @api.model
    def _prepare_birth(self, values):
        today = fields.Date.context_today(self)
        ranges = {
            "birth_day": (1, 31, self.env._("Day of birth: write a number from 1 to 31.")),
            "birth_month": (1, 12, self.env._("Month of birth: write a number from 1 to 12.")),
            "birth_year": (1900, today.year, self.env._("Year of birth: write four digits, such as 1987.")),
        }
        birth = {}
        for name, (lowest, highest, message) in ranges.items():
            text = str(values.get(name) or "").strip()
            if text in ("", "0"):
                continue
            if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
                raise ValidationError(message)
            birth[name] = int(text)
        if len(birth) == 3 or {"birth_day", "birth_month"} <= birth.keys():
            try:
                # 29 February is a day in a year that is not known.
                day = fields.Date.to_date(
                    f"{birth.get('birth_year', 2000):04d}-{birth['birth_month']:02d}-{birth['birth_day']:02d}")
            except ValueError as error:
                raise ValidationError(self.env._("Day of birth: the month has no such day.")) from error
            if "birth_year" in birth and day > today:
                raise ValidationError(self.env._("Year of birth: the day of birth lies in the future."))
        return birth
