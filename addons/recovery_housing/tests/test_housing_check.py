from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHousingCheck(ApplicationCase):
    """What each criterion says of a person, and what an answer by hand means."""

    def result(self, criterion, user=None):
        """Return (result, reason) of the client's check, looked up anew with the rights of a user."""
        check = self.application.check_ids.filtered(lambda check: check.criterion_id == criterion)
        self.env.flush_all()
        self.env.invalidate_all()
        check = check.with_user(user or self.counsellor)
        return check.result, check.reason

    def setUp(self):
        super().setUp()
        self.application = self.apply(date_applied=self.day(-3))

    def test_a_criterion_is_checked_once(self):
        criterion = self.criterion()
        for refusal in self.refusals("recovery.housing.check", "once", "Criterion"):
            with refusal:
                self.env["recovery.housing.check"].create(
                    {"application_id": self.application.id, "criterion_id": criterion.id},
                )

    def test_age(self):
        criterion = self.criterion("age", number_from=18, number_to=26)
        self.assertEqual(self.result(criterion)[0], "unknown")
        for age, result in ((17, "not_met"), (18, "met"), (26, "met"), (27, "not_met")):
            self.client.birthdate = self.born(age)
            with self.subTest(age=age):
                self.assertEqual(self.result(criterion), (result, f"{age} years old"))

    def test_gender(self):
        criterion = self.criterion("gender", gender="female")
        for gender, result in (("female", "met"), ("male", "not_met"), ("other", "unknown"), ("unknown", "unknown")):
            self.client.gender = gender
            with self.subTest(gender=gender):
                self.assertEqual(self.result(criterion)[0], result)

    def test_district_and_those_that_lie_in_it(self):
        District = self.env["recovery.district"]
        town, elsewhere = District.create(
            [{"name": name, "company_id": self.company.id} for name in ("Demo town", "Demo other")]
        )
        quarter = District.create({"name": "Demo quarter", "parent_id": town.id, "company_id": self.company.id})
        criterion = self.criterion("district", district_ids=[Command.set(town.ids)])
        self.assertEqual(self.result(criterion)[0], "unknown")
        for district, result in ((town, "met"), (quarter, "met"), (elsewhere, "not_met")):
            self.client.district_id = district
            with self.subTest(district=district.name):
                self.assertEqual(self.result(criterion), (result, f"From {district.name}"))

    def test_abstinence_by_the_last_use_of_anything_but_tobacco(self):
        criterion = self.criterion("abstinent", number_from=30)
        self.assertEqual(self.result(criterion)[0], "unknown")
        Substance = self.env["recovery.substance"]
        tobacco, drug, alcohol = (
            Substance.search([("kind", "=", kind)], limit=1) for kind in ("tobacco", "drug", "alcohol")
        )
        self.assertTrue(tobacco and drug and alcohol)
        Use = self.env["recovery.substance.use"]
        Use.create({"client_id": self.client.id, "substance_id": tobacco.id, "date_last_use": self.today})
        self.assertEqual(self.result(criterion)[0], "unknown")
        use = Use.create({"client_id": self.client.id, "substance_id": drug.id, "date_last_use": self.day(-30)})
        result, reason = self.result(criterion)
        self.assertEqual(result, "met")
        self.assertIn("30 days ago", reason)
        second = Use.create({"client_id": self.client.id, "substance_id": alcohol.id})
        self.assertEqual(self.result(criterion)[0], "unknown")
        second.date_last_use = self.day(-29)
        self.assertEqual(self.result(criterion)[0], "not_met")
        use.date_last_use = second.date_last_use = self.day(-31)
        self.assertEqual(self.result(criterion)[0], "met")

    def test_income_by_the_last_situation(self):
        criterion = self.criterion("income")
        Situation = self.env["recovery.situation"]
        for days, values, result in (
            (9, {"employed": "no", "benefits": "no"}, "not_met"), (8, {"employed": "no"}, "unknown"),
            (7, {"benefits": "yes"}, "met"),
        ):
            Situation.create({
                "client_id": self.client.id, "program_id": self.own.id, "date": self.today - timedelta(days=days), **values,
            })
            with self.subTest(values=values):
                self.assertEqual(self.result(criterion)[0], result)

    def test_a_known_income_goes_before_the_situation(self):
        criterion = self.criterion("income", number_from=400)
        self.assertIn("400", criterion.display_name)
        self.env["recovery.situation"].create({"client_id": self.client.id, "program_id": self.own.id, "employed": "yes"})
        self.assertEqual(self.result(criterion)[0], "unknown", "how much is not known")
        Income = self.env["recovery.client.income"]
        Income.create({"client_id": self.client.id, "amount": 300, "date_from": self.day(-40)})
        result, reason = self.result(criterion)
        self.assertEqual(result, "not_met")
        self.assertIn("300", reason)
        Income.create({"client_id": self.client.id, "source": "social", "amount": 100, "date_from": self.day(-5)})
        self.assertEqual((self.result(criterion)[0], self.result(criterion, self.house)[0]), ("met", "met"))
        self.assertEqual(self.result(criterion, self.outreach)[0], "unknown", "who may not see the income")
        criterion.number_from = 0
        Income.create([
            {"client_id": self.client.id, "source": source, "amount": 0, "date_from": self.today}
            for source in ("work", "social")
        ])
        self.assertEqual(self.result(criterion)[0], "not_met")

    def test_abstinence_ends_with_a_positive_test(self):
        criterion = self.criterion("abstinent", number_from=30)
        drug = self.env["recovery.substance"].search([("kind", "=", "drug")], limit=1)
        self.env["recovery.substance.use"].create({
            "client_id": self.client.id, "substance_id": drug.id, "date_last_use": self.day(-90),
        })
        self.assertEqual(self.result(criterion)[0], "met")
        lines = [Command.create({"substance_id": drug.id, "screening": "positive", "prescribed": True})]
        test, prescribed = self.env["recovery.substance.test"].create([
            {"client_id": self.client.id, "program_id": self.own.id, "taken_on": self.today - timedelta(days=10), **values}
            for values in ({"kind": "breath", "value": 0.8}, {"kind": "urine", "line_ids": lines})
        ])
        prescribed.action_confirm()
        self.assertEqual(self.result(criterion)[0], "met", "neither prescribed nor yet confirmed")
        test.action_confirm()
        result, reason = self.result(criterion)
        self.assertEqual(result, "not_met")
        self.assertIn("Positive test", reason)
        test.with_user(self.manager).action_cancel("person")
        self.assertEqual(self.result(criterion)[0], "met")

    def test_treatment_completed_in_a_programme_that_counts(self):
        criterion = self.criterion("treatment")
        done = {"state": "closed", "date_start": self.day(-90), "date_end": self.day(-20)}
        self.new_episode(self.client, self.own, **done, end_reason="completed")
        self.assertEqual(self.result(criterion)[0], "unknown")
        self.own.modality = "residential"
        result, reason = self.result(criterion)
        self.assertEqual(result, "met")
        self.assertIn("Own programme", reason)
        criterion.program_ids = self.other
        self.assertEqual(self.result(criterion)[0], "unknown")

    def test_records_that_the_reader_may_not_see_say_nothing(self):
        """Nobody learns by a criterion what the file would not tell."""
        criterion = self.criterion("income")
        self.new_episode(self.client, self.other)
        self.env["recovery.situation"].create({"client_id": self.client.id, "program_id": self.other.id, "employed": "yes"})
        self.join(self.keeper, self.other)
        self.assertEqual(self.result(criterion, self.house)[0], "unknown")
        self.assertEqual(self.result(criterion, self.keeper)[0], "met")

    def test_an_answer_by_hand_goes_first_and_says_who_and_when(self):
        criterion = self.criterion("age", number_from=18)
        self.client.birthdate = self.born(17)
        check = self.application.check_ids.with_user(self.counsellor)
        check.action_met()
        self.assertEqual((check.answered_by_id, check.result), (self.counsellor, "met"))
        self.assertTrue(check.answered_at and self.counsellor.name in check.reason)
        check.with_user(self.house).action_not_met()
        self.assertEqual((check.answered_by_id, check.result), (self.house, "not_met"))
        check.action_take_back()
        self.assertEqual((check.answered_by_id.id, check.answered_at, check.result), (False, False, "not_met"))
        said = " ".join(self.application.message_ids.mapped("body"))
        for words in ("At least 18 years old: Met", "At least 18 years old: Not met", "answer taken back"):
            self.assertIn(words, said)
        self.assertTrue(criterion)

    def test_only_the_answer_is_written_and_nobody_answers_for_others(self):
        self.criterion()
        check = self.application.check_ids
        with self.assertRaisesRegex(UserError, "^By hand: "):
            check.with_user(self.house).answered_by_id = self.manager
        with self.assertRaises(AccessError):
            check.with_user(self.outreach).action_met()

    def test_who_does_not_meet_a_criterion_is_admitted_for_a_managers_reason_alone(self):
        self.criterion()
        self.application.check_ids.with_user(self.house).action_not_met()
        self.assertTrue(self.application.with_user(self.house).has_unmet)
        with self.assertRaisesRegex(ValidationError, "^Criteria: not met: Demo: agrees with the rules"):
            self.offer(self.application, user=self.house)
        with self.assertRaisesRegex(AccessError, "^Admitted in spite of: "):
            self.application.with_user(self.house).exception_reason = "Demo: trust"
        self.application.with_user(self.manager).exception_reason = "Demo: trust"
        self.offer(self.application, user=self.house)

    def test_what_is_not_known_stops_nobody(self):
        self.criterion()
        self.offer(self.application, user=self.house)

    def test_moving_in_without_an_offer_asks_too(self):
        self.criterion()
        self.application.check_ids.action_not_met()
        stay = self.new_stay(user=self.house)
        with self.assertRaisesRegex(ValidationError, "^Criteria: "):
            stay.action_check_in()
        self.application.check_ids.action_met()
        stay.action_check_in()
        self.assertEqual((self.application.state, self.application.stay_id), ("admitted", stay.sudo()))

    def test_of_any_house_each_asks_for_itself(self):
        cabin = self.new_house(self.own, "CABIN")
        strict = self.criterion(house=cabin)
        person = self.apply_for_kind(self.new_person())
        person.check_ids.filtered(lambda check: check.criterion_id == strict).action_not_met()
        bed = self.env["recovery.bed"].create({"name": "A", "house_id": cabin.id})
        with self.assertRaisesRegex(ValidationError, "^Criteria: "):
            self.offer(person, bed, user=self.house)
        self.offer(person, user=self.house)

    def test_many_checks_cost_a_query_for_each_kind_of_record(self):
        for kind, values in (("income", {}), ("treatment", {}), ("abstinent", {"number_from": 9})):
            self.criterion(kind, **values)
        for _turn in range(6):
            self.apply(self.new_person())
        checks = self.community.criterion_ids.ids

        def count(limit):
            found = self.env["recovery.housing.check"].with_user(self.house).search(
                [("criterion_id", "in", checks)], limit=limit,
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found.mapped("result")
            return self.cr.sql_log_count - before
        count(3)
        self.assertEqual(count(3), count(18))
