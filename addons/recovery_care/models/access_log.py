from datetime import timedelta

from odoo import api, fields, models


class AccessLog(models.Model):
    """Who opened, exported or printed the file of whom. Written by the server alone, changed by nobody."""

    _name = "recovery.access.log"
    _description = "Access log"
    _inherit = ["recovery.access.logged"]
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "client_code"
    _rec_names_search = ["client_id"]

    # Form reloads within this time are one opening.
    _same_opening = timedelta(minutes=5)

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    client_id = fields.Many2one("recovery.client", required=True, readonly=True, index=True, ondelete="restrict")
    client_code = fields.Char(string="Code", related="client_id.code", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True,
        help="Whose record was read: that of the client’s organisation, or of another one that works with the person.",
    )
    date = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)
    action = fields.Selection(
        [
            ("open", "Opened"), ("export", "Exported"), ("print", "Printed"), ("override", "Emergency access"),
            ("promote", "Identified"), ("demote", "Returned to the code"), ("leave", "History left behind"),
        ],
        required=True, readonly=True,
    )
    model = fields.Char(readonly=True, help="Which kind of record of the file was read.")
    model_name = fields.Char(string="Kind of record", compute="_compute_model_name")
    reason = fields.Char(readonly=True)

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_model_name(self):
        """What was read, in the words of the user instead of its technical name."""
        Model = self.env["ir.model"].sudo()
        for line in self:
            line.model_name = Model._get(line.model).name if line.model else False

    def _get_logged_clients(self):
        """Reading the log is not opening a file."""
        return self.env["recovery.client"]

    def _get_telling_clients(self):
        return self.client_id

    @api.model_create_multi
    def create(self, vals_list):
        clients = self.env["recovery.client"].sudo().browse([vals["client_id"] for vals in vals_list])
        return super().create([
            {"company_id": client.company_id.id, **vals} for client, vals in zip(clients, vals_list, strict=True)
        ])

    @api.model
    def _log(self, clients, action, model, reason=None, company=None):
        """Write one line a client, unless the same user did the same a moment ago.

        :param clients: recovery.client records
        :param str action: a value of ``action``
        :param str model: technical name of what was read
        :param str reason: why, for emergency access and changes of identity
        :param company: whose record was read (res.company); that of each client when empty
        """
        if not clients:
            return
        now = fields.Datetime.now()
        log = self.sudo()
        recent = log.search_fetch([
            ("user_id", "=", self.env.uid), ("client_id", "in", clients.ids), ("action", "=", action),
            ("model", "=", model), ("date", ">", now - self._same_opening),
        ], ["client_id"]).client_id if action == "open" else clients.browse()
        log.create([
            {
                "user_id": self.env.uid, "client_id": client.id, "date": now, "action": action,
                "model": model, "reason": reason, "company_id": (company or client.sudo().company_id).id,
            }
            for client in clients - recent
        ])
