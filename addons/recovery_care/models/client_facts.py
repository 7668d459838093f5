from odoo import api, fields, models
from odoo.fields import Domain

from .encounter_facts import FACT_READERS

KIT = Domain([("material_kind", "=", "naloxone"), ("state", "=", "done"), ("issued", ">", 0)])
TRAINING = Domain([("service_id.is_naloxone_training", "=", True), ("state", "=", "done")])


class ClientFacts(models.Model):
    """Naloxone and rapid tests of a client, as far as the user may see them."""

    _inherit = "recovery.client"

    naloxone_kits = fields.Integer(string="Naloxone kits out", compute="_compute_naloxone", groups=FACT_READERS)
    naloxone_trained_on = fields.Date(string="Naloxone training", compute="_compute_naloxone", groups=FACT_READERS)
    naloxone_use_count = fields.Integer(string="Uses reported", compute="_compute_naloxone", groups=FACT_READERS)
    naloxone_untrained = fields.Boolean(
        string="Kit without training", compute="_compute_naloxone", search="_search_naloxone_untrained", groups=FACT_READERS,
        help="Was given naloxone and had no training in the programmes that you see.",
    )
    rapid_test_count = fields.Integer(string="Rapid tests", compute="_compute_rapid_tests", groups=FACT_READERS)
    rapid_test_open = fields.Boolean(
        string="Reactive, not linked", compute="_compute_rapid_tests", search="_search_rapid_test_open", groups=FACT_READERS,
    )

    @api.depends_context("uid")
    def _compute_naloxone(self):
        mine = Domain("client_id", "in", self.ids)
        kits = dict(self.env["recovery.supply"]._read_group(mine & KIT, ["client_id"], ["issued:sum"]))
        trained = dict(self.env["recovery.delivery"]._read_group(mine & TRAINING, ["client_id"], ["date:max"]))
        uses = dict(self.env["recovery.naloxone.use"]._read_group(
            mine & Domain("state", "=", "done"), ["client_id"], ["__count"],
        ))
        for client in self:
            client.naloxone_kits = kits.get(client._origin, 0)
            client.naloxone_trained_on = trained.get(client._origin)
            client.naloxone_use_count = uses.get(client._origin, 0)
            client.naloxone_untrained = bool(client.naloxone_kits and not client.naloxone_trained_on)

    @api.model
    def _search_naloxone_untrained(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Odoo asks for the right to a field when it searches by its column; this one has none.
        self._check_field_access(self._fields["naloxone_untrained"], "read")
        given = self.env["recovery.supply"]._search(KIT & Domain("client_id", "!=", False)).subselect("client_id")
        trained = self.env["recovery.delivery"]._search(TRAINING & Domain("client_id", "!=", False)).subselect("client_id")
        return [("id", "in", given), ("id", "not in", trained)]

    @api.depends_context("uid")
    def _compute_rapid_tests(self):
        rows = self.env["recovery.rapid.test"]._read_group(
            [("client_id", "in", self.ids), ("state", "=", "done")], ["client_id"], ["__count", "is_open:bool_or"],
        )
        counts = {client: (count, waiting) for client, count, waiting in rows}
        for client in self:
            client.rapid_test_count, client.rapid_test_open = counts.get(client._origin, (0, False))

    @api.model
    def _search_rapid_test_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        tests = self.env["recovery.rapid.test"]._search([("is_open", "=", True), ("client_id", "!=", False)])
        return [("id", "in", tests.subselect("client_id"))]

    def action_open_naloxone(self):
        return self._get_facts_action("recovery_care.naloxone_use_action")

    def action_open_rapid_tests(self):
        return self._get_facts_action("recovery_care.rapid_test_action")

    def _get_facts_action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("client_id", "=", self.id)], "context": {"default_client_id": self.id}}
