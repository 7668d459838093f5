from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestFrontDeskClient(RecoveryCase):
    """A new code at the counter; codes of people whom the worker may not see stay theirs, and unseen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.front_desk = True
        cls.known = cls.new_client(cls.own, code="KAR0974", nickname="Ryba", gender="male", birth_year=1974)
        cls.hidden = cls.new_client(cls.other, code="LEN1279", nickname="Lenka")
        cls.secret = cls.new_client(
            cls.own, code="TOM0590", restricted=True, restricted_user_ids=[Command.set(cls.keeper.ids)],
        )
        cls.env.flush_all()
        cls.Desk = cls.env["recovery.front.desk"].with_user(cls.outreach)

    def create_client(self, **values):
        return self.Desk.create_client(self.own.id, values)

    def count(self):
        return self.env["recovery.client"].search_count([])

    def test_a_typed_code_makes_a_pseudonymous_client_of_this_programme(self):
        answer = self.create_client(code=" ZUZ0295 ", nickname="Zuza", gender="female", birth_year="1995")
        self.assertEqual(answer["status"], "created")
        self.assertEqual(answer["client"]["code"], "ZUZ0295")
        self.assertEqual(answer["client"]["nickname"], "Zuza")
        self.assertRecordValues(self.env["recovery.client"].browse(answer["client"]["id"]), [{
            "identity": "pseudonymous", "intake_program_id": self.own.id, "gender": "female", "birth_year": 1995,
        }])

    def test_without_a_code_the_next_number_is_given(self):
        first, second = self.create_client()["client"], self.create_client()["client"]
        self.assertNotEqual(first["code"], second["code"])
        self.assertNotIn("/", (first["code"], second["code"]))

    def test_a_known_code_is_shown_with_what_distinguishes_the_person(self):
        before = self.count()
        answer = self.create_client(code="kar0974")
        self.assertEqual(answer["status"], "exists")
        match, = answer["matches"]
        self.assertEqual(
            (match["id"], match["nickname"], match["gender"], match["birth_year"]),
            (self.known.id, "Ryba", "male", 1974),
        )
        self.assertEqual(self.count(), before)

    def test_another_person_with_a_known_code_gets_the_free_one(self):
        suggestion = self.create_client(code="KAR0974")["suggestion"]
        answer = self.create_client(code=suggestion, confirmed=True)
        self.assertEqual((answer["status"], answer["client"]["code"]), ("created", suggestion))
        self.assertNotEqual(suggestion, "KAR0974")

    def test_confirming_does_not_take_a_code_that_is_not_free(self):
        self.assertEqual(self.create_client(code="KAR0974", confirmed=True)["status"], "taken")

    def test_a_code_of_somebody_unseen_is_answered_by_a_free_one_alone(self):
        for client in (self.hidden, self.secret):
            with self.subTest(client=client.code):
                before = self.count()
                answer = self.create_client(code=client.code)
                self.assertEqual(answer, {
                    "status": "taken", "code": client.code, "suggestion": f"{client.code}-2",
                })
                self.assertEqual(self.count(), before)

    def test_nobody_is_added_to_a_programme_of_others(self):
        with self.assertRaisesRegex(ValidationError, "^Programme"):
            self.Desk.create_client(self.other.id, {"code": "ZUZ0295"})

    def test_a_wrong_year_is_named(self):
        with self.assertRaisesRegex(ValidationError, "Year of birth"):
            self.create_client(code="ZUZ0295", birth_year="95")

    def test_the_scheme_of_the_programme_builds_the_code(self):
        self.own.code_scheme_id = self.env["recovery.code.scheme"].create({
            "name": "Name and year", "part_ids": [
                Command.create({"kind": "first_name", "number": 3, "sequence": 1}),
                Command.create({"kind": "birth_year", "sequence": 2}),
            ],
        })
        inputs = [row["name"] for row in self.Desk.get_setup(self.own.id)["code_inputs"]]
        self.assertEqual(inputs, ["first_name", "birth_year"])
        answer = self.create_client(inputs={"first_name": "Zuzana"}, birth_year=1995)
        self.assertEqual(answer["status"], "created")
        self.assertTrue(answer["client"]["code"].startswith("ZUZ"))
        again = self.create_client(inputs={"first_name": "Zuzana"}, birth_year=1995)
        self.assertEqual(again["status"], "exists")
        self.assertIs(again["matches"][0]["same_person"], True)
