from odoo import fields, models


class SubstanceTestCancel(models.TransientModel):
    _name = "recovery.substance.test.cancel"
    _description = "Cancel or correct a test"

    test_id = fields.Many2one("recovery.substance.test", required=True, readonly=True)
    reason = fields.Selection(
        selection=lambda self: self.env["recovery.substance.test"]._fields["cancel_reason"]._description_selection(self.env),
        string="Because", required=True,
    )
    correct = fields.Boolean(string="Enter it again", help="Another test takes its place and says which one it corrects.")

    def action_cancel(self):
        if not self.correct:
            self.test_id.action_cancel(self.reason)
            return None
        test = self.test_id.action_correct(self.reason)
        return {
            "type": "ir.actions.act_window", "res_model": test._name, "view_mode": "form", "views": [(False, "form")],
            "res_id": test.id,
        }
