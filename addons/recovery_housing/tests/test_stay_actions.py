from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import HousingCase


@tagged("post_install", "-at_install")
class TestStayActions(HousingCase):

    def test_from_the_reservation_to_the_key_handed_back(self):
        stay = self.new_stay(start=-3, stop=20, user=self.house)
        stay.action_check_in()
        self.assertEqual((stay.state, stay.date_from), ("in", self.day(-3)))
        stay.action_check_out("completed", "own_home")
        self.assertEqual((stay.state, stay.date_to, stay.is_independent_exit), ("out", self.today, True))

    def test_who_comes_early_is_in_from_today(self):
        stay = self.new_stay(start=4, stop=20, user=self.house)
        stay.action_check_in()
        self.assertEqual(stay.date_from, self.today)

    def test_backdated_entry(self):
        stay = self.new_stay(start=-400, stop=-300, state="out", user=self.house)
        self.assertEqual((stay.state, stay.nights), ("out", 100))
        self.assertTrue(stay.episode_id)

    def test_checking_in_begins_or_takes_up_the_episode(self):
        newcomer = self.new_client(self.own, nickname="Demo Newcomer")
        stay = self.new_stay(self.bed_b, newcomer, start=-2, user=self.house)
        self.assertFalse(stay.episode_id)
        stay.action_check_in()
        episode = stay.sudo().episode_id
        self.assertEqual((episode.program_id, episode.state, episode.date_start), (self.own, "active", self.day(-2)))
        applicant = self.new_client(self.own, nickname="Demo Applicant")
        waiting = self.new_episode(applicant, self.own, state="waiting")
        other = self.new_stay(self.bed_c, applicant, user=self.house)
        other.action_check_in()
        self.assertEqual((other.sudo().episode_id, waiting.state), (waiting, "active"))
        mine = self.new_stay(start=-1, state="in", user=self.house)
        self.assertEqual(mine.sudo().episode_id, self.episode)

    def test_a_stay_keeps_its_closed_episode(self):
        stay = self.new_stay(start=-10, state="in", user=self.house)
        stay.action_check_out("left", "street")
        self.episode.action_close("completed")
        stay.with_user(self.manager).action_undo_check_out()
        self.assertEqual(stay.sudo().episode_id, self.episode)
        self.assertEqual(self.client.sudo().episode_ids.filtered(lambda one: one.program_id == self.own), self.episode)

    def test_a_past_stay_entered_later_belongs_to_the_episode_of_its_time(self):
        self.episode.write({"date_start": self.day(-400)})
        self.episode.action_close("completed", self.day(-20))
        past = self.new_stay(start=-300, stop=-200, state="out", user=self.house)
        self.assertEqual(past.sudo().episode_id, self.episode)
        now = self.new_stay(start=-5, state="in", user=self.house)
        self.assertEqual((now.sudo().episode_id.state, now.sudo().episode_id == self.episode), ("active", False))

    def test_a_move_keeps_the_nights_before(self):
        stay = self.new_stay(start=-10, stop=10, state="in", monthly_fee=100, user=self.house)
        moved = stay.action_move(self.bed_c.id, self.day(-4))
        self.assertEqual((stay.state, stay.date_to, stay.nights, stay.exit_reason), ("out", self.day(-4), 6, "moved"))
        self.assertEqual(
            (moved.state, moved.date_from, moved.date_to, moved.nights, moved.monthly_fee),
            ("in", self.day(-4), self.day(10), 4, 100),
        )
        self.assertEqual((moved.previous_id, moved.origin_id), (stay, stay))
        again = moved.action_move(self.bed_b.id)
        self.assertEqual((again.origin_id, again.previous_id), (stay, moved))

    def test_a_reservation_and_a_first_day_only_change_the_bed(self):
        stay = self.new_stay(start=3, user=self.house)
        self.assertEqual(stay.action_move(self.bed_b.id), stay)
        stay.action_check_in()
        self.assertEqual(stay.action_move(self.bed_c.id), stay)
        self.assertEqual(stay.bed_id, self.bed_c)

    def test_nobody_moves_after_the_end_or_ahead(self):
        stay = self.new_stay(start=-10, stop=1, state="in", user=self.house)
        for day in (self.day(1), self.day(5)):
            with self.assertRaisesRegex(UserError, "^Moves on: "), self.cr.savepoint():
                stay.action_move(self.bed_b.id, day)
        stay.action_check_out("left", "street")
        with self.assertRaisesRegex(UserError, "^State: "), self.cr.savepoint():
            stay.action_move(self.bed_b.id)

    def test_a_move_into_a_held_bed_changes_nothing(self):
        self.new_stay(self.bed_b, self.client_restricted, start=2)
        stay = self.new_stay(start=-10, state="in", user=self.house)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            stay.action_move(self.bed_b.id)
        self.assertEqual((stay.state, stay.bed_id, stay.date_to), ("in", self.bed_a, False))

    def test_only_a_manager_takes_a_check_out_back(self):
        stay = self.new_stay(start=-10, state="in", user=self.house)
        stay.action_check_out("left", "street")
        with self.assertRaises(AccessError), self.cr.savepoint():
            stay.action_undo_check_out()
        stay.with_user(self.manager).action_undo_check_out()
        self.assertEqual((stay.state, stay.date_to, stay.exit_reason), ("in", False, False))

    def test_a_check_out_taken_back_keeps_the_planned_end_and_what_is_promised(self):
        for planned, promised, end in (
            (20, 20, 20), (20, None, 20), (20, 15, 15), (None, 15, 15), (None, None, False), (0, None, False), (-1, 15, 15),
        ):
            with self.subTest(planned=planned, promised=promised):
                stay = self.new_stay(start=-10, state="in")
                stay.date_to = self.day(planned) if planned is not None else False
                stay.action_check_out("left", "street")
                other = self.new_stay(client=self.client_other, start=promised) if promised else stay.browse()
                stay.with_user(self.manager).action_undo_check_out()
                self.assertEqual((stay.state, stay.date_to), ("in", end and self.day(end)))
                (stay | other).action_cancel("error")

    def test_after_a_wrong_move_was_cancelled_the_earlier_stay_is_taken_up_again(self):
        stay = self.new_stay(start=-10, stop=20, state="in", user=self.house)
        moved = stay.action_move(self.bed_c.id, self.day(-2))
        self.assertTrue(stay.is_continued)
        moved.with_user(self.manager).action_cancel_error()
        self.assertFalse(stay.is_continued)
        self.assertIn("is_continued", self.env["recovery.stay"].with_user(self.manager).get_view(view_type="form")["arch"])
        stay.with_user(self.manager).action_undo_check_out()
        self.assertEqual((stay.state, stay.date_to, stay.exit_reason), ("in", self.day(20), False))

    def test_a_check_out_is_not_taken_back_over_somebody_else(self):
        stay = self.new_stay(start=-10, stop=-5, state="out")
        self.new_stay(client=self.client_other, start=-3, state="in")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            stay.with_user(self.manager).action_undo_check_out()

    def test_dialogs(self):
        stay = self.new_stay(start=-10, state="in", user=self.house)
        self.new_stay(self.bed_b, self.client_restricted)
        with Form(self.env["recovery.stay.move"].with_user(self.house).with_context(default_stay_id=stay.id)) as form:
            self.assertIn(self.bed_c.id, form.free_bed_ids.ids)
            self.assertNotIn(self.bed_b.id, form.free_bed_ids.ids)
            form.bed_id = self.bed_c
        form.record.action_move()
        now = self.env["recovery.stay"].search([("previous_id", "=", stay.id)])
        with Form(self.env["recovery.stay.check.out"].with_user(self.house).with_context(default_stay_id=now.id)) as form:
            form.exit_reason, form.exit_destination = "agreed", "family"
            form.date_to = self.today
        with self.assertRaisesRegex(ValidationError, "^Until: "), self.cr.savepoint():
            form.record.action_check_out()

    def test_dialog_of_a_correction_writes_what_changed(self):
        stay = self.new_stay(start=-10, stop=-5, state="out")
        with Form(self.env["recovery.stay.correct"].with_user(self.manager).with_context(default_stay_id=stay.id)) as form:
            self.assertEqual((form.date_to, form.exit_destination), (self.day(-5), "own_home"))
            form.exit_destination, form.reason = "family", "Heard later"
        form.record.action_correct()
        self.assertEqual((stay.exit_destination, stay.date_to), ("family", self.day(-5)))
