from odoo import fields, models


class Event(models.Model):
    _name = "recovery.event"
    _inherit = ["recovery.event", "recovery.grant.named"]

    grant_ids = fields.Many2many(relation="recovery_event_grant_rel", column1="event_id", column2="grant_id")
