from odoo import fields, models

from ..table_rules import Check


class DeliverySupply(models.Model):
    """Material that went with a service, and for how many others the person collected it."""

    _inherit = "recovery.delivery"

    supply_ids = fields.One2many("recovery.supply", "delivery_id", string="Material", copy=True)
    collects_for = fields.Integer(
        string="Collects for others", help="Secondary exchange: for how many other people the material is as well.",
    )

    _collects_for = Check(
        "CHECK(collects_for >= 0)", "Collects for others: it cannot be negative.", lambda row: row["collects_for"] >= 0,
    )
