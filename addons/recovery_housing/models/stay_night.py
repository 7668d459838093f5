from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StayNight(models.Model):
    """A stay beside the registers of nights: see ``night_guest_obstacles.py``."""

    _inherit = "recovery.stay"

    @api.constrains("bed_id", "client_id", "date_from", "date_to", "state")
    def _check_nights(self):
        """A night in a register is not slept in a stay as well; a bed given away in a register is not free."""
        stays = self.sudo().filtered(lambda stay: stay.state != "cancelled")
        if not stays:
            return
        guests = self.env["recovery.night.guest"].sudo().search(
            Domain("state", "!=", "cancelled") & Domain("place", "!=", "none")
            & Domain("date", ">=", min(stays.mapped("date_from")))
            & (Domain("client_id", "in", stays.client_id.ids) | Domain("bed_id", "in", stays.bed_id.ids)),
            order="date desc",
        )
        for stay in stays:
            for name, words in (
                ("client_id", self.env._(
                    "Client: this person is in the register of one of these nights%s. Begin the stay on the day after, or "
                    "correct the register.",
                )),
                ("bed_id", self.env._(
                    "Bed: it is given away in the register of one of these nights%s. Choose another bed.",
                )),
            ):
                if name == "client_id" and stay.state == "reserved":
                    continue
                found = guests.filtered(
                    lambda guest, stay=stay, name=name: guest[name] == stay[name] and stay._is_dated(guest.date),
                )
                if found:
                    raise ValidationError(words % found.sudo(False)._name_known())

    @api.model_create_multi
    def create(self, vals_list):
        stays = super().create(vals_list)
        stays.sudo().client_id._claim_sleep()
        return stays

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"client_id", "date_from", "date_to", "state"}:
            self.sudo().client_id._claim_sleep()
        return result
