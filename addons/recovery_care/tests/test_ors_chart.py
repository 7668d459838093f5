from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RecoveryCase


@tagged("post_install", "-at_install")
class TestEpisodeChart(RecoveryCase):
    """The chart on an episode shows that episode's ratings, to whoever may read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.earlier = cls.new_episode(
            cls.client, cls.own, state="closed", date_start=cls.today - timedelta(days=400),
            date_end=cls.today - timedelta(days=200), end_reason="completed",
        )
        cls.rate(cls.earlier, 31.0, cls.today - timedelta(days=300))
        cls.rate_course(cls.episode, [12.0, 19.5])

    def test_only_the_ratings_of_the_episode_are_drawn(self):
        chart = self.episode.with_user(self.counsellor).get_ors_chart()
        self.assertEqual([point["total"] for point in chart["points"]], [12.0, 19.5])
        self.assertEqual((chart["first"], chart["change"]), (12.0, 7.5))
        self.assertEqual(chart["result"], "reliable_improvement")
        totals = [point["total"] for point in self.client.with_user(self.counsellor).get_ors_chart()["points"]]
        self.assertEqual(totals, [12.0, 19.5], "on the client, the episode rated last")

    def test_whoever_may_not_read_ratings_is_refused(self):
        for user in (self.outreach, self.house, self.finance, self.privacy):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.episode.with_user(user).get_ors_chart()

    def test_a_counsellor_of_another_programme_is_refused(self):
        with self.assertRaises(AccessError):
            self.episode.with_user(self.stranger).get_ors_chart()
