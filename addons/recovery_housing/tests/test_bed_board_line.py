import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.board_source import CHANNEL
from .application_case import ApplicationCase


@tagged("post_install", "-at_install")
class TestBedBoardLine(ApplicationCase):
    """The board says who waits for a house, and offers a free bed to the first."""

    def line(self, house=None, user=None):
        """Return (how many wait for a house, who is the first), or None."""
        self.env.flush_all()
        self.env.invalidate_all()
        payload = self.env["recovery.bed.board"].with_user(user or self.house).get_board(self.today, 7)
        rows = {number: (count, payload["labels"][place]) for number, count, place in payload["lines"]}
        return rows.get((house or self.community).id)

    def test_how_many_wait_and_who_is_first(self):
        self.assertIsNone(self.line())
        second = self.new_person()
        self.apply(second, date_applied=self.day(-1), state="waiting")
        first = self.new_person()
        self.apply_for_kind(first, date_applied=self.day(-5), state="waiting")
        self.apply(self.new_person())
        self.assertEqual(self.line(), (2, first.with_user(self.house).display_name), "Who has only applied does not wait.")
        self.weight("pregnant", 5)
        self.env["recovery.housing.application"].search([("client_id", "=", second.id)]).pregnant = "yes"
        self.assertEqual(self.line()[1], second.with_user(self.house).display_name)

    def test_codes_for_the_office_and_nothing_of_a_restricted_person(self):
        person = self.new_person()
        self.apply(person, date_applied=self.day(-1), state="waiting")
        self.apply(self.client_restricted, date_applied=self.day(-9), state="waiting")
        self.assertEqual(self.line(user=self.finance), (1, person.code))
        self.assertEqual(self.line(), (1, person.with_user(self.house).display_name))
        self.assertEqual(self.line(user=self.keeper)[0], 2)
        answer = json.dumps(self.env["recovery.bed.board"].with_user(self.house).get_board(self.today, 7))
        self.assertNotIn(self.client_restricted.code, answer)

    def test_another_programme_waits_unseen(self):
        self.apply(self.client_other, self.flat, state="waiting")
        self.assertIsNone(self.line(self.flat))

    def test_a_bed_is_offered_from_a_night_on_the_board(self):
        application = self.apply(state="waiting")
        self.new_stay(self.bed_a, self.new_person(), start=9)
        context = self.bed_a.with_user(self.house).action_offer(str(self.day(3)))["context"]
        self.assertEqual(
            (context["default_application_id"], context["default_bed_id"], context["default_date_from"],
             context["default_date_to"]),
            (application.id, self.bed_a.id, self.day(3), self.day(9)),
        )

    def test_where_nobody_fits_the_list_is_named(self):
        with self.assertRaisesRegex(UserError, "nobody who waits for the house fits"):
            self.bed_a.with_user(self.house).action_offer()

    def test_boards_hear_of_who_waits(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.apply_for_kind(self.new_person(), state="waiting")
        self.env.cr.precommit.run()
        told = [
            json.loads(message.message)["payload"]["house_id"] for message in self.env["bus.bus"].search([])
            if json.loads(message.channel)[-1] == CHANNEL
        ]
        self.assertIn(self.community.id, told)
