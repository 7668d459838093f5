from odoo import api, fields, models


class ClientDemote(models.TransientModel):
    _name = "recovery.client.demote"
    _description = "Return a client to the code"

    client_id = fields.Many2one("recovery.client", required=True, readonly=True, ondelete="cascade")
    identity = fields.Selection(
        [("pseudonymous", "Pseudonymous: code and nickname"), ("anonymous", "Anonymous: the code alone")],
        string="Becomes", required=True, default="pseudonymous",
    )
    history = fields.Selection(
        [("keep", "Keep: the same record"), ("leave", "Leave behind: a new record without it")],
        required=True, default="keep",
    )
    code = fields.Char(string="New code", help="Empty: the code stays; a new record gets the next number.")
    nickname = fields.Char(help="Empty: the nickname stays.")
    mention_count = fields.Integer(string="Days with mentions", compute="_compute_mention_count")
    reason = fields.Char(required=True)

    @api.depends("client_id")
    def _compute_mention_count(self):
        for dialog in self:
            readable = dialog.client_id.has_access("write")
            dialog.mention_count = len(dialog.client_id._find_mentions()) if readable else 0

    def action_demote(self):
        """Return the client to the code and open the client."""
        self.ensure_one()
        result = self.client_id.demote(self.reason, self.identity, self.history, self.code, self.nickname)
        client = self.client_id
        self.unlink()
        return client._get_action_after_change(result["id"])
