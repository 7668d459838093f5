from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestCodePart(RecoveryCase):
    """What one part makes of a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.env["recovery.code.scheme"].create({"name": "Demo scheme"})

    def part(self, **values):
        return self.env["recovery.code.part"].create({"scheme_id": self.scheme.id, **values})

    def test_letters_of_a_name(self):
        rows = (
            # position, number, case, filler, name, expected
            ("first", 2, "upper", "X", "Łukasz", "LU"), ("last", 2, "upper", "X", "Łukasz", "SZ"),
            ("nth", 3, "upper", "X", "Łukasz", "K"), ("nth", 7, "upper", "X", "Łukasz", "X"),
            ("nth", 7, "upper", False, "Łukasz", ""), ("first", 3, "lower", "x", "ÇELİK", "cel"),
            ("first", 4, "upper", "X", "Jo", "JOXX"), ("last", 4, "upper", "X", "Jo", "XXJO"),
            ("first", 4, "upper", False, "Jo", "JO"), ("first", 3, "upper", "X", "", "XXX"),
            ("first", 5, "upper", "X", "Anna-Marie", "ANNAM"), ("first", 3, "upper", "X", "d'Arc", "DAR"),
            ("last", 3, "upper", "X", "Weiß", "ISS"), ("first", 3, "upper", "X", "Ćwiąkała", "CWI"),
        )
        for position, number, case, filler, name, expected in rows:
            part = self.part(kind="first_name", position=position, number=number, letter_case=case, filler=filler)
            with self.subTest(expected, name=name, position=position):
                self.assertEqual(part._render({"first_name": name} if name else {}), expected)

    def test_day_month_and_year(self):
        rows = (
            ("birth_day", "2", {"birth_day": 7}, "07"), ("birth_month", "2", {"birth_month": 12}, "12"),
            ("birth_year", "2", {"birth_year": 2004}, "04"), ("birth_year", "4", {"birth_year": 2004}, "2004"),
            ("birth_day", "2", {}, "00"), ("birth_year", "2", {}, "00"), ("birth_year", "4", {}, "0000"),
        )
        for kind, digits, told, expected in rows:
            with self.subTest(kind, expected=expected):
                self.assertEqual(self.part(kind=kind, year_digits=digits, filler="0")._render(told), expected)

    def test_gender_by_its_letter(self):
        part = self.part(kind="gender", letter_female="K", letter_male="M", letter_other=False, letter_unknown="0")
        for told, expected in (
            ({"gender": "female"}, "K"), ({"gender": "male"}, "M"), ({"gender": "other"}, ""), ({}, "0"),
        ):
            with self.subTest(told):
                self.assertEqual(part._render(told), expected)

    def test_fixed_text_stays_as_it_is(self):
        self.assertEqual(self.part(kind="text", text="kc-")._render({}), "kc-")

    def test_number_has_limits(self):
        for number in (0, 21):
            for refusal in self.refusals("recovery.code.part", "number", "Number"):
                with self.subTest(number), refusal:
                    self.part(number=number)

    def test_filler_is_one_character(self):
        part = self.part()
        for refusal in self.refusals("recovery.code.part", "filler", "Filler"):
            with refusal:
                part.filler = " "

    def test_fixed_text_is_written_without_spaces(self):
        part = self.part()
        for values in ({"kind": "text"}, {"kind": "text", "text": "a b"}):
            for refusal in self.refusals("recovery.code.part", "text", "Fixed text"):
                with self.subTest(values), refusal:
                    part.write(values)
            for refusal in self.refusals("recovery.code.part", "text", "Fixed text"):
                with self.subTest(values), refusal:
                    self.part(**values)
