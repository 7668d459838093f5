from odoo import api, fields, models

from ..table_rules import Check, Unique


class OrsCutoff(models.Model):
    _name = "recovery.ors.cutoff"
    _description = "ORS cut-off"
    _inherit = ["recovery.prechecked"]
    _order = "ruleset_id, id"
    _rec_names_search = ["ruleset_id"]

    ruleset_id = fields.Many2one("recovery.ors.ruleset", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="ruleset_id.company_id", store=True, index=True)
    age_group = fields.Selection(
        string="Age group",
        selection=[("child", "Child (under 13)"), ("adolescent", "Adolescent (13–17)"), ("adult", "Adult")],
        required=True, default="adult",
    )
    rater = fields.Selection(
        [("self", "The client"), ("caretaker", "A caretaker")], required=True, default="self",
    )
    cutoff = fields.Float(string="Cut-off", digits=(4, 1), required=True)

    _cutoff_range = Check(
        "CHECK(cutoff > 0 AND cutoff < 40)", "Cut-off: write points between 0 and 40.",
        holds=lambda row: 0 < row["cutoff"] < 40,
    )
    _group_uniq = Unique(
        "UNIQUE(ruleset_id, age_group, rater)", "Age group: it has a cut-off for this rater already.",
        key=lambda row: (row["ruleset_id"], row["age_group"], row["rater"]),
    )

    @api.constrains("age_group", "rater", "ruleset_id")
    def _check_ruleset(self):
        self.ruleset_id._check_cutoffs()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_the_last_of_adults(self):
        for ruleset in self.ruleset_id:
            ruleset._require_adults(ruleset.cutoff_ids - self)
