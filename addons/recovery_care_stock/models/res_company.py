from odoo import fields, models


class ResCompany(models.Model):
    """What the programmes of an organisation have in common about their stock, and where material goes."""

    _inherit = "res.company"

    material_expiry_days = fields.Integer(
        string="Warn before expiry (days)", default=60, help="Material that expires within so many days is called to mind.",
    )
    material_negative = fields.Boolean(
        string="Let stock go below zero",
        help="Material handed out beyond what is in stock is booked all the same, except material kept by lots.",
    )
    handed_out_location_id = fields.Many2one(
        "stock.location", string="Handed out", readonly=True, index="btree_not_null",
    )
    used_material_location_id = fields.Many2one(
        "stock.location", string="Used material", readonly=True, index="btree_not_null",
    )

    def _have_material_locations(self):
        """Make the two virtual locations of one company unless it has them.

        Handed out is of the usage *customer*: to Odoo's forecasts and reordering it is demand, and the goods leave
        the valued stock. Used material is of the usage *inventory*, like scrap: what comes back is waste, in no count
        of what can be handed out.
        """
        self.ensure_one()
        Location = self.env["stock.location"].sudo()
        if not self.handed_out_location_id:
            self.sudo().handed_out_location_id = Location.create({
                "name": self.env._("Handed out"), "usage": "customer", "company_id": self.id,
                "location_id": self.env.ref("stock.stock_location_customers").id,
            })
        if not self.used_material_location_id:
            self.sudo().used_material_location_id = Location.create({
                "name": self.env._("Used material"), "usage": "inventory", "company_id": self.id,
            })
