from odoo import api, fields, models


class EncounterAmendment(models.Model):
    """Why and how an encounter was corrected after it was done.

    While an amendment is open its author may change the facts; every change is
    written down with the value before and after. Then the encounter is closed again.
    """

    _name = "recovery.encounter.amendment"
    _description = "Amendment of an encounter"
    _order = "date desc, id desc"

    encounter_id = fields.Many2one("recovery.encounter", required=True, index=True, ondelete="restrict", readonly=True)
    program_id = fields.Many2one(related="encounter_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="encounter_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Char(required=True, readonly=True)
    changes = fields.Json(
        string="Raw changes", readonly=True, groups=fields.NO_ACCESS,
        help="List of {client_id, record, field, old, new}.",
    )
    changes_text = fields.Text(string="Changes", compute="_compute_changes_text")
    is_open = fields.Boolean(default=True, readonly=True)

    _one_open = models.UniqueIndex("(encounter_id) WHERE is_open", "This encounter is being amended by a colleague.")

    @api.depends("changes")
    @api.depends_context("uid")
    def _compute_changes_text(self):
        """The changes in words, without those about clients whom the user may not see."""
        client_ids = {change.get("client_id") for amendment in self.sudo() for change in amendment.changes or []}
        # What was corrected on a merged client is seen by those who see the client who was kept.
        named = self.env["recovery.client"].browse(client_ids - {None})
        current = {client.id: client._get_current() for client in named}
        seen = named.union(*current.values()).sudo(False)._filtered_access("read")
        visible = {client_id for client_id, client in current.items() if client_id in seen.ids or client.id in seen.ids}
        for amendment in self:
            amendment.changes_text = "\n".join(
                f"{change['record']} – {change['field']}: {change['old']} → {change['new']}"
                for change in amendment.sudo().changes or []
                if not change.get("client_id") or change["client_id"] in visible
            )

    def _close(self):
        running = self.filtered("is_open")
        running.is_open = False
        # Written at once, so that a colleague's next amendment does not meet it.
        running.flush_recordset(["is_open"])

    @api.model
    def _cron_close(self):
        """Lock what was left open for a day, so that nobody's forgotten amendment blocks a colleague."""
        self.search([("is_open", "=", True), ("date", "<", "now -1d")])._close()

    def _record_changes(self, changes):
        self.ensure_one()
        self.sudo().changes = [*(self.changes or []), *changes]
