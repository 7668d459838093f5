from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY = "recovery_care.activity_contact_due"


class EpisodeContact(models.Model):
    """Where an episode stands in its phases, when it was last in contact and when it is due."""

    _inherit = "recovery.episode"

    delivery_ids = fields.One2many("recovery.delivery", "episode_id", string="Services received")
    last_contact = fields.Date(string="Last contact", compute="_compute_last_contact", store=True)
    phase_id = fields.Many2one(
        "recovery.program.phase", compute="_compute_phase_id", store=True, ondelete="set null",
    )
    next_contact_due = fields.Date(
        string="Contact due", compute="_compute_next_contact_due", store=True, index="btree_not_null",
        help="The last contact, or the start, plus the interval of the phase.",
    )
    contact_state = fields.Selection(
        string="Contact state",
        selection=[("overdue", "Overdue"), ("due", "Due soon"), ("planned", "Planned"), ("fine", "In contact")],
        compute="_compute_contact_state",
    )
    next_appointment = fields.Datetime(string="Next appointment", compute="_compute_next_appointment")

    @api.depends("delivery_ids.state", "delivery_ids.date")
    def _compute_last_contact(self):
        dates = dict(self.env["recovery.delivery"].sudo()._read_group(
            [("episode_id", "in", self.ids), ("state", "=", "done")], ["episode_id"], ["date:max"],
        ))
        for episode in self:
            episode.last_contact = dates.get(episode._origin.sudo())

    @api.depends("date_start", "state", "program_id.phase_ids.month_from", "program_id.phase_ids.month_to")
    def _compute_phase_id(self):
        today = fields.Date.context_today(self)
        for episode in self:
            episode.phase_id = False
            if episode.state in ("active", "paused") and episode.date_start:
                passed = relativedelta(today, episode.date_start)
                month = passed.years * 12 + passed.months
                episode.phase_id = episode.program_id.phase_ids.filtered(
                    lambda phase, month=month: phase.month_from <= month < phase.month_to,
                )[:1]

    @api.depends("state", "date_start", "last_contact", "phase_id.contact_every_days")
    def _compute_next_contact_due(self):
        for episode in self:
            days = episode.phase_id.contact_every_days
            since = episode.last_contact or episode.date_start
            episode.next_contact_due = (
                since + timedelta(days=days) if days and since and episode.state == "active" else False
            )

    def _compute_next_appointment(self):
        rows = self.env["recovery.delivery"]._read_group(
            [
                ("episode_id", "in", self.ids), ("state", "=", "planned"),
                ("encounter_id.date_start", ">=", fields.Datetime.now()),
            ],
            ["episode_id"], ["encounter_id:recordset"],
        )
        dates = {episode.id: min(encounters.mapped("date_start")) for episode, encounters in rows}
        for episode in self:
            episode.next_appointment = dates.get(episode.id)

    @api.depends("next_contact_due")
    def _compute_contact_state(self):
        today = fields.Date.context_today(self)
        for episode in self:
            due = episode.next_contact_due
            if not due:
                episode.contact_state = False
            elif due < today:
                episode.contact_state = "overdue"
            elif episode.next_appointment:
                episode.contact_state = "planned"
            else:
                episode.contact_state = "due" if due <= today + timedelta(days=7) else "fine"

    @api.model
    def _cron_contacts(self):
        """Move episodes into the phase of today and keep one activity on each that is due.

        Running it again changes nothing: the phase is computed from the date, and an open
        activity is moved to the new date instead of a second one being made.
        """
        running = self.search([("state", "in", ["active", "paused"])])
        running._compute_phase_id()
        due = self.search(
            Domain("state", "=", "active") & Domain("next_contact_due", "<=", "today +2d")
            & Domain("keyworker_id.user_id", "!=", False),
        )
        due._keep_one_activity(ACTIVITY, "next_contact_due")

    def _keep_one_activity(self, xmlid, date_field):
        """Keep one open activity for the keyworker on each of these episodes: made, or moved to the new day.

        :param str xmlid: the type of the activity
        :param str date_field: the field that holds its deadline
        """
        activity_type = self.env.ref(xmlid)
        activities = self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", activity_type.id),
        ])
        existing = {activity.res_id: activity for activity in activities}
        missing = self.browse()
        for episode in self:
            activity, keyworker = existing.get(episode.id), episode.keyworker_id.user_id
            if not activity:
                missing |= episode
            elif (activity.date_deadline, activity.user_id) != (episode[date_field], keyworker):
                activity.write({"date_deadline": episode[date_field], "user_id": keyworker.id})
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create([
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": episode.id,
                "activity_type_id": activity_type.id, "date_deadline": episode[date_field],
                "user_id": episode.keyworker_id.user_id.id, "automated": True,
            }
            for episode in missing
        ])

    def _update_contact_activities(self):
        """After a contact: finish the activity of what is no longer due, move the rest."""
        today = fields.Date.context_today(self)
        activities = self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)),
        ])
        episodes = {episode.id: episode for episode in self}
        done = activities.filtered(lambda activity: (episodes[activity.res_id].next_contact_due or today) > today)
        if done:
            done.action_feedback()
