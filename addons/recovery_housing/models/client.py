from odoo import api, fields, models

STAY_READERS = "recovery_care.group_staff,recovery_care.group_coded"


class Client(models.Model):
    """Where a client lives, as far as the user may see the stays."""

    _inherit = "recovery.client"

    stay_ids = fields.One2many("recovery.stay", "client_id", string="Stays", groups=STAY_READERS)
    stay_count = fields.Integer(compute="_compute_stay_count", groups=STAY_READERS)
    current_bed_id = fields.Many2one(
        "recovery.bed", string="Lives in", compute="_compute_current_bed_id", groups=STAY_READERS,
    )

    @api.depends_context("uid")
    def _compute_stay_count(self):
        counts = dict(self.env["recovery.stay"]._read_group(
            [("client_id", "in", self.ids), ("state", "!=", "cancelled")], ["client_id"], ["__count"],
        ))
        for client in self:
            client.stay_count = counts.get(client._origin, 0)

    @api.depends_context("uid")
    def _compute_current_bed_id(self):
        stays = self.env["recovery.stay"].search_fetch([("client_id", "in", self.ids), ("state", "=", "in")], ["bed_id"])
        beds = {stay.client_id: stay.bed_id for stay in stays}
        for client in self:
            client.current_bed_id = beds.get(client._origin)

    def action_open_stays(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_housing.stay_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}
