"""Ratings read by a ruleset of the company, with a recount of the classes in whole numbers."""

from odoo.fields import Command

from .common import RecoveryCase


def classify(first, last, cutoff, reliable_change=5.0, inclusive=False, crossing_needs_change=True):
    """Class of change, recounted in whole tenths of a point."""
    first, last, cutoff, needed = (round(value * 10) for value in (first, last, cutoff, reliable_change))

    def above(total):
        return total >= cutoff if inclusive else total > cutoff

    crossed = not above(first) and above(last)
    improved = last - first >= needed
    if crossed and (improved or not crossing_needs_change):
        return "clinically_significant"
    if improved:
        return "reliable_improvement"
    return "deterioration" if first - last >= needed else "no_change"


class RulesetCase(RecoveryCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.birthdate = cls.born(30)
        cls.common = cls.env.ref("recovery_care.ors_ruleset_2000")
        cls.ruleset = cls.new_ruleset("2001-01-01")

    @classmethod
    def new_ruleset(cls, date_from, cutoff=25.0, **values):
        return cls.env["recovery.ors.ruleset"].create({
            "name": f"From {date_from}", "date_from": date_from, "company_id": cls.company.id, "cutoff_ids": [
                Command.create({"age_group": group, "rater": rater, "cutoff": points})
                for group, rater, points in (
                    ("adult", "self", cutoff), ("adolescent", "self", 28.0), ("child", "self", 32.0),
                    ("child", "caretaker", 28.0),
                )
            ], **values,
        })

    def course(self, *totals):
        """Return a fresh episode of an adult, rated with ``totals``."""
        episode = self.new_episode(self.new_client(self.own, birth_year=1980), self.own)
        self.rate_course(episode, totals)
        return episode

    def assertResult(self, totals, result):
        episode = self.course(*totals)
        expected = classify(
            totals[0], totals[-1], 25.0, self.ruleset.reliable_change, self.ruleset.cutoff_inclusive,
            self.ruleset.csc_requires_rc,
        )
        self.assertEqual((episode.ors_result, expected), (result, result), totals)
        self.assertEqual(episode.ors_change, round(totals[-1] - totals[0], 1))
