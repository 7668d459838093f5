from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestStay(HousingCase):

    def test_a_bed_is_held_once_on_a_night(self):
        self.new_stay(start=0, stop=5)
        for refusal in self.refusals("recovery.stay", "bed_free", "Bed"):
            with refusal:
                self.new_stay(client=self.client_other, start=4)

    def test_a_person_sleeps_in_one_bed_on_a_night(self):
        self.new_stay(start=0, stop=5)
        for refusal in self.refusals("recovery.stay", "client_free", "Client"):
            with refusal:
                self.new_stay(self.bed_b, start=-5, stop=1)

    def test_same_day_turnover_is_allowed(self):
        self.new_stay(start=-5, stop=0, state="out")
        self.new_stay(client=self.client_other, start=0, state="in")
        self.new_stay(self.bed_b, start=0)

    def test_an_open_end_holds_every_night_after(self):
        self.new_stay(start=0)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.new_stay(client=self.client_other, start=1000, stop=1001)
        self.new_stay(client=self.client_other, start=-1, stop=0)

    def test_a_stay_of_no_night_is_refused(self):
        for refusal in self.refusals("recovery.stay", "nights", "Until"):
            with refusal:
                self.new_stay(start=0, stop=0)

    def test_what_ended_says_why_and_where_to(self):
        stay = self.new_stay(start=-3, state="in")
        for refusal in self.refusals("recovery.stay", "ended", "Left because"):
            with refusal:
                stay.write({"state": "out", "date_to": self.today, "exit_reason": "left"})

    def test_what_is_cancelled_says_why(self):
        stay = self.new_stay()
        for refusal in self.refusals("recovery.stay", "cancelled", "Cancelled because"):
            with refusal:
                stay.state = "cancelled"

    def test_money_is_not_negative(self):
        for values in ({"monthly_fee": -1}, {"deposit": -1}):
            for refusal in self.refusals("recovery.stay", "money", "Monthly fee"):
                with self.subTest(values=values), refusal:
                    self.new_stay(**values)

    def test_a_stay_is_continued_once(self):
        stay = self.new_stay(start=-5, state="in")
        stay.action_move(self.bed_b.id, self.day(-2))
        for refusal in self.refusals("recovery.stay", "continued_once", "Continues"):
            with refusal:
                self.new_stay(self.bed_c, self.client_other, previous_id=stay.id)

    def test_a_cancelled_stay_holds_nothing(self):
        self.new_stay().action_cancel("declined")
        self.new_stay(client=self.client_other)
        self.new_stay(self.bed_b)

    def test_nights_are_slept_until_today(self):
        for start, stop, state, nights in (
            (-10, None, "in", 10), (-10, 5, "in", 10), (-10, -4, "out", 6), (-10, None, "reserved", 0), (0, None, "in", 0),
        ):
            with self.subTest(start=start, stop=stop, state=state):
                stay = self.new_stay(start=start, stop=stop, state=state)
                self.assertEqual(stay.nights, nights)
                stay.sudo().action_undo_check_out() if state == "out" else None
                stay.sudo().action_cancel("error")

    def test_overdue_by_reading_and_searching(self):
        late = self.new_stay(start=-2)
        over = self.new_stay(self.bed_b, self.client_other, start=-9, stop=-1, state="in")
        fine = self.new_stay(self.bed_c, self.client_restricted, start=-2, stop=0, state="in")
        self.assertEqual([stay.is_overdue for stay in (late, over, fine)], [True, True, False])
        found = self.env["recovery.stay"].search([("is_overdue", "=", True), ("house_id", "=", self.community.id)])
        self.assertEqual(found, late | over)

    def test_nobody_is_in_before_they_come_or_out_before_they_leave(self):
        with self.assertRaisesRegex(ValidationError, "^From: "), self.cr.savepoint():
            self.new_stay(start=1, state="in")
        with self.assertRaisesRegex(ValidationError, "^Until: "), self.cr.savepoint():
            self.new_stay(start=-3, stop=1, state="out")

    def test_a_stay_that_is_over_is_not_rewritten(self):
        stay = self.new_stay(start=-10, stop=-4, state="out").with_user(self.manager)
        for values in ({"date_to": self.day(-3)}, {"exit_destination": "street"}, {"bed_id": self.bed_b.id}):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                stay.write(values)

    def test_a_correction_needs_a_manager_and_a_reason_and_is_kept(self):
        stay = self.new_stay(start=-10, stop=-4, state="out")
        with self.assertRaises(AccessError), self.cr.savepoint():
            stay.with_user(self.house).action_correct({"date_to": self.day(-3)}, "Counted again")
        with self.assertRaisesRegex(UserError, "^Reason: "), self.cr.savepoint():
            stay.with_user(self.manager).action_correct({"date_to": self.day(-3)}, " ")
        with self.assertRaisesRegex(UserError, "^Correct: "), self.cr.savepoint():
            stay.with_user(self.manager).action_correct({"state": "in"}, "Counted again")
        stay.with_user(self.manager).action_correct({"date_to": self.day(-3)}, "Counted again")
        self.assertEqual((stay.date_to, stay.nights), (self.day(-3), 7))
        self.assertIn("Counted again", stay.message_ids[0].body)

    def test_the_person_of_a_stay_is_corrected_with_the_episode(self):
        stay = self.new_stay(start=-10, stop=-4, state="out")
        self.assertEqual(stay.episode_id, self.episode)
        twin = self.new_client(self.own, nickname="Demo Twin")
        episode = self.new_episode(twin, self.own)
        stay.with_user(self.manager).action_correct({"client_id": twin.id}, "Wrong person")
        self.assertEqual((stay.client_id, stay.episode_id), (twin, episode))
        with self.assertTold("Episode: "):
            stay.episode_id = self.episode

    def test_a_programme_without_free_text_offers_its_reasons(self):
        stay = self.new_stay(start=-10, stop=-4, state="out").with_user(self.manager)
        self.own.no_free_text = True
        with self.assertRaisesRegex(UserError, "^Reason: "), self.cr.savepoint():
            stay.action_correct({"date_to": self.day(-3)}, "He told me")
        stay.action_correct({"date_to": self.day(-3)}, "Wrong time or place")
        self.assertEqual(stay.date_to, self.day(-3))

    def test_a_stay_is_not_deleted(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            self.new_stay().unlink()

    def test_two_people_who_slept_in_two_beds_are_not_merged(self):
        self.new_stay(start=-5, stop=-3, state="out")
        twin = self.new_client(self.own, first_name="Twin", last_name="Testová")
        self.new_stay(self.bed_b, twin, start=-4, stop=-2, state="out")
        with self.assertRaisesRegex(UserError, "two people"), self.cr.savepoint():
            self.env["recovery.client.merge"].with_user(self.manager).merge(self.client.id, twin.id, "Demo: the same person")
