from odoo import SUPERUSER_ID, fields, models

from .housing_application import OPEN
from .housing_application_transfer import CONSENT_ENDED


class ConsentHousing(models.Model):
    """What becomes of beds that a partner organisation promised or gave to somebody whom it no longer sees."""

    _inherit = "recovery.consent"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "given":
            for company, clients in self.sudo()._get_shared_clients():
                self._find_stays_there(company, clients, ("in",)).activity_unlink([CONSENT_ENDED])
        return result

    def _end_what_rested(self):
        super()._end_what_rested()
        # Whoever does something there at the same moment is to find that it ended, or to be found; see _claim_sharing.
        self.flush_recordset()
        for company, clients in self.sudo()._get_shared_clients():
            hidden = clients - clients._filtered_shared_with(company)
            if hidden:
                self._end_housing_there(company, hidden)

    def _get_shared_clients(self):
        """Return [(company, clients)] with which these consents (superuser) are about sharing these clients."""
        shared = self.filtered("sharing_company_id")
        return [
            (company, consents.client_id) for company, consents in shared.grouped("sharing_company_id").items()
        ]

    def _end_housing_there(self, company, clients):
        """Take back what a company has for clients whom it no longer sees; whoever lives there stays, with a to-do.

        What has been taken back already is left alone, so that it may be asked twice.
        """
        # By the system: whoever withdrew the consent is not told of, nor told, what happens in another organisation.
        there = self.with_user(SUPERUSER_ID).with_context(allowed_company_ids=company.ids)
        there.env["recovery.housing.application"].search([
            ("client_id", "in", clients.ids), ("company_id", "=", company.id), ("state", "in", OPEN),
        ])._decide("withdrawn", "consent")
        there._find_stays_there(company, clients, ("reserved",)).action_cancel("consent")
        for stay in there._find_stays_there(company, clients, ("in",)):
            user = stay._find_house_user() or stay.program_id.user_ids[:1]
            if user and not stay.activity_search([CONSENT_ENDED]):
                stay.activity_schedule(
                    CONSENT_ENDED, user_id=user.id, date_deadline=fields.Date.context_today(stay),
                )

    def _find_stays_there(self, company, clients, states):
        """Return the stays (superuser) of these clients in houses of a company, in these states."""
        return self.env["recovery.stay"].sudo().search([
            ("client_id", "in", clients.ids), ("company_id", "=", company.id), ("state", "in", states),
        ])
