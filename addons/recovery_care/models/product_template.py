from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """Harm-reduction material is an ordinary product with a kind, so that purchase and stock know it too."""

    _inherit = "product.template"

    material_kind = fields.Selection(
        [
            ("syringe", "Syringe"), ("needle", "Needle"), ("water", "Water"), ("filter", "Filter"), ("foil", "Foil"),
            ("capsule", "Capsule"), ("condom", "Condom"), ("naloxone", "Naloxone"), ("test", "Test"),
            ("other", "Other material"),
        ],
        string="Harm-reduction material", index="btree_not_null",
        help="Set: the product is handed out at the counter and on the street, and counted in pieces.",
    )
    material_volume = fields.Float(string="Volume (ml)", digits=(6, 2), help="Of a syringe, such as 1 or 2 ml.")
    material_package_size = fields.Integer(
        string="Pieces in a package", default=1, help="One press of + at the counter hands out one package.",
    )
    material_returnable = fields.Boolean(
        string="Taken back", compute="_compute_material_returnable", store=True, readonly=False, precompute=True,
        help="Used pieces are counted when they come back.",
    )

    _material_package_size = models.Constraint(
        "CHECK(material_package_size > 0)", "Pieces in a package: write 1 or more.",
    )
    _material_volume = models.Constraint("CHECK(material_volume >= 0)", "Volume (ml): it cannot be negative.")

    @api.depends("material_kind")
    def _compute_material_returnable(self):
        for product in self:
            product.material_returnable = product.material_kind in ("syringe", "needle")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_material_numbers(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_material_numbers([vals])
        return super().write(vals)

    @api.model
    def _check_material_numbers(self, vals_list):
        """Say what is wrong before the database does, whose refusals are logged as errors."""
        for vals in vals_list:
            if vals.get("material_package_size", 1) < 1:
                raise ValidationError(self.env._("Pieces in a package: write 1 or more."))
            if (vals.get("material_volume") or 0) < 0:
                raise ValidationError(self.env._("Volume (ml): it cannot be negative."))
