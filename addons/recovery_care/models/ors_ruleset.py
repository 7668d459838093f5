from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..table_rules import Check, UniqueIndex


class OrsRuleset(models.Model):
    """Cut-offs and reliable change of the outcome rating scale, versioned by date.

    The ruleset in force on the day of a rating reads that rating. Figures and their
    sources: docs/measures.md, "Outcome rating".
    """

    _name = "recovery.ors.ruleset"
    _description = "ORS ruleset"
    _inherit = ["recovery.prechecked"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company without one of its own.")
    date_from = fields.Date(string="In force from", required=True)
    reliable_change = fields.Float(
        string="Reliable change", digits=(4, 1), required=True, default=5.0, help="Points of the total.",
    )
    cutoff_ids = fields.One2many("recovery.ors.cutoff", "ruleset_id", string="Cut-offs", copy=True)
    cutoff_inclusive = fields.Boolean(
        string="Cut-off counts as above", help="A total equal to the cut-off is above it. Vendors differ.",
    )
    csc_requires_rc = fields.Boolean(
        string="Crossing needs reliable change", default=True,
        help="Clinically significant needs the reliable change as well as the crossing of the cut-off.",
    )
    alarm_after_ratings = fields.Integer(
        string="Alarm after ratings", required=True, default=4,
        help="So many ratings without reliable change raise the alarm “not improving”.",
    )
    sawtooth_steps = fields.Integer(
        string="Sawtooth steps", required=True, default=4,
        help="So many changes of direction by at least the sawtooth size flag a rating course as unsteady.",
    )
    sawtooth_size = fields.Float(string="Sawtooth size", digits=(4, 1), required=True, default=6.0)
    active = fields.Boolean(default=True)

    _reliable_change = Check(
        "CHECK(reliable_change > 0 AND reliable_change <= 40)", "Reliable change: write points between 0 and 40.",
        holds=lambda row: 0 < row["reliable_change"] <= 40,
    )
    _alarm_after_ratings = Check(
        "CHECK(alarm_after_ratings >= 2)", "Alarm after ratings: change needs at least two ratings.",
        holds=lambda row: row["alarm_after_ratings"] >= 2,
    )
    _date_uniq = UniqueIndex(
        "(COALESCE(company_id, 0), date_from) WHERE active",
        "In force from: another ruleset begins on the same day.",
        key=lambda row: (row["company_id"] or 0, row["date_from"]) if row["active"] else None,
    )

    @api.constrains("cutoff_ids", "active")
    def _check_cutoffs(self):
        for ruleset in self:
            ruleset._require_adults(ruleset.cutoff_ids)

    def _require_adults(self, cutoffs):
        if self.active and ("adult", "self") not in [(cutoff.age_group, cutoff.rater) for cutoff in cutoffs]:
            raise ValidationError(self.env._("Cut-offs: a ruleset needs at least the cut-off for adults."))

    @api.model
    def _get_in_force(self, company, day):
        """Return the ruleset of ``company`` in force on ``day``: its own before the common one."""
        return self.sudo().search([("company_id", "in", [company.id, False])])._filtered_in_force(company, day)

    def _filtered_in_force(self, company, day):
        """Return which of these rulesets is in force in ``company`` on ``day``."""
        rulesets = self.filtered(
            lambda ruleset: ruleset.date_from <= day and ruleset.company_id in (company, company.browse()),
        )
        return rulesets.sorted(lambda ruleset: (bool(ruleset.company_id), ruleset.date_from))[-1:]

    def _get_cutoff(self, age_group, rater):
        """Return the cut-off (points) for an age group and rater; the adult's when none is listed."""
        cutoffs = {(cutoff.age_group, cutoff.rater): cutoff.cutoff for cutoff in self.cutoff_ids}
        return cutoffs.get((age_group, rater)) or cutoffs.get((age_group, "self")) or cutoffs.get(("adult", "self"), 0.0)

    def _is_above(self, total, cutoff):
        compared = float_compare(total, cutoff, precision_digits=1)
        return compared > 0 or (compared == 0 and self.cutoff_inclusive)

    def _classify(self, first, last):
        """Return the class of change between two ratings of one episode.

        Reliable change is a rise of at least ``reliable_change``; clinically significant
        change begins in the clinical range and ends above the cut-off.
        """
        change = last.total - first.total
        improved = float_compare(change, self.reliable_change, precision_digits=1) >= 0
        crossed = not self._is_above(first.total, first.cutoff) and self._is_above(last.total, last.cutoff)
        if crossed and (improved or not self.csc_requires_rc):
            return "clinically_significant"
        if improved:
            return "reliable_improvement"
        if float_compare(change, -self.reliable_change, precision_digits=1) <= 0:
            return "deterioration"
        return "no_change"

    def _is_sawtooth(self, totals):
        """Return whether totals jump up and down: each step of at least ``sawtooth_size``
        that turns against the last such step counts, from five ratings on."""
        if not self or len(totals) < 5:
            return False
        turns, direction = 0, 0
        for before, after in zip(totals, totals[1:], strict=False):
            if float_compare(abs(after - before), self.sawtooth_size, precision_digits=1) >= 0:
                step = 1 if after > before else -1
                if step != direction:
                    turns, direction = turns + 1, step
        return turns >= self.sawtooth_steps
