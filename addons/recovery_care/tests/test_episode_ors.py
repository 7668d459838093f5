import random

from odoo.tests import tagged

from .ruleset_case import RulesetCase, classify


@tagged("post_install", "-at_install")
class TestOrsResult(RulesetCase):
    """Classes of change between the first and the last rating of an episode."""

    def test_change_of_exactly_five_points_is_reliable(self):
        self.assertResult((10.0, 15.0), "reliable_improvement")
        self.assertResult((10.1, 15.1), "reliable_improvement")
        self.assertResult((30.0, 35.0), "reliable_improvement")

    def test_change_of_less_is_none(self):
        self.assertResult((10.0, 14.9), "no_change")
        self.assertResult((10.2, 15.1), "no_change")
        self.assertResult((14.9, 10.0), "no_change")
        self.assertResult((12.0, 12.0), "no_change")

    def test_fall_of_exactly_five_points_is_deterioration(self):
        self.assertResult((15.0, 10.0), "deterioration")
        self.assertResult((15.3, 10.3), "deterioration")

    def test_reliable_change_across_the_cutoff_is_clinically_significant(self):
        self.assertResult((20.1, 25.1), "clinically_significant")
        self.assertResult((25.0, 30.0), "clinically_significant")

    def test_total_equal_to_the_cutoff_is_below_it(self):
        self.assertResult((20.0, 25.0), "reliable_improvement")

    def test_total_equal_to_the_cutoff_is_above_it_where_the_ruleset_says_so(self):
        self.ruleset.cutoff_inclusive = True
        self.assertResult((20.0, 25.0), "clinically_significant")
        self.assertResult((25.0, 30.0), "reliable_improvement")

    def test_crossing_by_less_than_the_reliable_change(self):
        self.assertResult((24.0, 26.0), "no_change")
        self.ruleset.csc_requires_rc = False
        self.assertResult((24.0, 26.0), "clinically_significant")

    def test_only_the_first_and_the_last_count(self):
        self.assertResult((10.0, 39.0, 2.0, 15.0), "reliable_improvement")

    def test_one_rating_is_too_few(self):
        episode = self.course(10.0)
        self.assertEqual((episode.ors_result, episode.ors_first, episode.ors_last), ("too_few", 10.0, 10.0))
        self.assertIs(episode.ors_change, False)

    def test_no_rating_is_too_few(self):
        self.assertEqual(self.course().ors_result, "too_few")

    def test_cancelled_rating_does_not_count(self):
        episode = self.course(10.0, 20.0, 12.0)
        episode.ors_ids.sorted("date")[-1].action_cancel("Filled in for somebody else")
        self.assertEqual((episode.ors_last, episode.ors_result), (20.0, "reliable_improvement"))

    def test_two_ratings_of_one_day_keep_their_order(self):
        episode = self.course()
        self.rate(episode, 10.0)
        self.rate(episode, 20.0)
        self.assertEqual((episode.ors_first, episode.ors_last), (10.0, 20.0))

    def test_changed_ruleset_changes_the_result(self):
        episode = self.course(10.0, 15.0)
        self.ruleset.reliable_change = 6.0
        self.assertEqual(episode.ors_result, "no_change")

    def test_any_two_totals_are_classed_like_in_plain_numbers(self):
        """Random totals and rulesets around every boundary; the seed makes a failure repeatable."""
        draw = random.Random(20261121)
        first, last = (self.env["recovery.ors"].new({}) for _each in range(2))
        for _round in range(3000):
            cutoff, change = draw.randint(200, 330) / 10, draw.randint(40, 70) / 10
            inclusive, strict = draw.random() < 0.5, draw.random() < 0.5
            ruleset = self.env["recovery.ors.ruleset"].new({
                "reliable_change": change, "cutoff_inclusive": inclusive, "csc_requires_rc": strict,
            })
            before = draw.choice([draw.randint(0, 400) / 10, cutoff, cutoff - change, cutoff + change])
            after = draw.choice([
                draw.randint(0, 400) / 10, cutoff, before + change, before - change, before + change - 0.1,
            ])
            before, after = (round(min(max(total, 0.0), 40.0), 1) for total in (before, after))
            first.update({"total": before, "cutoff": cutoff})
            last.update({"total": after, "cutoff": cutoff})
            self.assertEqual(
                ruleset._classify(first, last), classify(before, after, cutoff, change, inclusive, strict),
                (before, after, cutoff, change, inclusive, strict),
            )


@tagged("post_install", "-at_install")
class TestOrsAlarm(RulesetCase):

    def test_falling_by_the_reliable_change_from_the_first(self):
        self.assertEqual(self.course(20.0, 15.0).ors_alarm, "falling")
        self.assertFalse(self.course(20.0, 15.1).ors_alarm)

    def test_falling_from_the_one_before(self):
        self.assertEqual(self.course(10.0, 30.0, 25.0).ors_alarm, "falling")

    def test_not_improving_after_four_ratings(self):
        self.assertFalse(self.course(10.0, 12.0, 14.0).ors_alarm)
        self.assertEqual(self.course(10.0, 12.0, 14.0, 14.9).ors_alarm, "not_improving")
        self.assertFalse(self.course(10.0, 12.0, 14.0, 15.0).ors_alarm)

    def test_who_is_above_the_cutoff_need_not_improve(self):
        self.assertFalse(self.course(30.0, 30.0, 30.0, 31.0).ors_alarm)

    def test_number_of_ratings_is_the_rulesets(self):
        self.ruleset.alarm_after_ratings = 2
        self.assertEqual(self.course(10.0, 12.0).ors_alarm, "not_improving")

    def test_never_rated_where_the_programme_asks_for_ratings(self):
        self.assertFalse(self.episode.ors_alarm)
        self.own.ors_required = True
        self.assertEqual(self.episode.ors_alarm, "never_rated")
        self.rate(self.episode, 20.0)
        self.assertFalse(self.episode.ors_alarm)

    def test_closed_episode_raises_no_alarm(self):
        episode = self.course(20.0, 10.0)
        episode.action_close("dropout")
        self.assertFalse(episode.ors_alarm)

    def test_sawtooth_needs_four_turns_by_six_points(self):
        self.assertTrue(self.course(10.0, 16.0, 10.0, 16.0, 10.0).ors_flag_sawtooth)
        self.assertFalse(self.course(10.0, 16.0, 10.0, 16.0).ors_flag_sawtooth)
        self.assertFalse(self.course(10.0, 15.9, 10.0, 15.9, 10.0).ors_flag_sawtooth)

    def test_steps_of_a_sawtooth_need_not_follow_one_another(self):
        self.assertTrue(self.course(10.0, 16.0, 17.0, 10.0, 11.0, 18.0, 12.0).ors_flag_sawtooth)

    def test_steady_rise_is_no_sawtooth(self):
        self.assertFalse(self.course(0.0, 7.0, 14.0, 21.0, 28.0, 35.0).ors_flag_sawtooth)

    def test_size_of_the_teeth_is_the_rulesets(self):
        episode = self.course(10.0, 14.0, 10.0, 14.0, 10.0)
        self.assertFalse(episode.ors_flag_sawtooth)
        self.ruleset.sawtooth_size = 4.0
        self.assertTrue(episode.ors_flag_sawtooth)

    def test_first_rating_above_the_cutoff_is_flagged(self):
        self.assertTrue(self.course(25.1, 30.0).ors_flag_above_cutoff)
        self.assertFalse(self.course(25.0, 30.0).ors_flag_above_cutoff)
