from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DeliverySupply(models.Model):
    """Material that went with a service, and for how many others the person collected it."""

    _inherit = "recovery.delivery"

    supply_ids = fields.One2many("recovery.supply", "delivery_id", string="Material", copy=True)
    collects_for = fields.Integer(
        string="Collects for others", help="Secondary exchange: for how many other people the material is as well.",
    )

    _collects_for = models.Constraint("CHECK(collects_for >= 0)", "Collects for others: it cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_collects_for(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_collects_for([vals])
        return super().write(vals)

    @api.model
    def _check_collects_for(self, vals_list):
        if any((vals.get("collects_for") or 0) < 0 for vals in vals_list):
            raise ValidationError(self.env._("Collects for others: it cannot be negative."))
