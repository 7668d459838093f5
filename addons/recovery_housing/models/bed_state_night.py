from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class BedNight(models.Model):
    """A bed that the register of a night gives away."""

    _inherit = "recovery.bed"

    def _suits(self, gender):
        """Return whether house and room of one bed are for somebody of this gender, where it is known."""
        return all(self.house_id._is_policy_met(place.gender_policy, gender) for place in (self.house_id, self.room_id))

    def _sort_suiting(self, gender):
        """Return those of these beds that suit somebody of this gender: beds before mats, then whose room is theirs alone.

        Of somebody whose gender is not known a room for women or men is the last one.
        """
        def rank(bed):
            is_for_all = bed.room_id.gender_policy in (False, "any")
            return bed.kind == "mat", is_for_all if gender in ("female", "male") else not is_for_all

        return self.filtered(lambda bed: bed._suits(gender)).sorted(rank)

    @api.constrains("house_id", "active", "date_from", "date_to")
    def _check_nights_inside(self):
        """What was slept in stays where it was, as long as it was."""
        guests = self.env["recovery.night.guest"].sudo().search([("bed_id", "in", self.ids), ("state", "!=", "cancelled")])
        for guest in guests:
            bed = guest.bed_id
            if guest.house_id != bed.house_id:
                raise ValidationError(self.env._(
                    "House: people have slept in %s where it is. Take it out of use and add a bed in the other house.",
                    bed.display_name,
                ))
            late, early = bed.date_to and guest.date >= bed.date_to, bed.date_from and guest.date < bed.date_from
            if late or early or not bed.active and guest.night_id.state == "open":
                raise ValidationError(self.env._(
                    "In use until: somebody has %(bed)s in the register of %(date)s.", bed=bed.display_name, date=guest.date,
                ))

    @api.model
    def _get_state_query(self):
        """A guest of tonight's register occupies a bed as a resident does."""
        self.env["recovery.night.guest"].flush_model(["bed_id", "date", "state"])
        return SQL(
            "SELECT DISTINCT ON (bed_id) bed_id, state FROM ("
            " SELECT bed_id, state, 2 AS rank FROM (%s) stays UNION ALL"
            " SELECT bed_id, 'occupied', 1 FROM recovery_night_guest"
            " WHERE bed_id IS NOT NULL AND state <> 'cancelled' AND date = %s"
            ") nights ORDER BY bed_id, rank",
            super()._get_state_query(), fields.Date.context_today(self),
        )

    @api.model
    def _find_free(self, company, start, stop):
        nights = Domain("date", ">=", start) & Domain("state", "!=", "cancelled")
        if stop:
            nights &= Domain("date", "<", stop)
        beds = super()._find_free(company, start, stop)
        return beds - self.env["recovery.night.guest"].sudo().search(nights & Domain("bed_id", "in", beds.ids)).bed_id
