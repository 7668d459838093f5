from odoo import fields, models


class HousingDecide(models.TransientModel):
    _name = "recovery.housing.decide"
    _description = "Refuse or withdraw an application"

    application_ids = fields.Many2many(
        "recovery.housing.application", "recovery_housing_decide_application_rel", "decide_id", "application_id",
        required=True, readonly=True,
    )
    state = fields.Selection([("refused", "Refused"), ("withdrawn", "Withdrawn")], required=True, readonly=True)
    reason = fields.Selection(selection="_selection_reason", string="Because", required=True)
    note = fields.Char(string="In words", help="About the decision; no names.")
    no_free_text = fields.Boolean(compute="_compute_no_free_text")

    def _selection_reason(self):
        choices = self.env["recovery.housing.application"]._fields["decision_reason"]._description_selection(self.env)
        return [(value, label) for value, label in choices if value != "consent"]

    def _compute_no_free_text(self):
        for wizard in self:
            wizard.no_free_text = any(wizard.application_ids.sudo().program_id.mapped("no_free_text"))

    def action_decide(self):
        if self.state == "refused":
            self.application_ids.action_refuse(self.reason, self.note)
        else:
            self.application_ids.action_withdraw(self.reason, self.note)
