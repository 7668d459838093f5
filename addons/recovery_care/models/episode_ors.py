from odoo import api, fields, models
from odoo.tools import float_compare

from ..rating_field import Rating

CLINICAL = "recovery_care.group_clinical"


class EpisodeOrs(models.Model):
    """First, last and change of the outcome rating in an episode, read by the ruleset in force.

    Source of the classes: docs/measures.md, "Change classes".
    """

    _inherit = "recovery.episode"

    ors_ids = fields.One2many("recovery.ors", "episode_id", string="ORS ratings", groups=CLINICAL)
    ors_count = fields.Integer(string="Valid ratings", compute="_compute_ors_result", store=True, groups=CLINICAL)
    ors_first = Rating(
        string="ORS first", compute="_compute_ors_result", store=True, aggregator="avg", groups=CLINICAL,
    )
    ors_last = Rating(
        string="ORS last", compute="_compute_ors_result", store=True, aggregator="avg", groups=CLINICAL,
    )
    ors_change = Rating(
        string="ORS change", compute="_compute_ors_result", store=True, aggregator="avg", groups=CLINICAL,
    )
    ors_first_date = fields.Date(string="First rated", compute="_compute_ors_result", store=True, groups=CLINICAL)
    ors_last_date = fields.Date(string="Last rated", compute="_compute_ors_result", store=True, groups=CLINICAL)
    ors_result = fields.Selection(
        [
            ("clinically_significant", "Clinically significant"), ("reliable_improvement", "Reliable improvement"),
            ("no_change", "No reliable change"), ("deterioration", "Deterioration"), ("too_few", "Too few ratings"),
        ],
        string="ORS result", compute="_compute_ors_result", store=True, index=True, groups=CLINICAL,
    )
    ors_alarm = fields.Selection(
        [("falling", "Falling"), ("not_improving", "Not improving"), ("never_rated", "Never rated")],
        string="ORS alarm", compute="_compute_ors_result", store=True, index="btree_not_null",
        groups=CLINICAL,
    )
    ors_flag_above_cutoff = fields.Boolean(
        string="First rating above cut-off", compute="_compute_ors_result", store=True, groups=CLINICAL,
        help="Began above the cut-off: little room to improve, often a mandated client.",
    )
    ors_flag_sawtooth = fields.Boolean(
        string="Sawtooth pattern", compute="_compute_ors_result", store=True, groups=CLINICAL,
        help="Totals that jump up and down by the reliable change may not show the person's state.",
    )

    @api.depends(
        "state", "program_id.ors_required", "ors_ids.total", "ors_ids.date", "ors_ids.state",
        "ors_ids.ruleset_id", "ors_ids.cutoff", "ors_ids.ruleset_id.reliable_change",
        "ors_ids.ruleset_id.cutoff_inclusive", "ors_ids.ruleset_id.csc_requires_rc",
        "ors_ids.ruleset_id.alarm_after_ratings", "ors_ids.ruleset_id.sawtooth_steps",
        "ors_ids.ruleset_id.sawtooth_size",
    )
    def _compute_ors_result(self):
        for episode in self:
            ratings = episode.sudo().ors_ids._get_valid()
            first, last = ratings[:1], ratings[-1:]
            change = round(last.total - first.total, 1) if len(ratings) > 1 else False
            episode.ors_count = len(ratings)
            episode.ors_first = first.total if first else False
            episode.ors_last = last.total if last else False
            episode.ors_change = change
            episode.ors_first_date = first.date
            episode.ors_last_date = last.date
            episode.ors_result = last.ruleset_id._classify(first, last) if len(ratings) > 1 else "too_few"
            episode.ors_alarm = episode._get_ors_alarm(ratings)
            episode.ors_flag_above_cutoff = bool(first) and float_compare(first.total, first.cutoff, 1) > 0
            episode.ors_flag_sawtooth = last.ruleset_id._is_sawtooth(ratings.mapped("total"))

    @api.readonly
    def get_ors_chart(self):
        """Return what the chart of totals shows for one episode; see ``get_ors_chart`` of the client."""
        self.ensure_one()
        self.check_access("read")
        return self.client_id.get_ors_chart(self.id)

    def _get_ors_alarm(self, ratings):
        """Return the alarm of one open episode, or False.

        Falling: the last total lies at least the reliable change below the first, or below
        the one before. Not improving: the ruleset's number of ratings made, and the change is
        still smaller than the reliable change while the last total is below the cut-off.
        """
        self.ensure_one()
        if self.state not in ("active", "paused"):
            return False
        if not ratings:
            return "never_rated" if self.program_id.ors_required else False
        last, ruleset = ratings[-1], ratings[-1].ruleset_id
        if len(ratings) > 1:
            fall = max(ratings[0].total, ratings[-2].total) - last.total
            if float_compare(fall, ruleset.reliable_change, 1) >= 0:
                return "falling"
        if len(ratings) >= ruleset.alarm_after_ratings:
            small = float_compare(last.total - ratings[0].total, ruleset.reliable_change, 1) < 0
            if small and not last.above_cutoff:
                return "not_improving"
        return False
