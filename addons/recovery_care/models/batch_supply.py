from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import Check, UniqueIndex


class BatchSupply(models.Model):
    """Material that somebody in a batch took or brought back, in pieces."""

    _name = "recovery.batch.supply"
    _description = "Material of a person met in a batch"
    _inherit = ["recovery.batch.part", "recovery.client.record"]
    _order = "id"
    _rec_name = "product_id"

    line_id = fields.Many2one("recovery.batch.line", required=True, index=True, ondelete="cascade")
    batch_id = fields.Many2one(related="line_id.batch_id", store=True, precompute=True, required=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, precompute=True, default=None)
    program_id = fields.Many2one(related="line_id.program_id", store=True, precompute=True)
    client_id = fields.Many2one(
        related="line_id.client_id", store=True, precompute=True, required=False, index="btree_not_null",
    )
    product_id = fields.Many2one(
        "product.product", string="Material", required=True, index=True, ondelete="restrict",
        domain="[('material_kind', '!=', False), ('company_id', 'in', (False, company_id))]",
    )
    issued = fields.Integer(string="Out", required=True, default=0, help="Pieces handed out.")
    returned = fields.Integer(string="Back", required=True, default=0, help="Used pieces taken back.")
    return_method = fields.Selection(
        [("counted", "Counted"), ("weighed", "Weighed"), ("estimated", "Estimated")],
        string="Back by", required=True, default="counted",
    )

    _pieces = Check(
        "CHECK(issued >= 0 AND returned >= 0)", "Out, Back: the numbers of pieces cannot be negative.",
        lambda row: row["issued"] >= 0 and row["returned"] >= 0,
    )
    _once = UniqueIndex(
        "(line_id, product_id)", "Material: it already stands in this line. Change its number of pieces.",
        lambda row: (row["line_id"], row["product_id"]),
    )

    @api.model
    def _check_clients_visible(self, vals_list):
        """The client is that of the line, which was checked there."""

    @api.constrains("product_id", "company_id")
    def _check_product_id(self):
        self._check_material(self.product_id)

    def _check_material(self, products):
        """Raise ValidationError for a product that is no harm-reduction material."""
        wrong = products.sudo().filtered(lambda product: not product.material_kind)
        if wrong:
            raise ValidationError(self.env._("Material: “%s” is not harm-reduction material.", wrong[0].display_name))
