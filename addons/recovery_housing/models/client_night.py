from odoo import fields, models
from odoo.tools import SQL

from .client import STAY_READERS


class ClientNight(models.Model):
    """The nights of a client in registers, as far as the user may see them."""

    _inherit = "recovery.client"

    night_guest_ids = fields.One2many("recovery.night.guest", "client_id", string="Nights in shelters", groups=STAY_READERS)

    def _claim_sleep(self):
        """Let whoever gives one of these clients a bed in another transaction meanwhile be repeated by the server.

        Stays and registers are two tables: no constraint of the database keeps a person out of both.
        """
        if self:
            self.env.cr.execute(SQL(
                "UPDATE recovery_client SET active = active WHERE id IN %s", tuple(sorted(self.ids)),
            ))

    def action_open_shelter_nights(self):
        return self._open_housing_list("recovery_housing.night_guest_action")
