from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .ruleset_case import RulesetCase


@tagged("post_install", "-at_install")
class TestOrsRuleset(RulesetCase):
    """Rulesets are versions: the one in force on the day of a rating reads it."""

    def test_version_by_date(self):
        later = self.new_ruleset(self.today - timedelta(days=10), cutoff=26.0)
        before = self.rate(self.episode, 20.0, self.today - timedelta(days=11))
        on_the_day = self.rate(self.episode, 20.0, self.today - timedelta(days=10))
        self.assertEqual((before.ruleset_id, before.cutoff), (self.ruleset, 25.0))
        self.assertEqual((on_the_day.ruleset_id, on_the_day.cutoff), (later, 26.0))

    def test_version_of_the_company_comes_before_the_common_one(self):
        self.assertEqual(self.rate(self.episode, 20.0).ruleset_id, self.ruleset)
        foreign = self.new_episode(self.client_foreign, self.foreign)
        self.assertEqual(self.rate(foreign, 20.0).ruleset_id, self.common)

    def test_rating_from_before_the_companys_ruleset_is_read_by_the_common_one(self):
        self.assertEqual(self.rate(self.episode, 20.0, "2000-06-01").ruleset_id, self.common)

    def test_no_ruleset_of_so_long_ago(self):
        rating = self.rate(self.episode, 20.0, "1999-12-31")
        self.assertFalse(rating.ruleset_id)
        self.assertFalse(rating.above_cutoff)

    def test_cutoff_by_age_on_the_day_of_the_rating(self):
        for age, cutoff in ((12, 32.0), (13, 28.0), (17, 28.0), (18, 25.0)):
            client = self.new_client(self.own, first_name="Young", birthdate=self.born(age), is_distinct=True)
            rating = self.rate(self.new_episode(client, self.own), 20.0, self.today)
            with self.subTest(age=age):
                self.assertEqual(rating.cutoff, cutoff)

    def test_cutoff_stays_that_of_the_age_then(self):
        client = self.new_client(self.own, first_name="Young", birthdate=self.born(18))
        episode = self.new_episode(client, self.own)
        self.assertEqual(self.rate(episode, 20.0, self.today - timedelta(days=60)).cutoff, 28.0)

    def test_child_rated_by_a_caretaker(self):
        client = self.new_client(self.own, first_name="Young", birthdate=self.born(10))
        rating = self.rate(self.new_episode(client, self.own), 20.0, version="cors", rater="caretaker")
        self.assertEqual(rating.cutoff, 28.0)

    def test_unknown_age_is_read_as_adult(self):
        self.assertEqual(self.rate(self.new_episode(self.new_client(self.own), self.own), 20.0).cutoff, 25.0)

    def test_birth_date_entered_later_moves_the_cutoff(self):
        client = self.new_client(self.own)
        rating = self.rate(self.new_episode(client, self.own), 20.0)
        client.birth_year = self.today.year - 15
        self.assertEqual(rating.cutoff, 28.0)

    def test_above_the_cutoff(self):
        totals = {24.9: False, 25.0: False, 25.1: True}
        for total, above in totals.items():
            with self.subTest(total=total):
                self.assertEqual(self.rate(self.episode, total).above_cutoff, above)
        rating = self.rate(self.episode, 25.0)
        self.ruleset.cutoff_inclusive = True
        self.assertTrue(rating.above_cutoff)

    def test_one_ruleset_begins_on_a_day(self):
        for refusal in self.refusals("recovery.ors.ruleset", "date_uniq", "In force from"):
            with refusal:
                self.new_ruleset("2001-01-01")

    def test_archived_ruleset_leaves_its_day(self):
        self.ruleset.active = False
        self.env.flush_all()
        self.assertTrue(self.new_ruleset("2001-01-01"))

    def test_reliable_change_is_a_number_of_points(self):
        for points in (0, -1, 40.1):
            for refusal in self.refusals("recovery.ors.ruleset", "reliable_change", "Reliable change"):
                with self.subTest(points=points), refusal:
                    self.ruleset.reliable_change = points

    def test_alarm_needs_two_ratings(self):
        for refusal in self.refusals("recovery.ors.ruleset", "alarm_after_ratings", "Alarm after ratings"):
            with refusal:
                self.ruleset.alarm_after_ratings = 1

    def test_ruleset_has_the_cutoff_of_adults(self):
        with self.assertRaisesRegex(ValidationError, "^Cut-offs"), self.cr.savepoint():
            self.env["recovery.ors.ruleset"].create({"name": "Empty", "date_from": "2002-01-01"})
        with self.assertRaisesRegex(ValidationError, "^Cut-offs"):
            self.env["recovery.ors.ruleset"].create({
                "name": "Caretakers", "date_from": "2003-01-01",
                "cutoff_ids": [Command.create({"age_group": "adult", "rater": "caretaker", "cutoff": 25.0})],
            })

    def test_default_ruleset(self):
        self.assertEqual((self.common.reliable_change, self.common.cutoff_inclusive), (5.0, False))
        self.assertEqual(
            {(line.age_group, line.rater): line.cutoff for line in self.common.cutoff_ids},
            {
                ("adult", "self"): 25.0, ("adolescent", "self"): 28.0, ("child", "self"): 32.0,
                ("child", "caretaker"): 28.0,
            },
        )
