from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestOrsCorrection(RecoveryCase):
    """A rating is corrected within a day; later it is cancelled with a reason and entered again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rating = cls.rate(cls.episode, 20.0)
        cls.env.flush_all()
        cls.rating = cls.rating.with_user(cls.counsellor)

    def age(self, hours):
        self.env.cr.execute(
            "UPDATE recovery_ors SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(hours=hours), self.rating.id],
        )
        self.rating.invalidate_recordset()

    def test_typing_error_of_today_is_corrected(self):
        self.age(23)
        self.rating.individual = 6.0
        self.assertEqual(self.rating.total, 21.0)

    def test_after_a_day_nothing_that_counts_is_rewritten(self):
        self.age(25)
        for values in (
            {"individual": 9.0}, {"date": "2026-01-01"}, {"client_id": self.client.id}, {"skipped_reason": "refused"},
            {"version": "cors"}, {"rater": "caretaker"}, {"cutoff": 1.0}, {"ruleset_id": False},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Rating"):
                self.rating.write(values)

    def test_cutoff_and_ruleset_are_not_written_by_hand(self):
        for values in ({"cutoff": 1.0}, {"ruleset_id": False}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Rating"):
                self.rating.write(values)

    def test_cancelled_with_a_reason(self):
        self.age(48)
        self.rating.action_cancel("Filled in for somebody else")
        self.assertEqual((self.rating.state, self.episode.ors_count), ("cancelled", 0))

    def test_cancelling_needs_a_reason(self):
        for reason in ("", "  ", None):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "^Reason"):
                self.rating.action_cancel(reason)

    def test_raw_cancelling_needs_a_reason_too(self):
        for refusal in self.refusals("recovery.ors", "cancelled", "Reason"):
            with refusal:
                self.rating.sudo().state = "cancelled"

    def test_cancelled_rating_stays_cancelled(self):
        self.rating.action_cancel("Filled in for somebody else")
        for values in ({"state": "valid"}, {"individual": 1.0}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Rating"):
                self.rating.write(values)

    def test_rating_is_not_deleted(self):
        with self.assertRaises(AccessError):
            self.rating.unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.rating.sudo().unlink()

    def test_dialog_cancels(self):
        self.env["recovery.ors.cancel"].with_user(self.counsellor).create({
            "ors_ids": self.rating.ids, "reason": "Filled in for somebody else",
        }).action_cancel()
        self.assertEqual(self.rating.state, "cancelled")

    def test_outreach_and_house_see_no_ratings(self):
        for user in (self.outreach, self.house, self.finance, self.privacy, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["recovery.ors"].with_user(user).search([])

    def test_chart_is_for_those_who_may_see_ratings(self):
        self.assertEqual(len(self.client.with_user(self.counsellor).get_ors_chart()["points"]), 1)
        for user in (self.outreach, self.house, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.client.with_user(user).get_ors_chart()
