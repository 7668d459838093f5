from odoo import models


class MailScheduledMessage(models.Model):
    """A message that waits to be sent is text about a client already."""

    _name = "mail.scheduled.message"
    _inherit = ["recovery.message.free.text", "mail.scheduled.message"]
