from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

BED_PROMISED = "recovery_housing.activity_bed_promised"
CONSENT_ENDED = "recovery_housing.activity_consent_ended"


class HousingApplicationTransfer(models.Model):
    """A resident who asked for another house: one stay ends on the day on which the other begins."""

    _inherit = "recovery.housing.application"

    def _announce_leaving(self, day):
        """Plan the end of the stay from which one person moves, so that another bed can be held from ``day`` on.

        :return: date on which that stay was to end before, or False
        """
        self._check_leaving(day)
        stay = self.sudo().from_stay_id
        if stay.state != "in" or stay.date_to and stay.date_to <= day:
            return stay.date_to if stay.state == "in" else False
        before = stay.date_to
        try:
            with self.env.cr.savepoint():
                stay.date_to = day
        except UserError:
            if stay.company_id in self.env.companies:
                raise
            # What is planned there, such as a leave, is not for others to know.
            raise UserError(self.env._(
                "From: the stay with %(organisation)s cannot end on %(date)s, because something is planned there "
                "afterwards. Choose a later day, or ask them to change it.",
                organisation=stay.company_id.name, date=format_date(self.env, day),
            )) from None
        return before

    def _take_back_leaving(self, offer):
        """Let the person live on where they live, as it was planned before the offer.

        Where that bed is promised to somebody else by now, the end stays, and the house they live in gets a to-do.
        """
        stay = self.sudo().from_stay_id
        if stay.state != "in" or stay.date_to != offer.date_from or stay.date_to == offer.left_until:
            return
        try:
            with self.env.cr.savepoint():
                stay.date_to = offer.left_until
        except UserError:
            user = stay._find_house_user()
            if not user and stay.company_id == offer.company_id:
                user = offer._get_responsible()
            if user:
                stay.activity_schedule(BED_PROMISED, date_deadline=stay.date_to, user_id=user.id)
