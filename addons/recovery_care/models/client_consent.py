from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

CONSENTS = "recovery_care.group_staff,recovery_care.group_privacy,recovery_care.group_data,recovery_care.group_auditor"
RETURN_ACTIVITY = "recovery_care.activity_return_to_code"
# Data protection law gives a month; the rest of it is for what the first fortnight brings to light.
RETURN_WITHIN = timedelta(days=14)


class ClientConsent(models.Model):
    """What a client agreed to, and what follows when that ends."""

    _inherit = "recovery.client"

    consent_ids = fields.One2many("recovery.consent", "client_id", string="Consents", groups=CONSENTS)
    consent_count = fields.Integer(
        string="Consents in force", compute="_compute_consent_count", groups=CONSENTS,
    )

    @api.depends("consent_ids.state")
    def _compute_consent_count(self):
        today = fields.Date.context_today(self)
        counts = dict(self.env["recovery.consent"]._read_group(
            Domain("client_id", "in", self.ids) & self._get_valid_consents(today), ["client_id"], ["__count"],
        ))
        for client in self:
            client.consent_count = counts.get(client._origin, 0)

    @api.model
    def _get_valid_consents(self, day):
        """Return the domain of consents in force on ``day``, whether or not the nightly job has run.

        What has ended counts for the days before; on the day itself only what is still given does.
        """
        past = day < fields.Date.context_today(self)
        return (
            Domain("state", "in", ["given", "expired", "withdrawn"] if past else ["given"]) & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & (Domain("date_withdrawn", "=", False) | Domain("date_withdrawn", ">", day))
        )

    def _filtered_consent(self, purpose_code, partner=None, day=None):
        """Return the clients who agree to a purpose on a day.

        :param str purpose_code: ``code`` of the purpose
        :param partner: the recipient (res.partner); a consent names its recipient, and one without a
            recipient is for the own organisation alone
        :param day: date, today when empty
        """
        consents = self.env["recovery.consent"].sudo().search(
            Domain("client_id", "in", self.ids) & Domain("purpose_id.code", "=", purpose_code)
            & Domain("partner_id", "=", partner.id if partner else False)
            & self._get_valid_consents(day or fields.Date.context_today(self)),
        )
        agreeing = set(consents.client_id.ids)
        return self.filtered(lambda client: client.id in agreeing)

    def _has_consent(self, purpose_code, partner=None, day=None):
        """Return whether one client agrees to a purpose; see ``_filtered_consent``."""
        self.ensure_one()
        return bool(self._filtered_consent(purpose_code, partner, day))

    def _get_identification_consents(self):
        """Return the consents to being known by name that are in force today (superuser)."""
        return self.env["recovery.consent"].sudo().search(
            Domain("client_id", "in", self.ids) & Domain("purpose_kind", "=", "identification")
            & self._get_valid_consents(fields.Date.context_today(self)),
        ).filtered(lambda consent: consent.company_id == consent.client_id.company_id)

    def _ask_to_return_to_code(self):
        """Leave a to-do for each identified client whose consent to be known by name has ended.

        The names stay until somebody returns the client to the code: what else the organisation is
        bound to keep, such as a contract or a bill, is a person's decision. They stay as protected
        as before. The to-do names the code alone and is left once.
        """
        consenting = self._get_identification_consents().client_id
        for client in self.sudo().filtered(lambda client: client.identity == "identified") - consenting:
            if client.activity_search([RETURN_ACTIVITY]):
                continue
            for user in client._get_responsible_users():
                client.activity_schedule(
                    RETURN_ACTIVITY, user_id=user.id, date_deadline=fields.Date.context_today(self) + RETURN_WITHIN,
                    summary=self.env._("Return %s to the code", client.code),
                    note=self.env._(
                        "The consent to be known by name has ended. Choose “Return to code…” on the client, "
                        "or record a new consent.",
                    ),
                )

    def _get_responsible_users(self):
        """Return who may return one client to the code: the keyworkers, else managers, else privacy officers."""
        self.ensure_one()
        episodes = self.episode_ids.filtered(lambda episode: episode.state != "closed")
        identity = self.env.ref("recovery_care.group_identity").sudo().all_user_ids
        managers = self.env.ref("recovery_care.group_manager").sudo().all_user_ids
        officers = self.env.ref("recovery_care.group_privacy").sudo().all_user_ids
        for users in (
            episodes.keyworker_id.user_id & identity, self.program_ids.user_ids & managers,
            officers.filtered(lambda user: self.company_id in user.company_ids),
        ):
            seeing = users.filtered(lambda user: user.active and self._may_be_written_by(user))
            if seeing:
                return seeing
        return self.env["res.users"]

    def _may_be_written_by(self, user):
        return self.with_user(user).with_company(self.company_id).has_access("write")

    def action_open_consents(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.consent_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}

    def action_new_consent(self):
        """Open a new consent of this client."""
        return self._get_new_record_action("recovery.consent", self.env._("New consent"), {})
