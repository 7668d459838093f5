from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestClient(RecoveryCase):

    def test_code_comes_from_the_sequence(self):
        first, second = self.new_client(self.own), self.new_client(self.own)
        self.assertRegex(first.code, r"^C-\d{5}$")
        self.assertNotEqual(first.code, second.code)

    def test_typed_code_is_kept(self):
        self.assertEqual(self.new_client(self.own, code="X-1").code, "X-1")

    def test_code_is_unique_in_the_company(self):
        for refusal in self.refusals("recovery.client", "code_uniq", "Code"):
            with refusal:
                self.new_client(self.own, code=self.client.code)

    def test_code_may_return_in_another_company(self):
        twin = self.new_client(self.foreign, code=self.client.code)
        self.assertEqual(twin.code, self.client.code)

    def test_identified_client_needs_a_name(self):
        with self.assertRaisesRegex(ValidationError, "^Name"):
            self.new_client(self.own, identity="identified")

    def test_anonymous_client_has_no_personal_data(self):
        personal = {
            "first_name": "A", "last_name": "B", "birthdate": "1980-01-01", "phone": "601000002",
            "email": "a@example.com", "address": "Street 1",
        }
        for name, value in personal.items():
            with self.subTest(field=name), self.assertRaisesRegex(ValidationError, "^Identity"):
                self.new_client(self.own, **{name: value, "identity": "anonymous"})

    def test_turning_anonymous_needs_the_name_removed(self):
        for refusal in self.refusals("recovery.client", "anonymous", "Identity"):
            with refusal:
                self.client.identity = "anonymous"
        self.client.write({"identity": "anonymous", "first_name": False, "last_name": False, "phone": False})
        self.assertFalse(self.client.name_folded)

    def test_identified_client_keeps_a_name(self):
        for refusal in self.refusals("recovery.client", "identified", "Name"):
            with refusal:
                self.client.write({"first_name": False, "last_name": False})

    def test_birth_year_has_four_digits(self):
        for refusal in self.refusals("recovery.client", "birth_year", "Birth year"):
            with refusal:
                self.client.birth_year = 87

    def test_birth_year_follows_the_birth_date(self):
        self.client.birthdate = "1987-05-04"
        self.assertEqual(self.client.birth_year, 1987)

    def test_birth_year_differing_from_the_birth_date_is_refused(self):
        self.client.birthdate = "1987-05-04"
        with self.assertRaisesRegex(ValidationError, "Birth year"):
            self.client.birth_year = 1988

    def test_birth_date_does_not_lie_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "Birth date"):
            self.client.birthdate = self.today + timedelta(days=2)

    def test_birth_year_does_not_lie_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "Birth year"):
            self.client.birth_year = self.today.year + 1

    def test_age_group_changes_on_the_birthday(self):
        for age, group in ((12, "child"), (13, "adolescent"), (17, "adolescent"), (18, "adult")):
            birthday = self.born(age)
            birthday = birthday.replace(day=self.today.day) if self.today.day <= 28 else birthday
            self.client.birthdate = birthday
            with self.subTest(age=age):
                self.assertEqual((self.client.age, self.client.age_group), (age, group))
            with self.subTest(day_before=age):
                day_before = birthday.replace(year=birthday.year + age) - timedelta(days=1)
                self.assertEqual(self.client._get_age_at(day_before)[0], age - 1)

    def test_age_by_the_birth_year_alone(self):
        self.client.birth_year = self.today.year - 13
        self.assertEqual((self.client.age, self.client.age_group), (13, "adolescent"))

    def test_age_not_known(self):
        self.assertEqual((self.client.age, self.client.age_group), (0, False))

    def test_programmes_are_of_the_first_contact_and_of_every_episode(self):
        self.new_episode(self.client, self.other)
        self.assertEqual(self.client.program_ids, self.own | self.other)

    def test_client_of_an_archived_programme_stays_with_its_staff(self):
        self.own.active = False
        self.env.flush_all()
        self.assertTrue(self.client.with_user(self.counsellor).search([("id", "=", self.client.id)]))

    def test_district_of_another_company_is_refused(self):
        district = self.env["recovery.district"].create({"name": "Far", "company_id": self.partner_company.id})
        with self.assertRaisesRegex(Exception, "compan"):
            self.client.district_id = district

    def test_client_does_not_move_to_another_company_away_from_its_facts(self):
        self.client.intake_program_id = False
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.client.company_id = self.partner_company

    def test_totals_count_done_services_alone(self):
        done = self.new_encounter(self.own, self.client, state="done", minutes=90)
        self.new_encounter(self.own, self.client)
        self.assertEqual(self.client.encounter_count, 1)
        self.assertEqual(self.client.hours_total, 1.5)
        self.assertEqual(self.client.last_contact, done.date)

    def test_copy_of_an_identified_client_would_be_nobody(self):
        with self.assertRaisesRegex(ValidationError, "^Name"):
            self.client.copy()


@tagged("post_install", "-at_install")
class TestClientName(RecoveryCase):
    """The name is shown to whoever may see it, the nickname to colleagues, the code to all others."""

    def shown_to(self, user, client=None):
        return (client or self.client).with_user(user).display_name

    def test_counsellor_sees_code_and_name(self):
        self.assertEqual(self.shown_to(self.counsellor), f"{self.client.code} Łukasz Testový")

    def test_outreach_sees_code_and_nickname(self):
        self.assertEqual(self.shown_to(self.outreach), f"{self.client.code} Lukin")

    def test_outreach_sees_the_code_alone_where_a_programme_hides_nicknames(self):
        self.own.nickname_shown = False
        self.assertEqual(self.shown_to(self.outreach), self.client.code)

    def test_finance_data_and_auditor_see_the_code_alone(self):
        for user in (self.finance, self.data, self.auditor):
            with self.subTest(user=user.login):
                self.assertEqual(self.shown_to(user), self.client.code)

    def test_name_fetched_through_a_visible_record_is_masked_too(self):
        """Odoo fetches names of many2one values as superuser."""
        delivery = self.new_encounter(self.own, self.client).delivery_ids
        for user in (self.finance, self.auditor):
            with self.subTest(user=user.login):
                values = delivery.with_user(user).read(["client_id"])[0]
                self.assertEqual(values["client_id"], (self.client.id, self.client.code))

    def test_client_of_another_programme_is_named_by_the_code(self):
        relation = self.env["recovery.relation"].create({
            "client_id": self.client.id, "related_client_id": self.client_other.id,
        })
        values = relation.with_user(self.counsellor).read(["related_client_id"])[0]
        self.assertEqual(values["related_client_id"][1], self.client_other.code)

    def test_found_by_name_without_diacritics(self):
        found = self.env["recovery.client"].with_user(self.counsellor).name_search("lukasz testovy")
        self.assertEqual([row[0] for row in found], self.client.ids)

    def test_found_by_code_and_nickname_by_outreach(self):
        Client = self.env["recovery.client"].with_user(self.outreach)
        for text in (self.client.code, "lukin"):
            with self.subTest(text=text):
                self.assertIn(self.client.id, [row[0] for row in Client.name_search(text)])

    def test_not_found_by_name_by_outreach_or_finance(self):
        for user in (self.outreach, self.finance):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["recovery.client"].with_user(user).name_search("Testový"))

    def test_not_found_by_nickname_by_finance(self):
        self.assertFalse(self.env["recovery.client"].with_user(self.finance).name_search("Lukin"))

    def test_nickname_is_not_searched_where_a_programme_hides_it(self):
        self.own.nickname_shown = False
        self.assertFalse(self.env["recovery.client"].with_user(self.outreach).name_search("Lukin"))

    def test_negative_search_leaves_out_whoever_bears_the_name(self):
        found = self.env["recovery.client"].with_user(self.counsellor).search([("display_name", "not ilike", "testovy")])
        self.assertNotIn(self.client, found)
