from odoo import api, fields, models
from odoo.tools import SQL

from .client import STAY_READERS


class ClientNight(models.Model):
    """The nights of a client in registers, as far as the user may see them."""

    _inherit = "recovery.client"

    night_guest_ids = fields.One2many("recovery.night.guest", "client_id", string="Nights in shelters", groups=STAY_READERS)
    shelter_night_count = fields.Integer(
        string="Nights in shelters (number)", compute="_compute_shelter_night_count", groups=STAY_READERS,
    )

    @api.depends_context("uid")
    def _compute_shelter_night_count(self):
        nights = dict(self.env["recovery.night.guest"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["bed_nights:sum"],
        ))
        for client in self:
            client.shelter_night_count = nights.get(client._origin, 0)

    def _claim_sleep(self):
        """Let whoever gives one of these clients a bed in another transaction meanwhile be repeated by the server.

        Stays and registers are two tables: no constraint of the database keeps a person out of both.
        """
        if self:
            self.env.cr.execute(SQL(
                "UPDATE recovery_client SET active = active WHERE id IN %s", tuple(sorted(self.ids)),
            ))

    def action_open_shelter_nights(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.night_guest_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {}}
