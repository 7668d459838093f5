from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .situation import SIGN_READERS

ACTIVITY = "recovery_care.activity_situation_due"


class EpisodeSituation(models.Model):
    """When the social situation of an episode's client is to be asked for, and the activity that says so."""

    _inherit = "recovery.episode"

    situation_ids = fields.One2many("recovery.situation", "episode_id", groups=SIGN_READERS)
    situation_due = fields.Date(
        string="Situation due", compute="_compute_situation_due", store=True, index="btree_not_null",
        help="The day from which the next snapshot is due by the settings of the programme.",
    )
    situation_due_moment = fields.Selection(
        string="Due at", selection=lambda self: self.env["recovery.situation"]._fields["moment"].selection,
        compute="_compute_situation_due", store=True,
    )
    situation_due_text = fields.Char(string="Situation to record", compute="_compute_situation_due_text")
    situation_exit = fields.Selection(
        [("due", "To be recorded"), ("waived", "Not possible")], string="Situation at exit", copy=False, tracking=True,
        help="Set when an episode is closed in a programme that asks for the situation at exit.",
    )

    @api.depends(
        "state", "role", "date_start", "date_end", "situation_exit", "program_id.situation_at_entry",
        "program_id.situation_every_months", "situation_ids.state", "situation_ids.date", "situation_ids.moment",
    )
    def _compute_situation_due(self):
        rows = self.env["recovery.situation"].sudo()._read_group(
            [("episode_id", "in", self.ids), ("state", "=", "valid")], ["episode_id", "moment"], ["date:max"],
        )
        taken = {}
        for episode, moment, day in rows:
            taken.setdefault(episode.id, {})[moment] = day
        for episode in self:
            due, moment = episode._get_situation_due(taken.get(episode._origin.id, {}))
            episode.situation_due, episode.situation_due_moment = due, moment

    def _get_situation_due(self, taken):
        """Return (day, moment) of the next snapshot of one episode, or (False, False).

        :param dict taken: {moment: day of its latest valid snapshot}
        """
        self.ensure_one()
        nothing = (False, False)
        if self.role != "client" or not self.date_start:
            return nothing
        if self.state == "closed":
            return (self.date_end, "exit") if self.situation_exit == "due" and "exit" not in taken else nothing
        if self.state != "active":
            return nothing
        if not taken and self.program_id.situation_at_entry:
            return self.date_start, "entry"
        months = self.program_id.situation_every_months
        if not months:
            return nothing
        return max(taken.values(), default=self.date_start) + relativedelta(months=months), "review"

    @api.depends("situation_due", "situation_due_moment")
    @api.depends_context("lang")
    def _compute_situation_due_text(self):
        """Such as “Situation review due since 3 Nov”; empty until two weeks before the day."""
        today = fields.Date.context_today(self)
        since = {
            "entry": lambda day: self.env._("Situation at entry due since %s", day),
            "review": lambda day: self.env._("Situation review due since %s", day),
            "exit": lambda day: self.env._("Situation at exit due since %s", day),
        }
        for episode in self:
            due = episode.situation_due
            if not due or due > today + relativedelta(days=14):
                episode.situation_due_text = False
                continue
            day = format_date(self.env, due, date_format="d MMM" if due.year == today.year else "d MMM y")
            if due <= today:
                episode.situation_due_text = since[episode.situation_due_moment](day)
            else:
                episode.situation_due_text = self.env._("Situation review due on %s", day)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "closed" and "situation_exit" not in vals:
            self._filtered_wanting_exit_situation().situation_exit = "due"
        elif vals.get("state") and vals["state"] != "closed":
            self.filtered("situation_exit").situation_exit = False
        if vals.keys() & {"state", "situation_exit"}:
            self._update_situation_activities()
        return result

    def _filtered_wanting_exit_situation(self):
        """Return the episodes that began in a programme which asks for the situation at exit, and have none."""
        wanted = self.filtered(
            lambda episode: episode.program_id.situation_at_exit and episode.role == "client" and episode.date_start,
        )
        recorded = self.env["recovery.situation"].sudo().search([
            ("episode_id", "in", wanted.ids), ("state", "=", "valid"), ("moment", "=", "exit"),
        ]).episode_id
        return wanted.filtered(lambda episode: episode.id not in recorded.ids)

    @api.model
    def _cron_situations(self):
        """Keep one activity on each episode whose snapshot falls due within two days; a second run changes nothing."""
        due = self.search(Domain("situation_due", "<=", "today +2d") & Domain("keyworker_id.user_id", "!=", False))
        due._keep_one_activity(ACTIVITY, "situation_due")

    def _update_situation_activities(self, recorded=False):
        """Finish the activities of snapshots just recorded, drop those of what is no longer due.

        :param bool recorded: whether a snapshot has been made
        """
        limit = fields.Date.context_today(self) + relativedelta(days=2)
        activities = self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
        ])
        episodes = {episode.id: episode for episode in self}
        past = activities.filtered(
            lambda activity: not (due := episodes[activity.res_id].situation_due) or due > limit,
        )
        if past and recorded:
            past.action_feedback()
        elif past:
            past.unlink()

    def get_situation_table(self):
        """Return the snapshots of one episode side by side; see ``get_situation_table`` of the client."""
        self.ensure_one()
        self.check_access("read")
        situations = self.env["recovery.situation"].search([("episode_id", "=", self.id), ("state", "=", "valid")])
        situations._log_reading("open")
        return [{"program": self.program_id.name, **situations._get_table()}] if situations else []

    def action_record_situation(self):
        """Open a new snapshot in this episode, over what is on the screen: saved, one is back there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "recovery.situation", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Record the situation"), "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_client_id": self.client_id.id, "default_program_id": self.program_id.id,
                "default_episode_id": self.id,
            },
        }
