from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rating_field import Rating
from ..table_rules import Check

ITEMS = ("individual", "interpersonal", "social", "overall")


def _get_answers(row):
    return [row[item] for item in ITEMS]


def _add_up(answers):
    """Return the total of the four answers; None while one is missing."""
    return None if any(answer is None for answer in answers) else round(sum(answers), 1)


class Ors(models.Model):
    """One rating on four visual analogue scales, 0.0–10.0 each; an item not answered is empty, not 0."""

    _name = "recovery.ors"
    _description = "ORS rating"
    _inherit = ["recovery.client.record", "recovery.shared.record"]
    _order = "date desc, id desc"
    _shared_by = "shares_ors"

    client_id = fields.Many2one(
        compute="_compute_client_id", store=True, readonly=False, precompute=True,
    )
    episode_id = fields.Many2one(
        "recovery.episode", compute="_compute_episode_id", store=True, readonly=False, precompute=True,
        index="btree_not_null", ondelete="restrict", domain="[('client_id', '=', client_id)]", check_company=True,
    )
    encounter_id = fields.Many2one("recovery.encounter", index="btree_not_null", ondelete="restrict", check_company=True)
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict",
        compute="_compute_program_id", store=True, precompute=True, readonly=False, check_company=True,
    )
    date = fields.Date(required=True, compute="_compute_date", store=True, readonly=False, precompute=True, index=True)
    individual = Rating(aggregator="avg", help="Personal well-being, 0.0–10.0.")
    interpersonal = Rating(aggregator="avg", help="Family and close relationships, 0.0–10.0.")
    social = Rating(aggregator="avg", help="Work, school, friends, 0.0–10.0.")
    overall = Rating(aggregator="avg", help="General sense of well-being, 0.0–10.0.")
    total = Rating(
        compute="_compute_total", store=True, precompute=True, aggregator="avg",
        help="Sum of the four ratings, 0.0–40.0; empty while one is not answered.",
    )
    version = fields.Selection(
        [("ors", "Self-rating, 13 and older"), ("cors", "Child version, 6–12")], required=True, default="ors",
    )
    rater = fields.Selection(
        [("self", "The client"), ("caretaker", "A caretaker")], required=True, default="self",
    )
    administered = fields.Selection(
        [("paper", "Paper"), ("screen", "Screen"), ("phone", "Phone"), ("portal", "Portal")],
        required=True, default="paper",
    )
    skipped_reason = fields.Selection(string="Skipped because", selection=[
        ("refused", "Refused"), ("crisis", "Crisis"), ("intoxicated", "Under the influence"),
        ("language", "Language"), ("no_time", "No time"), ("other", "Other"),
    ])
    state = fields.Selection([("valid", "Valid"), ("cancelled", "Cancelled")], required=True, default="valid", copy=False)
    cancel_reason = fields.Char(string="Cancelled because", copy=False)
    ruleset_id = fields.Many2one(
        "recovery.ors.ruleset", compute="_compute_ruleset", store=True, precompute=True, ondelete="restrict",
    )
    cutoff = fields.Float(
        string="Cut-off", digits=(4, 1), compute="_compute_ruleset", store=True, precompute=True, aggregator=None,
    )
    above_cutoff = fields.Boolean(string="Above the cut-off", compute="_compute_above_cutoff", store=True, precompute=True)
    licence_notice = fields.Char(string="Licence notice", compute="_compute_licence_notice")

    _item_range = Check(
        "CHECK(individual BETWEEN 0 AND 10 AND interpersonal BETWEEN 0 AND 10"
        " AND social BETWEEN 0 AND 10 AND overall BETWEEN 0 AND 10)",
        "Rating: each of the four areas is rated from 0.0 to 10.0.",
        holds=lambda row: all(answer is None or 0 <= answer <= 10 for answer in _get_answers(row)),
    )
    _total_is_sum = Check(
        "CHECK(total IS NOT DISTINCT FROM individual + interpersonal + social + overall)",
        "Total: it is the sum of the four ratings.",
        # Answers that are written bring their total with them.
        holds=lambda row: row["total"] == _add_up(_get_answers(row)), watch={"total"},
    )
    _answered = Check(
        "CHECK((skipped_reason IS NULL AND num_nonnulls(individual, interpersonal, social, overall) > 0)"
        " OR (skipped_reason IS NOT NULL AND num_nonnulls(individual, interpersonal, social, overall) = 0))",
        "Rating: rate at least one area, or give the reason why the rating was skipped and leave the areas empty.",
        holds=lambda row: (row["skipped_reason"] is None) == any(answer is not None for answer in _get_answers(row)),
    )
    _cancelled = Check(
        "CHECK(state = 'valid' OR cancel_reason IS NOT NULL)", "Reason: say why the rating is cancelled.",
        holds=lambda row: row["state"] == "valid" or row["cancel_reason"] is not None,
    )
    _episode_date_idx = models.Index("(episode_id, date) WHERE state = 'valid' AND total IS NOT NULL")

    @api.depends("encounter_id")
    def _compute_client_id(self):
        for rating in self:
            clients = rating.encounter_id.delivery_ids.client_id
            rating.client_id = rating.client_id or (clients if len(clients) == 1 else False)

    @api.depends("encounter_id.date")
    def _compute_date(self):
        for rating in self:
            rating.date = rating.encounter_id.date or rating.date or fields.Date.context_today(self)

    @api.depends("client_id", "encounter_id")
    def _compute_episode_id(self):
        for rating in self:
            if rating.episode_id and rating.episode_id.client_id == rating.client_id:
                continue
            episodes = rating.sudo().client_id.episode_ids.filtered(
                lambda ep, company=rating.company_id: ep.company_id == company,
            )
            if rating.encounter_id:
                episodes = episodes.filtered(lambda ep, program=rating.encounter_id.program_id: ep.program_id == program)
            rating.episode_id = episodes.sorted(lambda ep: (
                self.env.user in ep.program_id.user_ids, ep.state != "closed", ep.date_start or ep.date_applied,
            ))[-1:].id

    @api.depends("episode_id", "encounter_id")
    def _compute_program_id(self):
        for rating in self:
            rating.program_id = (
                rating.episode_id.program_id or rating.encounter_id.program_id or rating.program_id
                or rating.client_id._get_programs_of(rating.company_id)[:1]
            )

    @api.depends(*ITEMS)
    def _compute_total(self):
        for rating in self:
            total = _add_up([None if rating[item] is False else rating[item] for item in ITEMS])
            rating.total = False if total is None else total

    @api.depends("date", "company_id", "client_id.birth_year", "client_id.birthdate", "version", "rater")
    def _compute_ruleset(self):
        in_force = {}
        rulesets = self.env["recovery.ors.ruleset"].sudo().search([("company_id", "in", [*self.company_id.ids, False])])
        for rating in self:
            key = (rating.company_id, rating.date)
            if key not in in_force:
                in_force[key] = rulesets._filtered_in_force(*key) if rating.date else rulesets.browse()
            age_group = rating.client_id._get_age_at(rating.date)[1] if rating.client_id and rating.date else "adult"
            if rating.version == "cors":
                age_group = "child"
            rating.ruleset_id = in_force[key]
            rating.cutoff = in_force[key]._get_cutoff(age_group or "adult", rating.rater)

    @api.depends("total", "cutoff", "ruleset_id.cutoff_inclusive")
    def _compute_above_cutoff(self):
        for rating in self:
            ruleset = rating.ruleset_id
            rating.above_cutoff = bool(
                ruleset and rating.total is not False and ruleset._is_above(rating.total, rating.cutoff)
            )

    @api.depends("administered", "company_id")
    def _compute_licence_notice(self):
        for rating in self:
            rating.licence_notice = rating.administered != "paper" and rating.company_id.sudo()._get_ors_licence_notice()

    @api.depends("client_id.code", "date", "total")
    def _compute_display_name(self):
        for rating in self:
            total = f" · {rating.total:.1f}" if rating.total is not False else ""
            code = rating.sudo().client_id.code
            rating.display_name = code and f"{code} · {rating.date or ''}{total}"

    @api.constrains("episode_id", "client_id")
    def _check_episode(self):
        for rating in self.sudo():
            if rating.episode_id and rating.episode_id.client_id != rating.client_id:
                raise ValidationError(self.env._("Episode: it belongs to another client than the rating."))

    @api.constrains("date")
    def _check_date(self):
        latest = fields.Date.context_today(self) + timedelta(days=1)
        for rating in self:
            if rating.date > latest:
                raise ValidationError(self.env._("Date: a rating cannot lie in the future (%s).", rating.date))

    def write(self, vals):
        if not self.env.su:
            self._check_correction(vals)
        return super().write(vals)

    def _check_correction(self, vals):
        """Raise UserError where values would rewrite a rating that counts, or bring a cancelled one back."""
        if {"cutoff", "ruleset_id", "above_cutoff"} & vals.keys():
            raise UserError(self.env._("Rating: its cut-off follows the ruleset in force and the age of the client."))
        if any(rating.state == "cancelled" for rating in self):
            raise UserError(self.env._("Rating: a cancelled rating is not changed. Enter it again."))
        limit = fields.Datetime.now() - timedelta(days=1)
        counted = {"client_id", "date", *ITEMS, "skipped_reason", "version", "rater"}
        if counted & vals.keys() and any(rating.create_date < limit for rating in self):
            raise UserError(self.env._(
                "Rating: after a day it is not rewritten. Cancel it with a reason and enter it again.",
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A rating is cancelled with a reason, not deleted."))

    def action_cancel(self, reason):
        """Take ratings out of every result, for good.

        :param str reason: why
        :raises UserError: when the reason is empty
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Reason: say why the rating is cancelled."))
        self.write({"state": "cancelled", "cancel_reason": reason.strip()})

    def action_open_cancel_wizard(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.ors.cancel", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Cancel the rating"),
            "context": {"default_ors_ids": self.ids},
        }

    def _get_valid(self):
        """Return the ratings that count, oldest first: not cancelled, all four areas answered."""
        return self.filtered(lambda rating: rating.state == "valid" and rating.total is not False).sorted(
            lambda rating: (rating.date, rating._origin.id or 0),
        )
