from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check

CONDITIONS = [("good", "Good"), ("worn", "Worn"), ("damaged", "Damaged")]


class StayItem(models.Model):
    """One line of what a resident was handed over and has to give back."""

    _name = "recovery.stay.item"
    _description = "Handed over to a resident"
    _inherit = ["recovery.client.record"]
    _order = "stay_id, sequence, id"
    _rec_names_search = ["name", "stay_id"]

    stay_id = fields.Many2one("recovery.stay", required=True, index=True, ondelete="restrict")
    client_id = fields.Many2one(related="stay_id.client_id", store=True, precompute=True, index=True)
    program_id = fields.Many2one(related="stay_id.program_id", store=True, precompute=True, index=True, string="Programme")
    company_id = fields.Many2one(related="stay_id.company_id", store=True, precompute=True, default=None)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    quantity = fields.Integer(required=True, default=1)
    condition_in = fields.Selection(CONDITIONS, string="Condition when given", required=True, default="good")
    returned = fields.Integer(string="Given back")
    condition_out = fields.Selection(CONDITIONS, string="Condition when given back")
    missing = fields.Integer(compute="_compute_missing", store=True)

    _quantity = Check(
        "CHECK(quantity > 0 AND returned BETWEEN 0 AND quantity)", "Given back: no more than was handed over, at least one.",
        lambda row: row["quantity"] > 0 and 0 <= row["returned"] <= row["quantity"],
    )

    @api.depends("quantity", "returned")
    def _compute_missing(self):
        for item in self:
            item.missing = item.quantity - item.returned

    def action_give_back(self):
        """All of it is back, in the condition in which it was given unless another one was chosen."""
        for item in self:
            item.write({"returned": item.quantity, "condition_out": item.condition_out or item.condition_in})
