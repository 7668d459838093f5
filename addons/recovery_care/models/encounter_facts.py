from odoo import api, fields, models

FACT_READERS = "recovery_care.group_staff,recovery_care.group_data,recovery_care.group_auditor"


class EncounterFacts(models.Model):
    """Rapid tests and reports of naloxone that belong to an encounter."""

    _inherit = "recovery.encounter"

    rapid_test_ids = fields.One2many("recovery.rapid.test", "encounter_id", string="Rapid tests", groups=FACT_READERS)
    naloxone_use_ids = fields.One2many("recovery.naloxone.use", "encounter_id", string="Naloxone used", groups=FACT_READERS)
    has_testing = fields.Boolean(compute="_compute_has_testing")

    @api.depends("delivery_ids.service_id.kind", "rapid_test_ids")
    def _compute_has_testing(self):
        """Computed as superuser: whoever sees the encounter sees what kind of services it holds."""
        for encounter in self.sudo():
            encounter.has_testing = bool(encounter.rapid_test_ids) or any(
                delivery.service_id.kind == "testing" for delivery in encounter.delivery_ids
            )

    def write(self, vals):
        """What was found out at a visit that did not take place counts nowhere."""
        if vals.get("state") in ("cancelled", "no_show"):
            self.check_access("write")
            encounters = self.sudo()
            for facts in (encounters.rapid_test_ids, encounters.naloxone_use_ids):
                facts.filtered(lambda fact: fact.state == "done").write({"state": "cancelled", "cancel_reason": "visit"})
        return super().write(vals)
