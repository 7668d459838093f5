from odoo import models


class PrivateThread(models.AbstractModel):
    """A conversation about a client.

    Odoo names the followers of any record to every employee, and refuses a message on a record that
    exists in other words than on one that does not. Here both begin with the right to read.
    """

    _name = "recovery.private.thread"
    _description = "Conversation about a client"
    _inherit = ["mail.thread"]

    def message_post(self, **kwargs):
        self.check_access("read")
        return super().message_post(**kwargs)

    def message_get_followers(self, *args, **kwargs):
        self.check_access("read")
        return super().message_get_followers(*args, **kwargs)
