from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..text_folding import fold
from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestClientDuplicates(RecoveryCase):
    """The same person is found before being entered twice: by phone, or by birth date and name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls.new_client(cls.own, first_name="Łucja", last_name="Yıldız", birthdate="1985-03-02")

    def assertDuplicateOf(self, client, **values):
        with self.assertRaisesRegex(ValidationError, f"Possible duplicate: {client.code}"), self.cr.savepoint():
            self.new_client(self.own, **values)

    def test_same_phone_in_another_notation(self):
        for phone in ("+420 601 000 001", "00420601000001", "601-000-001", "(601) 000 001"):
            with self.subTest(phone=phone):
                self.assertDuplicateOf(self.client, first_name="Somebody", phone=phone)

    def test_same_name_without_diacritics_and_birth_date(self):
        for first, last in (("Lucja", "Yildiz"), ("LUCJA", "YILDIZ"), ("  łucja ", "yıldız"), ("Łúcja", "Yíldíz")):
            with self.subTest(name=f"{first} {last}"):
                self.assertDuplicateOf(self.known, first_name=first, last_name=last, birthdate="1985-03-02")

    def test_same_name_with_another_birth_date_is_somebody_else(self):
        self.assertTrue(self.new_client(self.own, first_name="Łucja", last_name="Yıldız", birthdate="1985-03-03"))

    def test_same_name_without_a_birth_date_is_not_enough(self):
        self.assertTrue(self.new_client(self.own, first_name="Łucja", last_name="Yıldız"))

    def test_umlauts_fold_to_the_base_letter(self):
        self.new_client(self.own, first_name="Jürgen", last_name="Müller", birthdate="1970-01-01")
        with self.assertRaisesRegex(ValidationError, "Possible duplicate"):
            self.new_client(self.own, first_name="Jurgen", last_name="Muller", birthdate="1970-01-01")

    def test_folding(self):
        for text, folded in (
            ("  Łukasz  ÇELİK ", "lukasz celik"), ("Straße", "strasse"), ("Đorđe Žižek", "dorde zizek"),
            ("Øystein Æsir", "oystein aesir"), ("ısı", "isi"), (None, ""), (False, ""),
        ):
            with self.subTest(text=text):
                self.assertEqual(fold(text), folded)

    def test_two_of_one_batch_are_duplicates(self):
        values = {"identity": "identified", "first_name": "Twin", "intake_program_id": self.own.id, "phone": "601000077"}
        with self.assertRaisesRegex(ValidationError, "Possible duplicate"):
            self.env["recovery.client"].create([values, dict(values)])

    def test_a_different_person_is_accepted_by_a_tick(self):
        other = self.new_client(self.own, first_name="Brother", phone="601000001", is_distinct=True)
        self.assertFalse(other.duplicate_ids)

    def test_archived_client_counts(self):
        self.known.active = False
        self.assertDuplicateOf(self.known, first_name="Łucja", last_name="Yıldız", birthdate="1985-03-02")

    def test_client_of_another_company_does_not_count(self):
        self.assertTrue(self.new_client(self.foreign, first_name="Łucja", last_name="Yıldız", birthdate="1985-03-02"))

    def test_client_of_another_programme_is_not_revealed(self):
        self.client_other.phone = "601000055"
        client = self.env["recovery.client"].with_user(self.counsellor).create({
            "first_name": "Same", "phone": "601000055", "intake_program_id": self.own.id,
        })
        self.assertFalse(client.duplicate_ids)

    def test_restricted_client_is_not_revealed(self):
        self.client_restricted.phone = "601000066"
        client = self.env["recovery.client"].with_user(self.manager).create({
            "first_name": "Same", "phone": "601000066", "intake_program_id": self.own.id,
        })
        self.assertFalse(client.duplicate_ids)

    def test_hint_on_the_form_before_saving(self):
        draft = self.env["recovery.client"].with_user(self.counsellor).new({
            "first_name": "Somebody", "phone": "601 000 001", "company_id": self.company.id,
        })
        self.assertEqual(draft.duplicate_ids._origin, self.client.with_user(self.counsellor))


@tagged("post_install", "-at_install")
class TestClientPhone(RecoveryCase):

    def test_phone_is_kept_as_typed_and_read_in_the_country_of_the_company(self):
        self.client.phone = "601 000 002"
        self.assertEqual((self.client.phone, self.client.phone_e164), ("601 000 002", "+420601000002"))

    def test_international_phone_keeps_its_country(self):
        self.client.phone = "+48 512 000 000"
        self.assertEqual(self.client.phone_e164, "+48512000000")

    def test_wrong_phone_is_named_with_the_field_and_nothing_is_lost(self):
        for phone in ("601 00", "call me", "+999 1"):
            with self.subTest(phone=phone):
                with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                    self.client.write({"phone": phone, "email": "new@example.com"})
                self.assertTrue(str(caught.exception).startswith("Phone:"))
                self.assertIn(phone, str(caught.exception))
                self.client.invalidate_recordset()
                self.assertEqual((self.client.phone, self.client.email), ("601000001", False))

    def test_empty_phone(self):
        self.client.phone = False
        self.assertFalse(self.client.phone_e164)

    def test_outreach_may_not_read_or_search_the_phone(self):
        Client = self.env["recovery.client"].with_user(self.outreach)
        for act in (
            lambda: self.client.with_user(self.outreach).read(["phone"]),
            lambda: Client.search([("phone_e164", "=", "+420601000001")]),
            lambda: Client.search([], order="phone"),
        ):
            with self.assertRaises(Exception) as caught:
                act()
            self.assertEqual(type(caught.exception).__name__, "AccessError")
