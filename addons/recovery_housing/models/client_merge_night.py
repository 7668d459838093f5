from odoo import models
from odoo.exceptions import UserError


class ClientMergeNight(models.Model):
    """Two people who slept in two beds on one night are not one person."""

    _inherit = "recovery.client.merge"

    def _merge(self, taken, continue_episode_ids):
        clients = self.kept_id | self.merged_id
        guests = self.env["recovery.night.guest"].sudo().search([
            ("client_id", "in", clients.ids), ("state", "!=", "cancelled"), ("place", "!=", "none"),
        ])
        stays = self.env["recovery.stay"].sudo().search([
            ("client_id", "in", clients.ids if guests else []), ("state", "in", ("in", "out")),
        ])
        if any(stay._is_dated(guest.date) for guest in guests for stay in stays):
            raise UserError(self.env._(
                "Guest of a night: one of the two is in a register on a night on which the other has a bed. That says that "
                "these are two people, or one of the two is wrong. Correct it first, then merge.",
            ))
        return super()._merge(taken, continue_episode_ids)
