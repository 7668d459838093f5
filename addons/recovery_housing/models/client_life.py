from odoo import api, fields, models

from .stay_life import EVENT_READERS, TEST_READERS


class ClientLife(models.Model):
    """Tests, agreements and breaches of a client, as far as the user may see them."""

    _inherit = "recovery.client"

    substance_test_count = fields.Integer(string="Tests", compute="_compute_substance_test_count", groups=TEST_READERS)
    rule_event_count = fields.Integer(
        string="Agreements and breaches", compute="_compute_rule_event_count", groups=EVENT_READERS,
    )

    @api.depends_context("uid")
    def _compute_substance_test_count(self):
        counts = self._count_by_client("recovery.substance.test")
        for client in self:
            client.substance_test_count = counts.get(client._origin, 0)

    @api.depends_context("uid")
    def _compute_rule_event_count(self):
        counts = self._count_by_client("recovery.house.rule.event")
        for client in self:
            client.rule_event_count = counts.get(client._origin, 0)

    def _count_by_client(self, model):
        return dict(self.env[model]._read_group(
            [("client_id", "in", self.ids), ("state", "!=", "cancelled")], ["client_id"], ["__count"],
        ))

    def action_open_substance_tests(self):
        return self._open_life("recovery_housing.substance_test_action")

    def action_open_rule_events(self):
        return self._open_life("recovery_housing.house_rule_event_action")

    def _open_life(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}
