import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

NEXT_IN_LINE = "recovery_housing.activity_next_in_line"
_logger = logging.getLogger(__name__)


class HousingOfferExpiry(models.Model):
    """Offers that nobody answered, and who is next for a bed that is free again."""

    _inherit = "recovery.housing.offer"

    def _propose_next(self):
        """Leave one to-do with the next in line who fits the bed that is free again; to offer it is for a person."""
        user, bed = self._get_responsible(), self.bed_id
        # Whoever ended it may work for another organisation, such as the one in whose house the person lives.
        offer, line = (record.with_user(user).with_context(
            allowed_company_ids=(record.company_id & user.company_ids).ids,
        ) for record in (self, bed))
        if not offer.env.context["allowed_company_ids"] or not offer.has_access("read") or not line.has_access("read"):
            # Who made the offer may work elsewhere by now.
            return
        first = line._get_first_in_line(without=self.application_id.ids)
        candidate, _points = first.get(bed.id, (None, 0))
        if candidate and not candidate.sudo().activity_search([NEXT_IN_LINE]):
            candidate.sudo().activity_schedule(
                NEXT_IN_LINE, user_id=user.id, note=self.env._("Free again: %s", bed.display_name),
            )

    @api.model
    def _cron_expire(self):
        """End the offers whose day of answer has passed: their beds are free; run twice, it does so once.

        One that cannot end, as something is in its way, keeps the others from nothing.
        """
        Cron, today = self.env["ir.cron"], fields.Date.context_today(self)
        due = self.search([("state", "=", "open"), ("date_expiry", "<", today)])
        Cron._commit_progress(remaining=len(due))
        for offer in due:
            try:
                with self.env.cr.savepoint():
                    # It may have been answered or extended since it was found.
                    offer.filtered(lambda found: found.state == "open" and found.date_expiry < today)._fall("expired")
            except UserError:
                _logger.exception("The offer with the id %s could not end.", offer.id)
            if not Cron._commit_progress(1):
                break
