from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHouseCriterion(ApplicationCase):

    def test_numbers_are_in_order(self):
        for refusal in self.refusals("recovery.house.criterion", "numbers", "At most"):
            with refusal:
                self.criterion("age", number_from=30, number_to=20)

    def test_a_criterion_answered_by_hand_is_a_question(self):
        for refusal in self.refusals("recovery.house.criterion", "own_named", "Question"):
            with refusal:
                self.criterion("own", name=False)

    def test_abstinence_has_days(self):
        for refusal in self.refusals("recovery.house.criterion", "days", "At least"):
            with refusal:
                self.criterion("abstinent")

    def test_age_has_a_limit(self):
        for refusal in self.refusals("recovery.house.criterion", "ages", "At least"):
            with refusal:
                self.criterion("age")

    def test_gender_is_named(self):
        for refusal in self.refusals("recovery.house.criterion", "gender_named", "For"):
            with refusal:
                self.criterion("gender")

    def test_districts_are_named(self):
        with self.assertRaisesRegex(ValidationError, "^Districts: "):
            self.criterion("district")

    def test_what_is_asked_for_in_words(self):
        district = self.env["recovery.district"].create({"name": "Demo quarter", "company_id": self.company.id})
        for values, words in (
            ({"kind": "abstinent", "number_from": 30}, "Abstinent at least 30 days"),
            ({"kind": "age", "number_from": 18}, "At least 18 years old"),
            ({"kind": "age", "number_to": 26}, "At most 26 years old"),
            ({"kind": "age", "number_from": 18, "number_to": 26}, "Aged 18 to 26"),
            ({"kind": "gender", "gender": "female"}, "Women"),
            ({"kind": "district", "district_ids": [(6, 0, district.ids)]}, "From Demo quarter"),
            ({"kind": "income"}, "Own income"),
            ({"kind": "own", "name": "Has a sponsor"}, "Has a sponsor"),
        ):
            with self.subTest(words=words):
                self.assertEqual(self.criterion(**values).display_name, words)

    def test_a_new_criterion_is_asked_of_everybody_who_has_applied(self):
        named, any_house, elsewhere = self.apply(), self.apply_for_kind(self.new_person()), self.apply(
            self.client_other, self.flat,
        )
        criterion = self.criterion()
        self.assertEqual(named.check_ids.criterion_id, criterion)
        self.assertEqual(any_house.check_ids.criterion_id, criterion)
        self.assertFalse(elsewhere.check_ids)

    def test_an_archived_criterion_is_asked_of_nobody_new_and_once_of_each(self):
        criterion = self.criterion()
        first = self.apply()
        criterion.active = False
        self.assertFalse(self.apply(self.new_person()).check_ids)
        criterion.active = True
        self.assertEqual(len(first.check_ids), 1)
