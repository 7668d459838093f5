from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..table_rules import Check


class AccessOverride(models.Model):
    """Break-glass: a counsellor reads a client of another programme for some hours, for a reason.

    Restricted clients cannot be reached this way: to whoever is not named they do not exist.
    """

    _name = "recovery.access.override"
    _description = "Emergency access"
    _inherit = ["recovery.private.thread", "mail.activity.mixin", "recovery.access.logged", "recovery.prechecked"]
    _order = "date_start desc, id desc"
    _rec_names_search = ["client_id", "user_id"]

    _longest = timedelta(hours=72)

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    client_id = fields.Many2one("recovery.client", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="client_id.company_id", store=True, index=True)
    date_start = fields.Datetime(string="From", required=True, readonly=True, default=fields.Datetime.now)
    date_end = fields.Datetime(string="Until", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    is_current = fields.Boolean(string="In force", compute="_compute_is_current")

    _date_order = Check(
        "CHECK(date_end > date_start)", "Until: emergency access ends after it begins.",
        holds=lambda row: row["date_end"] > row["date_start"],
    )

    @api.depends("date_end")
    def _compute_is_current(self):
        now = fields.Datetime.now()
        for override in self:
            override.is_current = bool(override.date_end) and override.date_end > now

    @api.depends("client_id.code", "user_id.name")
    def _compute_display_name(self):
        for override in self:
            override.display_name = f"{override.sudo().client_id.code} · {override.user_id.name}"

    def _get_logged_clients(self):
        """Reading why it was opened is not opening a file."""
        return self.env["recovery.client"]

    def _get_telling_clients(self):
        return self.client_id

    @api.model
    def request(self, code, reason, hours=24):
        """Give the current user read access to the client with this code, and tell the privacy officers.

        :param str code: the client's code, typed in full
        :param str reason: why; kept and shown to the privacy officers
        :param float hours: how long, more than 0 and at most 72
        :return: the recovery.access.override record
        :raises AccessError: for users who are not counsellors
        :raises UserError: when no such client can be opened
        :raises ValidationError: without a reason or with other hours
        """
        if not self.env.user.has_group("recovery_care.group_counsellor"):
            raise AccessError(self.env._("Emergency access is for counsellors and programme managers."))
        if len((reason or "").strip()) < 10:
            raise ValidationError(self.env._("Reason: describe the emergency in at least ten characters."))
        if not 0 < hours <= self._longest.total_seconds() / 3600:
            raise ValidationError(self.env._("Hours: more than 0 and at most 72."))
        client = self.env["recovery.client"].sudo().search([
            "|", ("code", "=", (code or "").strip()), ("merged_client_ids.code", "=", (code or "").strip()),
            ("company_id", "=", self.env.company.id), ("restricted", "=", False),
        ])
        if not client:
            raise UserError(self.env._("Code: no client with the code “%s”.", code))
        now = fields.Datetime.now()
        override = self.sudo().create({
            "user_id": self.env.uid, "client_id": client.id, "date_start": now,
            "date_end": now + timedelta(hours=hours), "reason": reason.strip(),
        })
        self.env["recovery.access.log"]._log(client, "override", self._name, reason.strip())
        override._notify_privacy_officers()
        return override.sudo(False)

    def action_end(self):
        """End emergency access now; for its user and for privacy officers."""
        if any(override.user_id != self.env.user for override in self) and not self.env.user.has_group(
            "recovery_care.group_privacy",
        ):
            raise AccessError(self.env._("Emergency access is ended by its user or the privacy officer."))
        running = self.sudo().filtered("is_current")
        for override in running:
            override.date_end = max(fields.Datetime.now(), override.date_start + timedelta(seconds=1))

    def _notify_privacy_officers(self):
        """Leave a to-do with every privacy officer of the company; it names the code, not the person."""
        self.ensure_one()
        officers = self.env.ref("recovery_care.group_privacy").sudo().all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids,
        )
        for officer in officers:
            self.activity_schedule(
                "recovery_care.activity_override", user_id=officer.id, date_deadline=fields.Date.context_today(self),
                summary=self.env._("Emergency access to %s", self.client_id.code), note=self.reason,
            )
