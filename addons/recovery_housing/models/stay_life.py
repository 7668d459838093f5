from odoo import api, fields, models

TEST_READERS = (
    "recovery_care.group_house,recovery_care.group_counsellor,recovery_care.group_data,recovery_care.group_auditor"
)
EVENT_READERS = "recovery_care.group_house,recovery_care.group_counsellor"


class StayLife(models.Model):
    """Tests, agreements and breaches of a stay, as far as the user may see them."""

    _inherit = "recovery.stay"

    test_count = fields.Integer(string="Tests", compute="_compute_test_count", groups=TEST_READERS)
    rule_event_count = fields.Integer(
        string="Agreements and breaches", compute="_compute_rule_event_count", groups=EVENT_READERS,
    )

    @api.depends_context("uid")
    def _compute_test_count(self):
        counts = self._count_by_stay("recovery.substance.test")
        for stay in self:
            stay.test_count = counts.get(stay._origin, 0)

    @api.depends_context("uid")
    def _compute_rule_event_count(self):
        counts = self._count_by_stay("recovery.house.rule.event")
        for stay in self:
            stay.rule_event_count = counts.get(stay._origin, 0)

    def _count_by_stay(self, model):
        return dict(self.env[model]._read_group(
            [("stay_id", "in", self.ids), ("state", "!=", "cancelled")], ["stay_id"], ["__count"],
        ))

    def action_open_tests(self):
        return self._open_life("recovery_housing.substance_test_action")

    def action_open_rule_events(self):
        return self._open_life("recovery_housing.house_rule_event_action")

    def _open_life(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("stay_id", "=", self.id)], "context": {"default_stay_id": self.id}}
