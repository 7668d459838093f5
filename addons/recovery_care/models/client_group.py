from odoo import api, fields, models

READERS = "recovery_care.group_staff,recovery_care.group_coded"


class ClientGroup(models.Model):
    """The groups and events of a client."""

    _inherit = "recovery.client"

    group_member_ids = fields.One2many("recovery.group.member", "client_id", string="Groups", groups=READERS)
    group_count = fields.Integer(string="Groups now", compute="_compute_group_count", groups=READERS)

    @api.depends("group_member_ids.date_from", "group_member_ids.date_to")
    def _compute_group_count(self):
        counts = dict(self.env["recovery.group.member"]._read_group(
            [("client_id", "in", self.ids), ("is_current", "=", True)], ["client_id"], ["__count"],
        ))
        for client in self:
            client.group_count = counts.get(client._origin, 0)

    def action_open_groups(self):
        """Open the memberships of one client, past ones included."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("recovery_care.group_member_action")
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}
