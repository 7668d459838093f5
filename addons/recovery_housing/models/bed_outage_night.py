from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class BedOutageNight(models.Model):
    """A bed in which somebody slept was not out of service."""

    _inherit = "recovery.bed.outage"

    @api.constrains("bed_id", "date_from", "date_to")
    def _check_nights(self):
        for outage in self.sudo():
            nights = Domain("bed_id", "=", outage.bed_id.id) & Domain("state", "!=", "cancelled") & Domain(
                "date", ">=", outage.date_from,
            )
            if outage.date_to:
                nights &= Domain("date", "<", outage.date_to)
            guest = self.env["recovery.night.guest"].sudo().search(nights, limit=1)
            if guest:
                raise ValidationError(self.env._(
                    "Bed: %(bed)s is given away in the register of %(date)s. Give the guest another place first.",
                    bed=outage.bed_id.display_name, date=guest.date,
                ))
