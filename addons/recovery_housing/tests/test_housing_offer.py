from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestHousingOffer(ApplicationCase):

    def setUp(self):
        super().setUp()
        self.application = self.apply(date_applied=self.day(-9), state="waiting")

    def expire(self, days=4):
        """Run the nightly work so many days later."""
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("recovery_housing.cron_offers").method_direct_trigger()
            self.env.flush_all()
        self.env.invalidate_all()

    def test_an_offer_holds_the_bed(self):
        offer = self.offer(self.application, user=self.house)
        self.assertEqual((offer.state, offer.stay_id.state, offer.stay_id.bed_id), ("open", "reserved", self.bed_a))
        self.assertEqual((self.application.state, self.bed_a.state), ("offered", "reserved"))
        with self.assertRaisesRegex(ValidationError, "^Bed: "):
            self.offer(self.apply(self.new_person()), user=self.house)

    def test_no_duty_before_the_offer_is_accepted(self):
        self.env["recovery.house.task"].create({
            "name": "Kitchen", "house_id": self.community.id, "date_from": self.today,
            **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True),
        })
        neighbour = self.new_stay(self.bed_b, self.new_person(), start=-5, state="in")
        offer = self.offer(self.application, user=self.house)
        self.community._plan_rota()
        self.assertEqual((neighbour.duty_ids.stay_id, len(neighbour.duty_ids)), (neighbour, 14))
        self.assertFalse(offer.stay_id.duty_ids)
        with self.assertRaisesRegex(ValidationError, "^Resident: "):
            self.env["recovery.house.task.duty"].create({
                "task_id": neighbour.duty_ids.task_id.id, "stay_id": offer.stay_id.id, "date": self.day(3),
            })
        neighbour.duty_ids.filtered(lambda duty: duty.date > self.day(6)).unlink()
        offer.with_user(self.house).action_accept()
        self.assertTrue(offer.stay_id.duty_ids)

    def test_one_bed_at_a_time(self):
        offer = self.offer(self.application)
        second = self.new_stay(self.bed_b, self.new_person())
        for refusal in self.refusals("recovery.housing.offer", "one_held", "Application"):
            with refusal:
                self._insert_offer(offer, stay_id=second.id)
        with self.assertRaisesRegex(ValidationError, "^Application: "):
            self.offer(self.application, self.bed_b)

    def _insert_offer(self, offer, **values):
        """Store an offer past the steps that would hold another bed."""
        Offer = type(self.env["recovery.housing.offer"])
        data = {
            "application_id": offer.application_id.id, "bed_id": offer.bed_id.id, "date_from": self.today,
            "stay_id": offer.stay_id.id, **values,
        }
        original = Offer._hold_bed
        Offer._hold_bed = lambda _self, _vals: {}
        try:
            return self.env["recovery.housing.offer"].create(data)
        finally:
            Offer._hold_bed = original

    def test_a_stay_is_held_by_one_offer(self):
        offer, other = self.offer(self.application), self.apply(self.new_person())
        for refusal in self.refusals("recovery.housing.offer", "one_stay", "Held by"):
            with refusal:
                self._insert_offer(offer, application_id=other.id)

    def test_an_offer_without_a_held_bed_is_refused(self):
        offer, other = self.offer(self.application), self.apply(self.new_person())
        for refusal in self.refusals("recovery.housing.offer", "held", "Held by"):
            with refusal:
                self._insert_offer(offer, application_id=other.id, stay_id=False)

    def test_the_answer_is_due_after_the_offer(self):
        for refusal in self.refusals("recovery.housing.offer", "expiry", "Answer until"):
            with refusal:
                self.offer(self.application, date_expiry=self.day(-1))

    def test_who_declined_is_said(self):
        offer = self.offer(self.application)
        for refusal in self.refusals("recovery.housing.offer", "declined", "Declined"):
            with refusal:
                offer.state = "declined"

    def test_a_bed_of_a_house_that_was_not_asked_for(self):
        cabin = self.new_house(self.own, "CABIN")
        bed = self.env["recovery.bed"].create({"name": "A", "house_id": cabin.id})
        with self.assertRaisesRegex(ValidationError, "^Bed: it is not in a house"):
            self.offer(self.application, bed)
        self.assertEqual(self.offer(self.apply_for_kind(self.new_person()), bed).house_id, cabin)

    def test_accepting_makes_the_reservation_firm_and_moving_in_admits(self):
        offer = self.offer(self.application, user=self.house)
        offer.action_accept()
        self.assertEqual((self.application.state, self.application.stay_id), ("accepted", offer.stay_id))
        self.expire(30)
        self.assertEqual((offer.state, offer.stay_id.state), ("accepted", "reserved"))
        offer.stay_id.with_user(self.house).action_check_in()
        self.assertEqual((self.application.state, self.application.date_decided), ("admitted", self.today))
        self.assertEqual(offer.stay_id.episode_id, self.application.episode_id)

    def test_moving_in_is_an_answer_too(self):
        person = self.apply(self.new_person(self.other))
        offer = self.offer(person, user=self.house)
        offer.stay_id.with_user(self.house).action_check_in()
        self.assertEqual((offer.state, person.state, person.episode_id.state), ("accepted", "admitted", "active"))

    def test_a_check_in_taken_back_takes_the_admission_back(self):
        offer = self.offer(self.application)
        offer.stay_id.action_check_in()
        offer.stay_id.action_undo_check_in()
        self.assertEqual((self.application.state, self.application.date_decided), ("accepted", False))
        offer.stay_id.action_check_in()
        offer.stay_id.with_user(self.manager).action_cancel_error()
        self.assertEqual((self.application.state, self.application.stay_id.id, offer.state), ("waiting", False, "declined"))

    def test_declined_and_taken_back_free_the_bed_and_the_person_waits_on(self):
        for action, reason, cancelled in (("action_decline", "client", "declined"), ("action_take_back", "house", "house")):
            with self.subTest(action=action):
                offer = self.offer(self.application, user=self.house)
                getattr(offer, action)()
                self.assertEqual((offer.decline_reason, offer.stay_id.cancel_reason), (reason, cancelled))
                self.assertEqual((self.application.state, self.bed_a.state), ("waiting", "free"))

    def test_a_reservation_cancelled_ends_the_offer(self):
        offer = self.offer(self.application)
        offer.action_accept()
        offer.stay_id.with_user(self.house).action_cancel_not_came()
        self.assertEqual((offer.state, offer.decline_reason, self.application.state), ("declined", "client", "waiting"))

    def test_a_decision_frees_the_bed(self):
        offer = self.offer(self.application)
        self.application.with_user(self.counsellor).action_withdraw("found")
        self.assertEqual((offer.state, offer.decline_reason, offer.stay_id.state), ("declined", "decided", "cancelled"))
        self.assertEqual((self.application.state, self.bed_a.state), ("withdrawn", "free"))

    def test_the_bed_follows_a_reservation_that_moves(self):
        offer = self.offer(self.application)
        offer.stay_id.action_move(self.bed_b.id)
        self.assertEqual(offer.bed_id, self.bed_b)

    def test_an_unanswered_offer_expires_once_and_frees_the_bed(self):
        offer = self.offer(self.application, user=self.house)
        self.expire(3)
        self.assertEqual(offer.state, "open")
        self.expire()
        self.assertEqual((offer.state, offer.stay_id.cancel_reason), ("expired", "expired"))
        self.assertEqual((self.application.state, self.bed_a.state), ("waiting", "free"))
        stays, messages = self.env["recovery.stay"].search_count([]), len(self.application.message_ids)
        self.expire()
        self.assertEqual((self.env["recovery.stay"].search_count([]), len(self.application.message_ids)), (stays, messages))

    def test_the_next_in_line_is_proposed_once_and_nobody_is_offered_the_bed_by_itself(self):
        self.client.gender = "male"
        self.room1.gender_policy = "any"
        unfit = self.apply(self.new_person(gender="male"), date_applied=self.day(-8), state="waiting")
        second = self.apply(self.new_person(gender="female"), date_applied=self.day(-7), state="waiting")
        self.offer(self.application, user=self.house)
        self.room1.gender_policy = "women"
        self.expire()
        self.expire()
        to_do = self.to_dos(second, "next_in_line")
        self.assertEqual((len(to_do), to_do.user_id), (1, self.house))
        self.assertIn(self.bed_a.display_name, to_do.note)
        self.assertFalse(self.to_dos(unfit, "next_in_line") | self.to_dos(self.application, "next_in_line"))
        self.assertEqual(second.state, "waiting")
        self.offer(second, user=self.house)
        self.assertFalse(self.to_dos(second, "next_in_line"))

    def test_an_offer_by_somebody_who_has_left_the_organisation_expires_without_a_proposal(self):
        second = self.apply(self.new_person(), date_applied=self.day(-7), state="waiting")
        offer = self.offer(self.application, user=self.house).sudo()
        (self.own | self.other).write({"employee_ids": False})
        self.house.write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        self.expire()
        self.assertEqual((offer.state, self.bed_a.state), ("expired", "free"))
        self.assertFalse(self.to_dos(second, "next_in_line"))

    def test_an_offer_that_cannot_end_lets_the_others_end(self):
        stuck = self.offer(self.application)
        other = self.offer(self.apply(self.new_person()), self.bed_b)
        Offer = type(self.env["recovery.housing.offer"])
        original = Offer._fall

        def fall(offers, *args):
            if stuck in offers:
                raise UserError(self.env._("Bed: it is in the way."))
            return original(offers, *args)
        with patch.object(Offer, "_fall", fall), self.assertLogs(Offer._cron_expire.__module__, "ERROR") as logged:
            self.expire()
        self.assertIn(str(stuck.id), logged.output[0])
        self.assertEqual((stuck.state, other.state), ("open", "expired"))

    def test_a_restricted_person_is_not_proposed_to_others(self):
        secret = self.apply(self.client_restricted, date_applied=self.day(-8), state="waiting")
        self.offer(self.application, user=self.house)
        self.expire()
        self.assertFalse(self.to_dos(secret, "next_in_line"))

    def test_one_to_do_until_the_answer(self):
        offer = self.offer(self.application, user=self.house)
        to_do = self.to_dos(self.application, "offer_ends")
        self.assertEqual((to_do.user_id, to_do.date_deadline), (self.house, offer.date_expiry))
        offer.date_expiry = self.day(9)
        self.assertEqual(self.to_dos(self.application, "offer_ends").date_deadline, self.day(9))
        offer.action_accept()
        self.assertFalse(self.to_dos(self.application, "offer_ends"))

    def test_nobody_accepts_too_late(self):
        offer = self.offer(self.application, user=self.house)
        with freeze_time(fields.Datetime.now() + timedelta(days=5)):
            with self.assertRaisesRegex(UserError, "^Answer until: "):
                offer.action_accept()
            offer.date_expiry = self.day(9)
            offer.action_accept()
            self.env.flush_all()

    def test_terms_are_those_of_the_stay(self):
        offer = self.offer(self.application, user=self.house)
        for values in ({"bed_id": self.bed_b.id}, {"date_from": self.day(2)}, {"stay_id": False}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "^Offer: "):
                offer.write(values)
        with self.assertRaisesRegex(UserError, "^State: "):
            offer.state = "expired"
        with self.assertRaises(UserError):
            offer.unlink()

    def test_ends_soon_by_reading_and_searching(self):
        soon = self.offer(self.application, date_expiry=self.day(1))
        later = self.offer(self.apply(self.new_person()), self.bed_b, date_expiry=self.day(2))
        self.assertEqual((soon.is_ending, later.is_ending), (True, False))
        found = self.env["recovery.housing.offer"].search([("is_ending", "=", True), ("house_id", "=", self.community.id)])
        self.assertEqual(found, soon)

    def test_free_beds_of_the_houses_asked_for(self):
        self.new_stay(self.bed_b, self.new_person(), start=3, stop=5)
        Offer = self.env["recovery.housing.offer"].with_user(self.house)
        draft = Offer.new({"application_id": self.application.id, "date_from": self.today})
        self.assertEqual(draft.free_bed_ids._origin, self.bed_a | self.bed_c)
        draft.date_to = self.day(3)
        self.assertEqual(draft.free_bed_ids._origin, self.bed_a | self.bed_b | self.bed_c)
