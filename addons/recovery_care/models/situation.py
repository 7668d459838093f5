from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..situation_signs import SIGNS, UNKNOWN, YES_NO
from ..table_rules import Check, UniqueIndex

SIGN_READERS = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"


class Situation(models.Model):
    """A snapshot of somebody's social situation at entry, at a review or at exit.

    Each sign has “not known” as a value of its own; nothing is ever left blank.
    """

    _name = "recovery.situation"
    _description = "Situation snapshot"
    _inherit = ["recovery.client.record", "recovery.shared.record"]
    _order = "date desc, id desc"
    _shared_by = "shares_situation"

    client_id = fields.Many2one(domain="[('company_ids', '=', company_id)]")
    program_id = fields.Many2one(
        "recovery.program", string="Programme", required=True, index=True, ondelete="restrict", check_company=True,
        compute="_compute_program_id", store=True, readonly=False, precompute=True,
    )
    episode_id = fields.Many2one(
        "recovery.episode", compute="_compute_episode_id", store=True, readonly=False, precompute=True,
        index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('client_id', '=', client_id), ('program_id', '=', program_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    moment = fields.Selection(
        [("entry", "Entry"), ("review", "Review"), ("exit", "Exit")],
        required=True, compute="_compute_moment", store=True, readonly=False, precompute=True,
    )
    has_id_card = fields.Selection(YES_NO, string="Valid identity card", required=True, default=UNKNOWN)
    labour_office = fields.Selection(YES_NO, string="Registered at the labour office", required=True, default=UNKNOWN)
    benefits = fields.Selection(YES_NO, string="Draws benefits", required=True, default=UNKNOWN)
    employed = fields.Selection(YES_NO, string="Has work", required=True, default=UNKNOWN)
    other_services = fields.Selection(YES_NO, string="In touch with other services", required=True, default=UNKNOWN)
    knows_services = fields.Selection(
        YES_NO, string="Knows which services can help", required=True, default=UNKNOWN,
        help="Health, social and public services.",
    )
    states_goals = fields.Selection(YES_NO, string="States own goals and needs", required=True, default=UNKNOWN)
    acts_on_situation = fields.Selection(YES_NO, string="Takes own steps", required=True, default=UNKNOWN)
    aware_health = fields.Selection(YES_NO, string="Aware of risks to health", required=True, default=UNKNOWN)
    aware_debts = fields.Selection(YES_NO, string="Aware of debts", required=True, default=UNKNOWN)
    aware_prosecution = fields.Selection(YES_NO, string="Aware of prosecution", required=True, default=UNKNOWN)
    debts = fields.Selection(YES_NO, string="Has debts", required=True, default=UNKNOWN)
    prosecution = fields.Selection(YES_NO, string="Is prosecuted", required=True, default=UNKNOWN)
    housing = fields.Selection(
        [
            ("stable", "Stable"), ("unstable", "Unstable or homeless"), ("detention", "Detention"), ("other", "Other"),
            (UNKNOWN, "Not known"),
        ],
        required=True, default=UNKNOWN,
    )
    living_with = fields.Selection(
        [
            ("alone", "Alone"), ("family", "Family or relatives"), ("partner", "Partner"),
            ("friends", "Friends or others"), ("detention", "In detention"), ("institution", "Institution or shelter"),
            (UNKNOWN, "Not known"),
        ],
        string="Lives with", required=True, default=UNKNOWN,
    )
    with_children = fields.Selection(YES_NO, string="Lives with children", required=True, default=UNKNOWN)
    education = fields.Selection(
        [
            ("none", "None or not completed"), ("primary", "Primary"), ("secondary", "Secondary"), ("higher", "Higher"),
            (UNKNOWN, "Not known"),
        ],
        string="Education completed", required=True, default=UNKNOWN,
    )
    labour_status = fields.Selection(
        [
            ("employed", "Employed"), ("student", "Student"), ("unemployed", "Unemployed"),
            ("inactive", "Economically inactive"), (UNKNOWN, "Not known"),
        ],
        string="Labour status", required=True, default=UNKNOWN,
    )
    state = fields.Selection([("valid", "Valid"), ("cancelled", "Cancelled")], required=True, default="valid", copy=False)
    cancel_reason = fields.Selection(
        [("person", "Wrong person"), ("date", "Wrong date"), ("answers", "Wrong answers"), ("twice", "Entered twice")],
        string="Cancelled because", copy=False,
    )

    # Of two clients who turn out to be one person: a day counts once, an episode has one entry and one exit.
    _merge_clashes = {
        "once": {"state": "cancelled", "cancel_reason": "twice"},
        "one_entry": {"moment": "review"}, "one_exit": {"moment": "review"},
    }

    _once = UniqueIndex(
        "(client_id, program_id, moment, date) WHERE state = 'valid'",
        "Date: the programme already has this client's situation of that day. Change that one.",
        lambda row: (
            (row["client_id"], row["program_id"], row["moment"], row["date"]) if row["state"] == "valid" else None
        ),
    )
    _one_entry = UniqueIndex(
        "(episode_id) WHERE state = 'valid' AND moment = 'entry'",
        "Moment: the episode already has its entry. Choose “Review”.",
        lambda row: (row["episode_id"],) if (row["state"], row["moment"]) == ("valid", "entry") else None,
    )
    _one_exit = UniqueIndex(
        "(episode_id) WHERE state = 'valid' AND moment = 'exit'",
        "Moment: the episode already has its exit. Choose “Review”.",
        lambda row: (row["episode_id"],) if (row["state"], row["moment"]) == ("valid", "exit") else None,
    )
    _cancelled = Check(
        "CHECK(state = 'valid' OR cancel_reason IS NOT NULL)", "Cancelled because: say why.",
        lambda row: row["state"] == "valid" or bool(row["cancel_reason"]),
    )
    _work = Check(
        "CHECK(NOT (labour_status = 'employed' AND employed = 'no')"
        " AND NOT (labour_status = 'unemployed' AND employed = 'yes'))",
        "Labour status: it contradicts “Has work”. Change one of the two.",
        lambda row: (row["labour_status"], row["employed"]) not in (("employed", "no"), ("unemployed", "yes")),
    )
    _course_idx = models.Index("(client_id, program_id, date) WHERE state = 'valid'")

    @api.depends("client_id")
    def _compute_program_id(self):
        """A programme of the user in which the client has an open episode, else where they met."""
        for situation in self:
            client = situation.client_id.sudo()
            programs = client._get_programs_of(situation.company_id)
            own = programs.filtered(lambda program: self.env.user in program.user_ids)
            situation.program_id = situation.program_id or (own or programs)[:1]

    @api.depends("client_id", "program_id")
    def _compute_episode_id(self):
        """The client's episode in the programme, the open or latest one first."""
        episodes = self.env["recovery.episode"].sudo().search(
            [
                ("client_id", "in", self.client_id.ids), ("program_id", "in", self.program_id.ids),
                ("role", "=", "client"),
            ],
            order="date_end desc nulls first, date_start desc nulls last, id desc",
        )
        by_person = episodes.grouped(lambda episode: (episode.client_id.id, episode.program_id.id))
        for situation in self:
            key = (situation.client_id._origin.id, situation.program_id._origin.id)
            own = by_person.get(key, episodes.browse())
            if situation.episode_id._origin not in own:
                situation.episode_id = own[:1].id

    @api.depends("episode_id")
    def _compute_moment(self):
        """Entry until the episode has one, exit once it is closed, review between them."""
        rows = self.sudo()._read_group(
            [("episode_id", "in", self.episode_id.ids), ("state", "=", "valid")], ["episode_id"], ["moment:array_agg"],
        )
        moments = {episode.id: set(found) for episode, found in rows}
        open_ones = self.filtered(lambda record: not record.moment or record.id != record._origin.id)
        for situation in open_ones.sorted(lambda record: record.date or fields.Date.today()):
            found = moments.setdefault(situation.episode_id._origin.id, set())
            if situation.episode_id.state == "closed" and "exit" not in found:
                situation.moment = "exit"
            else:
                situation.moment = "review" if found or not situation.episode_id else "entry"
            found.add(situation.moment)

    @api.depends("client_id.code", "date")
    def _compute_display_name(self):
        for situation in self:
            situation.display_name = f"{situation.sudo().client_id.code or ''} · {situation.date or ''}"

    @api.constrains("episode_id", "client_id", "program_id")
    def _check_episode(self):
        for situation in self.sudo():
            episode = situation.episode_id
            if episode and (episode.client_id, episode.program_id) != (situation.client_id, situation.program_id):
                raise ValidationError(self.env._("Episode: it belongs to another client or programme."))

    @api.constrains("date")
    def _check_date(self):
        latest = fields.Date.context_today(self) + timedelta(days=1)
        for situation in self:
            if situation.date > latest:
                raise ValidationError(self.env._("Date: a situation cannot lie in the future (%s).", situation.date))

    @api.onchange("employed")
    def _onchange_employed(self):
        if self.employed == "yes" and self.labour_status in (UNKNOWN, "unemployed"):
            self.labour_status = "employed"
        elif self.employed == "no" and self.labour_status == "employed":
            self.labour_status = UNKNOWN

    @api.onchange("labour_status")
    def _onchange_labour_status(self):
        work = {"employed": "yes", "unemployed": "no"}.get(self.labour_status)
        if work:
            self.employed = work

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_answers(vals) for vals in vals_list]
        self._fill_programs(vals_list)
        situations = super().create(vals_list)
        situations.sudo().episode_id._update_situation_activities(recorded=True)
        return situations

    def write(self, vals):
        vals = self._with_answers(vals)
        if not self.env.su:
            self._check_correction(vals)
        episodes = self.sudo().episode_id
        result = super().write(vals)
        if vals.keys() & {"state", "date", "moment", "episode_id"}:
            (episodes | self.sudo().episode_id)._update_situation_activities()
        return result

    @api.model
    def _with_answers(self, vals):
        """Return ``vals`` with “not known” for the signs that were emptied."""
        return {**vals, **{sign: UNKNOWN for sign in SIGNS if sign in vals and not vals[sign]}}

    @api.model
    def _fill_programs(self, vals_list):
        """Take client and programme from the episode where nothing else is said."""
        for vals in vals_list:
            if vals.get("episode_id") and not (vals.get("client_id") and vals.get("program_id")):
                episode = self.env["recovery.episode"].browse(vals["episode_id"])
                vals.setdefault("client_id", episode.client_id.id)
                vals["program_id"] = vals.get("program_id") or episode.program_id.id

    def _check_correction(self, vals):
        """Raise UserError where values would rewrite a snapshot that counts, or bring a cancelled one back."""
        if any(situation.state == "cancelled" for situation in self):
            raise UserError(self.env._("Situation: a cancelled one is not changed. Enter it again."))
        limit = fields.Datetime.now() - timedelta(days=1)
        counted = {"client_id", "program_id", "date", "moment", *SIGNS}
        if counted & vals.keys() and any(situation.create_date < limit for situation in self):
            raise UserError(self.env._(
                "Situation: after a day it is not rewritten. Cancel it with a reason and enter it again.",
            ))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A situation is cancelled with a reason, not deleted."))

    def action_cancel(self, reason):
        """Take snapshots out of every comparison, for good.

        :param str reason: a value of ``cancel_reason``
        :raises UserError: when the reason is missing or not one of the list
        """
        if reason not in dict(self._fields["cancel_reason"].selection):
            raise UserError(self.env._("Cancelled because: choose one of the reasons."))
        self.write({"state": "cancelled", "cancel_reason": reason})

    def action_open_cancel_wizard(self):
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.situation.cancel", "view_mode": "form",
            "views": [(False, "form")], "target": "new", "name": self.env._("Cancel the situation"),
            "context": {"default_situation_ids": self.ids},
        }
