from odoo import models


class HousingApplicationTransfer(models.Model):
    """A resident who asked for another house: one stay ends on the day on which the other begins."""

    _inherit = "recovery.housing.application"

    def _announce_leaving(self, day):
        """Plan the end of the stay from which one person moves, so that another bed can be held from ``day`` on.

        :return: date on which that stay was to end before, or False
        """
        stay = self.sudo().from_stay_id
        if stay.state != "in" or stay.date_to and stay.date_to <= day:
            return stay.date_to if stay.state == "in" else False
        before = stay.date_to
        stay.date_to = day
        return before

    def _take_back_leaving(self, offer):
        """Let the person live on where they live, as it was planned before the offer."""
        stay = self.sudo().from_stay_id
        if stay.state == "in" and stay.date_to == offer.date_from:
            stay.date_to = offer.left_until
