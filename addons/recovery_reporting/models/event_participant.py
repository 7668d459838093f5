from odoo import models


class EventParticipant(models.Model):
    _name = "recovery.event.participant"
    _inherit = ["recovery.event.participant", "recovery.counted"]
