from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHousingTransfer(ApplicationCase):
    """From one house to another, of another programme too."""

    def setUp(self):
        super().setUp()
        self.stay = self.new_stay(start=-40, state="in")
        self.newcomer = self.new_user("newcomer", "house")
        self.join(self.newcomer, self.other)
        action = self.stay.with_user(self.house).action_ask_other_house()
        self.application = self.env["recovery.housing.application"].with_user(self.house).with_context(
            **action["context"],
        ).create({"house_id": self.flat.id})

    def test_the_other_house_decides_and_one_stay_ends_as_the_other_begins(self):
        self.assertEqual((self.application.from_stay_id, self.application.referred_from), (self.stay, "house"))
        offer = self.offer(self.application, self.bed_flat, self.newcomer)
        self.assertEqual((self.stay.state, self.stay.date_to), ("in", self.today))
        offer.action_accept()
        offer.stay_id.with_user(self.newcomer).action_check_in()
        after = offer.stay_id
        self.assertEqual(
            (self.stay.state, self.stay.date_to, self.stay.exit_reason, self.stay.exit_destination),
            ("out", self.today, "transfer", "ours"),
        )
        self.assertEqual((after.state, after.date_from, after.previous_id), ("in", self.today, self.stay))
        self.assertEqual(self.application.state, "admitted")

    def test_who_comes_later_than_planned_lives_in_the_old_house_until_then(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            offer = self.offer(self.application, self.bed_flat, self.newcomer)
            self.env.flush_all()
        self.assertEqual((self.stay.date_to, offer.stay_id.date_from), (self.day(-3), self.day(-3)))
        offer.stay_id.with_user(self.newcomer).action_check_in(self.today)
        self.assertEqual((self.stay.date_to, offer.stay_id.date_from), (self.today, self.today))

    def test_a_declined_offer_leaves_everything_as_it_was(self):
        for planned in (False, self.day(200)):
            self.stay.date_to = planned
            with self.subTest(planned=planned):
                offer = self.offer(self.application, self.bed_flat, self.newcomer, date_from=self.day(10))
                self.assertEqual(self.stay.date_to, self.day(10))
                offer.action_decline()
                self.assertEqual((self.stay.state, self.stay.date_to), ("in", planned))

    def test_declined_once_the_old_bed_is_promised_the_end_stays_and_the_old_house_looks_for_a_bed(self):
        offer = self.offer(self.application, self.bed_flat, self.newcomer, date_from=self.day(10))
        promised = self.new_stay(self.stay.bed_id, self.new_person(), start=10)
        offer.with_user(self.newcomer).action_decline()
        self.assertEqual((offer.state, offer.stay_id.state, self.application.state), ("declined", "cancelled", "waiting"))
        self.assertEqual((self.stay.state, self.stay.date_to, promised.state), ("in", self.day(10), "reserved"))
        to_do = self.stay.activity_search(["recovery_housing.activity_bed_promised"])
        self.assertEqual((len(to_do), to_do.user_id, to_do.date_deadline), (1, self.house, self.day(10)))
        self.stay.action_move(self.bed_b.id, self.today)
        self.assertFalse(self.stay.activity_search(["recovery_housing.activity_bed_promised"]))

    def test_who_asked_sees_the_application_and_does_not_decide(self):
        asked = self.application.with_user(self.house)
        self.assertEqual(asked.read(["state"])[0]["state"], "applied")
        with self.assertRaises(AccessError):
            asked.action_refuse("criteria")
        with self.assertRaises(AccessError):
            self.apply(self.client, self.new_house(self.other, "CABIN"), user=self.house)

    def test_only_who_may_end_the_stay_asks_for_that(self):
        with self.assertRaises(AccessError):
            self.apply(self.client, self.new_house(self.own, "CABIN"), user=self.counsellor, from_stay_id=self.stay.id)

    def test_the_stay_of_somebody_else(self):
        with self.assertRaisesRegex(ValidationError, "^Moves from: "):
            self.apply(self.new_person(), from_stay_id=self.stay.id)

    def test_without_being_asked_the_old_stay_stands_in_the_way(self):
        person = self.new_person()
        self.new_stay(self.bed_b, person, start=-4, state="in")
        application = self.apply(person, self.new_house(self.own, "CABIN"))
        bed = self.env["recovery.bed"].create({"name": "A", "house_id": application.house_id.id})
        with self.assertRaisesRegex(ValidationError, "^Client: this person has a bed"):
            self.offer(application, bed)
