from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestStayHeld(ApplicationCase):
    """A bed is free when who had it has left: check-in, board, offers, registers and what is free tonight say the same."""

    def setUp(self):
        super().setUp()
        self.other = self.new_person()

    def overdue(self, bed=None, client=None):
        return self.new_stay(bed, client, start=-9, stop=-2, state="in")

    def leaving(self, bed=None, client=None):
        return self.new_stay(bed, client, start=-9, stop=0, state="in")

    def assertFree(self, bed, is_free):
        """Each who says whether a bed is free tonight says the same."""
        self.env.flush_all()
        self.env.invalidate_all()
        house = bed.house_id
        tomorrow = self.day(1)
        stay = self.new_stay(self.bed_flat, self.other, start=5)
        refused = self.env["recovery.bed.board"].check_places(stay.id, bed.ids, self.today, tomorrow)
        self.assertEqual(
            (
                bed.state == "free", bed in self.env["recovery.bed"].search([("state", "=", "free")]),
                bed in self.env["recovery.bed"]._find_free(self.company, self.today, tomorrow), not refused,
                bool(house.bed_ids.filtered(lambda one: one.state == "free") & bed),
            ), (is_free,) * 5,
        )
        stay.action_cancel("error")

    def test_who_should_have_left_still_has_the_bed(self):
        self.overdue()
        self.assertFree(self.bed_a, False)
        for start, state in ((0, "reserved"), (-1, "reserved"), (0, "in"), (-1, "in")):
            with self.assertRaisesRegex(ValidationError, "is still in: .*Check them out first"), self.cr.savepoint():
                self.new_stay(client=self.other, start=start, state=state)
        self.assertTrue(self.new_stay(client=self.other, start=1), "From tomorrow on nobody knows better.")

    def test_once_checked_out_the_bed_is_free(self):
        self.overdue().action_check_out("completed", "own_home")
        self.assertFree(self.bed_a, True)
        self.assertEqual(self.new_stay(client=self.other, state="in").state, "in")

    def test_on_the_day_of_leaving_the_bed_is_promised_and_entered_after_the_check_out(self):
        leaving = self.leaving()
        self.assertFree(self.bed_a, True)
        moving = self.new_stay(self.bed_b, self.new_person(), start=-3, state="in")
        with self.assertRaisesRegex(ValidationError, "^Bed: who was to leave it is still in: "), self.cr.savepoint():
            moving.action_move(self.bed_a.id)
        coming = self.new_stay(client=self.other)
        with self.assertRaisesRegex(ValidationError, "^Bed: who was to leave it is still in: "), self.cr.savepoint():
            coming.action_check_in()
        leaving.action_check_out("completed", "own_home")
        coming.action_check_in()
        self.assertEqual((leaving.date_to, coming.date_from, coming.state), (self.today, self.today, "in"))

    def test_a_bed_that_is_not_in_use_is_not_free(self):
        self.bed_a.date_to = self.today
        self.assertFree(self.bed_a, False)
        self.assertEqual(self.bed_a.state, "out_of_service")
        self.bed_b.date_from = self.day(1)
        self.assertFree(self.bed_b, False)
        self.community.date_close = self.day(1)
        self.assertFree(self.bed_c, True)
        self.community.date_close = self.today
        self.assertFree(self.bed_c, False)
        self.assertEqual(self.community.free_count, 0)

    def test_a_house_that_closes_has_no_bed_without_an_end(self):
        self.community.date_close = self.day(30)
        Bed = self.env["recovery.bed"]
        self.assertNotIn(self.bed_a, Bed._find_free(self.company, self.today, None))
        self.assertIn(self.bed_a, Bed._find_free(self.company, self.today, self.day(30)))

    def test_nobody_is_in_two_beds(self):
        self.leaving()
        coming = self.new_stay(self.bed_b)
        with self.assertRaisesRegex(ValidationError, "^Client: this person is still in another bed"), self.cr.savepoint():
            coming.action_check_in()

    def test_the_board_says_what_to_do(self):
        self.leaving()
        moving = self.new_stay(self.bed_b, self.other, start=-3, state="in")
        Board = self.env["recovery.bed.board"].with_user(self.house)
        [[bed_id, reason]] = Board.check_places(moving.id, self.bed_a.ids)
        self.assertEqual(bed_id, self.bed_a.id)
        self.assertRegex(reason, f"who was to leave it is still in: {self.client.code} .*Check them out first")
        self.assertEqual(Board.check_places(self.new_stay(self.bed_c, self.new_person()).id, self.bed_a.ids), [])

    def test_a_restricted_person_is_not_named(self):
        self.overdue(client=self.client_restricted)
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            self.new_stay(client=self.other, user=self.house)
        self.assertIn("is still in.", str(caught.exception))
        self.assertNotIn(self.client_restricted.code, str(caught.exception))

    def test_an_offer_of_tonight_needs_a_bed_that_is_left(self):
        self.overdue()
        self.leaving(self.bed_b, self.new_person())
        application = self.apply(self.other, state="waiting")
        Offer = self.env["recovery.housing.offer"].with_context(default_application_id=application.id)
        self.assertEqual(Offer.new({"date_from": self.today}).free_bed_ids._origin & self.community.bed_ids,
                         self.bed_b | self.bed_c)
        with self.assertRaisesRegex(UserError, "still in"), self.cr.savepoint():
            self.offer(application, self.bed_a)
        self.assertEqual(self.offer(application, self.bed_b).stay_id.date_from, self.today)

    def test_no_outage_under_somebody_who_is_still_in(self):
        self.overdue()
        with self.assertRaisesRegex(ValidationError, "held on some of these nights"), self.cr.savepoint():
            self.env["recovery.bed.outage"].create({"bed_id": self.bed_a.id, "date_from": self.today, "reason": "heating"})

    def test_a_stay_of_the_past_is_entered_beside_who_is_in(self):
        self.new_stay(start=-9, stop=0, state="in")
        past = self.new_stay(client=self.other, start=-30, stop=-20, state="out")
        self.assertEqual((past.state, past.nights), ("out", 10))

    def test_a_history_of_a_bed_is_entered_at_once(self):
        rows = [
            {
                "bed_id": self.bed_a.id, "client_id": self.new_person().id, "date_from": self.day(start),
                "date_to": self.day(stop), "state": state,
                **({"exit_reason": "completed", "exit_destination": "own_home"} if state == "out" else {}),
            } for start, stop, state in ((-2, 9, "in"), (-30, -20, "out"), (-20, -2, "out"), (9, 12, "reserved"))
        ]
        self.assertEqual(self.env["recovery.stay"].create(rows).mapped("state"), ["in", "out", "out", "reserved"])

    def test_search_and_record_agree_on_every_night(self):
        Stay = self.env["recovery.stay"]
        stays = self.overdue() | self.leaving(self.bed_b, self.other) | self.new_stay(
            self.bed_c, self.new_person(), start=-1, stop=3,
        ) | self.new_stay(self.bed_flat, self.client_other, start=-20, stop=-10, state="out")
        for number in range(-25, 8):
            day = self.day(number)
            found = Stay.search(Stay._get_held_domain(day, day + timedelta(days=1)))
            self.assertEqual(found & stays, stays.filtered(lambda stay, day=day: stay._covers(day)), number)
