from odoo import api, fields, models


class ProductTemplate(models.Model):
    """How material that is handed out in pieces is counted in stock."""

    _inherit = "product.template"

    material_stock_unit = fields.Selection(
        [("piece", "Pieces"), ("package", "Packages")], string="Stock counts", default="piece",
        help="Packages: one unit of stock is one package. Choose pieces where packages are opened at the counter.",
    )
    material_stock_pieces = fields.Float(
        string="Pieces in a unit of stock", compute="_compute_material_stock_pieces", store=True,
    )
    material_stock_days = fields.Integer(
        string="Warn when it lasts for less (days)", help="0: as the programme says. A reordering rule goes before both.",
    )

    @api.depends("material_kind", "material_stock_unit", "material_package_size", "uom_id.factor")
    def _compute_material_stock_pieces(self):
        """A dozen holds twelve pieces because it is a multiple of Odoo's unit; a unit that is not is one piece."""
        piece = self.env.ref("uom.product_uom_unit")
        for product in self:
            unit = product.uom_id
            if product.material_stock_unit == "package":
                product.material_stock_pieces = product.material_package_size
            elif unit and unit._has_common_reference(piece):
                product.material_stock_pieces = unit.factor / piece.factor
            else:
                product.material_stock_pieces = 1
