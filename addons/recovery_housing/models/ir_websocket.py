from odoo import models

from .board_source import CHANNEL


class IrWebsocket(models.AbstractModel):
    """Whoever may see the bed board hears of changes in the houses of their companies."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        if CHANNEL in channels:
            channels.remove(CHANNEL)
            user = self.env.user
            if user.has_group("recovery_care.group_staff") or user.has_group("recovery_care.group_coded"):
                channels.extend((company, CHANNEL) for company in user.company_ids)
        return super()._build_bus_channel_list(channels)
