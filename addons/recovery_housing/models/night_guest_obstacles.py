from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class NightGuestObstacles(models.Model):
    """A person sleeps in one bed on a night, and a bed holds one person: the register beside the stays.

    They are two tables, so no constraint of the database keeps them apart. Whoever writes in either asks the other and
    claims bed and client; of two who do so at once the server repeats the second, which then sees the first.
    """

    _inherit = "recovery.night.guest"

    @api.constrains("night_id", "client_id", "bed_id", "place", "state")
    def _check_sleep(self):
        guests = self.sudo().filtered(lambda guest: guest.state != "cancelled" and guest.place != "none")
        for guest in guests:
            guest._check_bed()
        stays = guests._find_stays()
        for guest in guests:
            for name, words in (
                ("client_id", self.env._(
                    "Client: %(code)s has a bed on this night%(stays)s. Write them down without a place to lie, or end that "
                    "stay first.", code=guest.client_id.code, stays="%(stays)s",
                )),
                ("bed_id", self.env._(
                    "Bed or mat: a stay holds it on this night%(stays)s. Choose another one.", stays="%(stays)s",
                )),
            ):
                found = guest[name] and stays.filtered(
                    lambda stay, guest=guest, name=name: stay[name] == guest[name] and stay._covers(guest.date) and (
                        name == "bed_id" or stay.state != "reserved"
                    ),
                )
                if found:
                    raise ValidationError(words % {"stays": found.sudo(False)._name_known()})

    def _find_stays(self):
        """Return the stays (superuser) of these clients or in these beds on any of these nights."""
        if not self:
            return self.env["recovery.stay"].sudo()
        dates = self.mapped("date")
        return self.env["recovery.stay"].sudo().search(
            self.env["recovery.stay"]._get_held_domain(min(dates), max(dates) + timedelta(days=1))
            & (Domain("client_id", "in", self.client_id.ids) | Domain("bed_id", "in", self.bed_id.ids)),
        )

    def _check_bed(self):
        """Refuse a bed of another house, one out of use or service on this night, or one among people of another gender."""
        bed, house, night = self.bed_id, self.house_id, self.date
        if not house._is_for(self.gender):
            raise ValidationError(self.env._("Client: “%s” is for people of another gender.", house.name))
        if not bed:
            return
        if bed.house_id != house:
            raise ValidationError(self.env._("Bed or mat: %s is in another house.", bed.display_name))
        if not bed._is_usable(night, night + timedelta(days=1)):
            raise ValidationError(self.env._("Bed or mat: %s is not in use on this night.", bed.display_name))
        if any(outage.date_from <= night and (not outage.date_to or outage.date_to > night) for outage in bed.outage_ids):
            raise ValidationError(self.env._("Bed or mat: %s is out of service on this night.", bed.display_name))
        if not bed._suits(self.gender):
            raise ValidationError(self.env._("Bed or mat: %s is for people of another gender.", bed.display_name))

    def _claim_sleep(self):
        self.bed_id._claim()
        self.client_id._claim_sleep()
