from odoo import fields, models
from odoo.addons.recovery_care.table_rules import Check


class HouseItem(models.Model):
    """What everybody who moves into a house is handed over."""

    _name = "recovery.house.item"
    _description = "Handed over at check-in"
    _inherit = ["recovery.prechecked"]
    _check_company_auto = True
    _order = "house_id, sequence, id"

    house_id = fields.Many2one("recovery.house", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, index=True)
    name = fields.Char(required=True, translate=True)
    quantity = fields.Integer(required=True, default=1)
    sequence = fields.Integer(default=10)

    _quantity = Check("CHECK(quantity > 0)", "Quantity: write at least one.", lambda row: row["quantity"] > 0)

