from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..table_rules import Check


class ProgramCounter(models.Model):
    """What a programme offers at its counter and on the street."""

    _inherit = "recovery.program"

    front_desk = fields.Boolean(
        string="Front desk", compute="_compute_front_desk", store=True, readonly=False,
        help="Visits are recorded at the front desk, by code or for unnamed people.",
    )
    material_ids = fields.Many2many(
        "product.product", "recovery_program_material_rel", "program_id", "product_id",
        check_company=True, domain=[("material_kind", "!=", False)],
        help="Handed out here. Empty: all harm-reduction material.",
    )
    late_entry_days = fields.Integer(
        string="Late entry after (days)", default=2,
        help="An encounter recorded more days than this after it took place is marked as a late entry.",
    )

    _late_entry_days = Check(
        "CHECK(late_entry_days >= 0)", "Late entry after (days): it cannot be negative.",
        lambda row: row["late_entry_days"] >= 0,
    )

    @api.depends("modality")
    def _compute_front_desk(self):
        for program in self:
            program.front_desk = program.modality in ("low_threshold", "outreach")

    @api.constrains("material_ids")
    def _check_material_ids(self):
        for program in self:
            wrong = program.material_ids.filtered(lambda product: not product.material_kind)
            if wrong:
                raise ValidationError(self.env._(
                    "Material: “%s” is not harm-reduction material.", wrong[:1].display_name,
                ))

    def _get_materials(self):
        """Return the products handed out in one programme: by kind as the kinds are listed, volume and name."""
        self.ensure_one()
        kinds = [kind for kind, _label in self.env["product.template"]._fields["material_kind"].selection]
        products = self.material_ids or self.env["product.product"].search([
            ("material_kind", "!=", False), ("company_id", "in", (False, self.company_id.id)),
        ])
        return products.sorted(lambda product: (kinds.index(product.material_kind), product.material_volume, product.name))
