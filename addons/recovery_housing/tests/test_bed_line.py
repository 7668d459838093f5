from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestBedLine(ApplicationCase):
    """Who is first in line for what is free tonight."""

    def first(self, beds, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return [bed.first_in_line_id.id for bed in beds.with_user(user or self.house)]

    def test_each_person_is_named_for_one_bed_by_place(self):
        second, first = self.apply(date_applied=self.day(-1), state="waiting"), self.apply_for_kind(
            self.new_person(), date_applied=self.day(-2), state="waiting",
        )
        self.apply(self.new_person())
        beds = self.bed_a | self.bed_b | self.bed_c
        self.assertEqual(self.first(beds), [first.id, second.id, False])
        self.assertEqual(self.first(self.bed_b), [second.id])

    def test_beds_that_are_not_free_are_for_nobody(self):
        self.apply(state="waiting")
        self.new_stay(self.bed_a, self.new_person(), start=-1, state="in")
        self.assertEqual(self.first(self.bed_a | self.bed_b), [False, self.client.housing_application_ids.id])

    def test_who_does_not_fit_is_passed_over(self):
        self.room1.gender_policy = "women"
        man = self.apply(self.new_person(gender="male"), date_applied=self.day(-3), state="waiting")
        woman = self.apply(self.new_person(gender="female"), date_applied=self.day(-2), state="waiting")
        self.assertEqual(self.first(self.bed_a | self.bed_b | self.bed_c), [woman.id, False, man.id])

    def test_who_does_not_meet_a_criterion_is_passed_over_until_a_manager_says_why(self):
        self.criterion("age", number_from=18)
        young = self.apply(self.new_person(birthdate=self.born(17)), date_applied=self.day(-9), state="waiting")
        other = self.apply(date_applied=self.day(-1), state="waiting")
        self.assertEqual(self.first(self.bed_a | self.bed_b), [other.id, False])
        young.with_user(self.manager).exception_reason = "Demo: soon of age"
        self.assertEqual(self.first(self.bed_a | self.bed_b), [young.id, other.id])

    def test_who_needs_it_step_free_or_comes_with_children_is_offered_what_fits(self):
        self.bed_b.accessible = self.community.accessible = True
        wheels = self.apply(self.new_person(), needs_step_free=True, date_applied=self.day(-9), state="waiting")
        family = self.apply(self.new_person(), with_children="yes", date_applied=self.day(-8), state="waiting")
        self.assertEqual(self.first(self.bed_a | self.bed_b), [False, wheels.id])
        for application, bed, words in ((wheels, self.bed_a, "step-free"), (family, self.bed_c, "not for children")):
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.offer(application, bed, user=self.house)
        self.bed_b.accessible = False
        self.assertEqual(self.first(self.bed_a | self.bed_b), [wheels.id, False], "every bed of a step-free house")
        self.community.children_welcome = True
        self.assertEqual(self.first(self.bed_a | self.bed_b), [wheels.id, family.id])
        self.community.write({"children_welcome": False, "accessible": False})
        wheels.with_user(self.manager).exception_reason = "Demo: ground floor"
        self.assertTrue(self.offer(wheels, self.bed_a, user=self.house))

    def test_a_restricted_person_is_named_to_the_users_named(self):
        secret = self.apply(self.client_restricted, date_applied=self.day(-3), state="waiting")
        other = self.apply(state="waiting")
        self.assertEqual(self.first(self.bed_a | self.bed_b), [other.id, False])
        self.assertEqual(self.first(self.bed_a | self.bed_b, self.keeper), [secret.id, other.id])

    def test_a_counsellor_sees_their_own_client_there_and_nobody_elses(self):
        self.apply(self.client_other, self.flat, state="waiting", date_applied=self.day(-9))
        self.assertEqual(self.first(self.bed_flat, self.counsellor), [False])
        own = self.apply(self.client, self.flat, state="waiting")
        self.assertEqual(self.first(self.bed_flat, self.counsellor), [own.id])

    def test_offering_begins_with_the_bed_and_the_person(self):
        application = self.apply(state="waiting")
        action = self.bed_a.with_user(self.house).action_offer()
        self.assertEqual(
            (action["context"]["default_bed_id"], action["context"]["default_application_id"]),
            (self.bed_a.id, application.id),
        )

    def test_a_bed_that_is_held_later_is_offered_until_then(self):
        self.apply(state="waiting")
        self.new_stay(self.bed_a, self.new_person(), start=5)
        self.env["recovery.bed.outage"].create({"bed_id": self.bed_b.id, "date_from": self.day(7), "reason": "Demo heating"})
        self.new_stay(self.bed_c, self.new_person(), start=-3, stop=2, state="in")
        beds = (self.bed_a | self.bed_b | self.bed_c).with_user(self.house)
        self.assertEqual([bed.free_until for bed in beds], [self.day(5), self.day(7), False])
        action = beds[0].action_offer()
        self.assertEqual(action["context"]["default_date_to"], self.day(5))
        offer = self.env["recovery.housing.offer"].with_user(self.house).with_context(**action["context"]).create({})
        self.assertEqual((offer.stay_id.date_to, offer.state), (self.day(5), "open"))

    def test_many_beds_cost_what_few_cost(self):
        for _turn in range(4):
            self.apply(self.new_person(), state="waiting")
        beds = self.env["recovery.bed"].create(
            [{"name": f"X{number}", "house_id": self.community.id} for number in range(12)]
        )

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.with_user(self.house).mapped("first_in_line_points")
            return self.cr.sql_log_count - before
        count(beds[:2])
        self.assertLessEqual(count(beds), count(beds[:2]) + 1)

    def test_in_line_of_a_house(self):
        self.apply(state="waiting")
        self.apply_for_kind(self.new_person())
        self.apply(self.new_person()).action_refuse("criteria")
        self.assertEqual(self.community.with_user(self.house).in_line_count, 2)
        action = self.community.with_user(self.house).action_open_line()
        self.assertEqual(self.env["recovery.housing.application"].search_count(action["domain"]), 3)
