from odoo import fields, models


class VisitFactCancel(models.TransientModel):
    _name = "recovery.visit.fact.cancel"
    _description = "Cancel a test or a report"

    naloxone_use_ids = fields.Many2many("recovery.naloxone.use", "recovery_fact_cancel_use_rel")
    rapid_test_ids = fields.Many2many("recovery.rapid.test", "recovery_fact_cancel_test_rel")
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.rapid.test"]._fields["cancel_reason"]._description_selection(self.env),
        required=True,
    )

    def action_cancel(self):
        self.naloxone_use_ids.action_cancel(self.reason)
        self.rapid_test_ids.action_cancel(self.reason)
