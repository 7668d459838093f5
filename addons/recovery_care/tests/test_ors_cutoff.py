from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .ruleset_case import RulesetCase


@tagged("post_install", "-at_install")
class TestOrsCutoff(RulesetCase):

    def test_cutoff_lies_inside_the_scale(self):
        for points in (0, -1, 40):
            for refusal in self.refusals("recovery.ors.cutoff", "cutoff_range", "Cut-off"):
                with self.subTest(points=points), refusal:
                    self.ruleset.cutoff_ids[0].cutoff = points

    def test_one_cutoff_an_age_group_and_rater(self):
        for refusal in self.refusals("recovery.ors.cutoff", "group_uniq", "Age group"):
            with refusal:
                self.ruleset.cutoff_ids = [Command.create({"age_group": "adult", "rater": "self", "cutoff": 26.0})]

    def test_last_cutoff_of_adults_stays(self):
        adult = self.ruleset.cutoff_ids.filtered(lambda line: line.age_group == "adult")
        with self.assertRaisesRegex(ValidationError, "^Cut-offs"), self.cr.savepoint():
            adult.unlink()
        with self.assertRaisesRegex(ValidationError, "^Cut-offs"), self.cr.savepoint():
            adult.rater = "caretaker"
