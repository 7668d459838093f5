import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from ..text_folding import fold, fold_letters
from .code_case import CODE, TOLD, CodeCase

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=24)
# hypothesis rightly asks for a fresh fixture; folding and rendering change nothing.
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@tagged("post_install", "-at_install")
class TestTextFolding(TransactionCase):
    """Names are compared and cut by their letters, however they were typed."""

    def test_letters_of_our_languages(self):
        for text, folded in (
            ("Łukasz", "lukasz"), ("ISPARTALI Işık", "ispartali isik"), ("İlknur", "ilknur"), ("Čeněk", "cenek"),
            ("Weiß", "weiss"), ("Żółć", "zolc"), ("Šárka Žižková", "sarka zizkova"), ("Ǿystein", "oystein"),
        ):
            with self.subTest(text):
                self.assertEqual(fold(text), folded)

    @QUIET
    @given(NAMES)
    def test_folding_twice_is_folding_once(self, name):
        self.assertEqual(fold(fold(name)), fold(name))
        self.assertEqual(fold_letters(fold_letters(name)), fold_letters(name))

    @QUIET
    @given(NAMES)
    def test_composed_and_decomposed_spelling_fold_alike(self, name):
        self.assertEqual(fold(unicodedata.normalize("NFD", name)), fold(unicodedata.normalize("NFC", name)))

    @QUIET
    @given(NAMES)
    def test_letters_have_no_marks_and_no_capitals(self, name):
        letters = fold_letters(name)
        self.assertFalse([char for char in letters if unicodedata.combining(char) or not char.isalpha()])
        self.assertEqual(letters, letters.casefold())


@tagged("post_install", "-at_install")
class TestCodeScheme(CodeCase):
    """A code is the parts in their order."""

    def test_parts_in_their_order(self):
        self.assertEqual(self.scheme._build(TOLD), CODE)
        self.scheme.part_ids[-1].sequence = 1
        self.assertEqual(self.scheme._build(TOLD), "MLUCE070587")

    def test_nothing_known_is_fillers_alone(self):
        self.assertEqual(self.scheme._build({}), "XXXX000000X")

    def test_typical_schemes_come_with_the_program(self):
        told = {**TOLD, "mother_name": "Žofie"}
        self.assertEqual(self.env.ref("recovery_care.code_scheme_czech")._build(told), CODE)
        self.assertEqual(self.env.ref("recovery_care.code_scheme_polish")._build(told), "MSZZO-1987")

    def test_example_follows_while_the_scheme_is_typed(self):
        with Form(self.env["recovery.code.scheme"]) as form:
            form.name = "Typed"
            with form.part_ids.new() as part:
                part.kind = "last_name"
                part.number = 3
            self.assertEqual(form.example, "CES")
            with form.part_ids.new() as part:
                part.kind = "birth_year"
            self.assertEqual(form.example, "CES87")

    def test_inputs_are_those_of_the_parts(self):
        self.assertEqual(
            self.scheme._get_inputs(), ["first_name", "last_name", "birth_day", "birth_month", "birth_year", "gender"])
        self.scheme.part_ids = [Command.clear(), Command.create({"kind": "text", "text": "A"})]
        self.assertEqual(self.scheme._get_inputs(), [])

    def test_inputs_are_brought_to_one_form(self):
        prepared = self.scheme._prepare_inputs({
            "first_name": " Jan ", "last_name": "", "mother_name": "--", "birthdate": "1987-05-07", "gender": "unknown",
        })
        self.assertEqual(prepared, {"first_name": "Jan", "birth_day": 7, "birth_month": 5, "birth_year": 1987})
        self.assertEqual(self.scheme._prepare_inputs({"birth_day": "07", "birth_year": 0}), {"birth_day": 7})

    def test_wrong_inputs_are_named(self):
        year = self.today.year
        for told, said in (
            ({"birth_day": 32}, "Day of birth"), ({"birth_day": "-1"}, "Day of birth"), ({"birth_day": "x"}, "Day of birth"),
            ({"birth_month": "13"}, "Month of birth"), ({"birth_year": 87}, "Year of birth"),
            ({"birth_year": "²"}, "Year of birth"),
            ({"birth_day": 31, "birth_month": 2}, "Day of birth"), ({"birth_year": year + 1}, "Year of birth"),
            ({"birth_day": 29, "birth_month": 2, "birth_year": 1987}, "Day of birth"), ({"birthdate": "7.5."}, "Birth date"),
            ({"gender": "robot"}, "Gender"), ({"shoe_size": 42}, "shoe_size"),
        ):
            with self.subTest(told), self.assertRaisesRegex(ValidationError, said):
                self.scheme._prepare_inputs(told)

    def test_leap_day_without_a_year(self):
        self.assertEqual(
            self.scheme._prepare_inputs({"birth_day": 29, "birth_month": 2}), {"birth_day": 29, "birth_month": 2})

    @QUIET
    @given(first=NAMES, last=NAMES, day=st.integers(0, 28), month=st.integers(0, 12), gender=st.sampled_from(
        ["female", "male", "other", "unknown", False]))
    def test_code_is_as_long_whatever_is_known(self, first, last, day, month, gender):
        """With fillers nothing that is missing moves the rest; spelling and the second building change nothing."""
        told = {"first_name": first, "last_name": last, "birth_day": day, "birth_month": month, "gender": gender}
        inputs = self.scheme._prepare_inputs(told)
        code = self.scheme._build(inputs)
        self.assertEqual(code[4:10], f"{day:02d}{month:02d}00")
        self.assertFalse([char for char in code if char.isspace()])
        folded = {**told, "first_name": fold(first), "last_name": unicodedata.normalize("NFD", last)}
        self.assertEqual(self.scheme._build(self.scheme._prepare_inputs(folded)), code)
        self.assertEqual(self.scheme._prepare_inputs(inputs), inputs)
